import type { HoldStep, JudgedStep } from "../model/plan.ts";
import type { Problem } from "../model/problem.ts";
import type { AccountView, Report } from "./report.ts";
import { releaseBefore } from "./release-before.ts";
import { statusRows, type StatusRow } from "./status-rows.ts";
import { tally } from "./tally.ts";
import { harmlessJson } from "./untrusted.ts";
import { lossesOf, verdictOf } from "./verdict.ts";

/** Raised when a reader of the JSON would have to change; additions do not count. */
const REPORT_VERSION = 1;

/** The report for programs, as `schema/report.schema.json` describes it. Ends with a line break. */
export function reportJson(report: Report): string {
  return `${harmlessJson({
    version: REPORT_VERSION,
    command: report.command,
    repository: report.repository,
    revision: report.revision,
    summary: tally(report).verdicts,
    problems: report.problems.map(problemJson),
    heldAccounts: report.heldAccounts,
    accounts: report.accounts.map(accountJson),
  })}\n`;
}

/** The problems of a repository alone, as `moor validate --json` prints them. */
export function problemJson({ place, message, remedy, holds }: Problem): object {
  return { ...place, message, remedy, holds };
}

/**
 * How every stack of a pass stands, as `$defs/step` of the schema describes it, without what would change in its
 * resources and without what its tasks wrote: whoever may reach the agent sees it.
 */
export function standingsJson(steps: readonly JudgedStep[]): readonly object[] {
  const rows = statusRows({ last: { steps, outcomes: [] } });
  return steps.map((judged, index) => standingJson(judged, rows[index]));
}

function accountJson(account: AccountView): object {
  const rows = statusRows(account);
  return {
    name: account.account,
    id: account.id,
    region: account.region,
    standing: account.standing,
    passes: account.passes,
    steps: account.last.steps.map((judged, index) => stepJson(judged, account, rows[index])),
    failure: account.last.failure,
    calls: account.calls,
  };
}

function stepJson(judged: JudgedStep, account: AccountView, row: StatusRow | undefined): object {
  const { step } = judged;
  const outcome = account.last.outcomes.find((candidate) => candidate.app === step.app);
  return {
    ...standingJson(judged, row),
    changes: "changes" in step ? step.changes : undefined,
    foresight: "changes" in step ? (step.foresight ?? "complete") : undefined,
    release: releaseBefore(step),
    lines: step.kind === "hold" ? step.lines : undefined,
    outcome: outcome?.result,
  };
}

function standingJson(judged: JudgedStep, row: StatusRow | undefined): object {
  const { step } = judged;
  return {
    app: step.app,
    stack: step.stack,
    kind: step.kind,
    verdict: verdictOf(judged),
    state: row?.state,
    status: row?.status,
    version: { deployed: row?.deployed, wanted: row?.wanted },
    commit: row?.commit,
    since: row?.since === undefined ? undefined : new Date(row.since).toISOString(),
    reason: step.reason,
    remedy: row?.remedy,
    place: step.place,
    ...(step.kind === "hold" ? holdJson(step) : {}),
    quarantine: "quarantine" in step ? step.quarantine : undefined,
    refusals: judged.refusals,
    losses: lossesOf(judged),
  };
}

function holdJson(step: HoldStep): object {
  return { because: step.because, next: step.next, pending: step.pending };
}
