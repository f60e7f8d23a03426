import { withVersionDrift } from "../drift/version-drift.ts";
import type { AccountDrift } from "../model/drift.ts";
import { isLater } from "../model/stack-state.ts";
import { readDeployed } from "../report/deployed-version.ts";
import { driftLogLines } from "../report/drift-log.ts";
import type { AccountState } from "./account-state.ts";
import type { Office } from "./office.ts";

/** The drift of an account with what the last pass shows of versions. What is about to be deployed is no drift. */
export function withVersions(drift: AccountDrift, { last }: AccountState): AccountDrift {
  if (last === undefined || last.pass.standing === "moving" || last.pass.report.failure !== undefined)
    return drift;
  const { account, steps } = last.pass.report;
  return withVersionDrift(drift, {
    account,
    at: last.at,
    steps: steps.filter((judged) => !isLater(judged)),
    deployedVersion: (step) => readDeployed("from" in step ? step.from : undefined).version,
  });
}

/** Takes note of version drift after a pass; nothing is known of drift before the first survey. */
export function takeVersionDrift(state: AccountState, office: Office): void {
  const before = state.drift;
  if (before === undefined) return;
  state.drift = withVersions(before, state);
  logDrift(state, before, office);
}

/** The drift report is the log: what is there, once more only when something has changed. */
export function logDrift(state: AccountState, before: AccountDrift | undefined, { log }: Office): void {
  if (state.drift === undefined) return;
  const { revision } = state.last ?? {};
  const origin = { commit: revision?.commit.slice(0, 12), author: revision?.author };
  for (const { level, message, fields } of driftLogLines(state.drift, before))
    log[level](message, { ...fields, ...origin });
}
