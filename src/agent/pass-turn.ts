import type { Pause } from "../model/pause.ts";
import type { PassReport } from "../model/report.ts";
import { closedBy } from "../model/window.ts";
import { runPass, type Pass } from "../reconcile/pass.ts";
import type { AccountState } from "./account-state.ts";
import { cloudFor, counted } from "./account-cloud.ts";
import { logDefect, messageOf } from "./defect.ts";
import { hasSettled, successorsOf, unsettledBefore } from "./order.ts";
import type { Office } from "./office.ts";
import { tellPass } from "./tell-pass.ts";

/** One pass over one account, and when the next one is due. A defect on the way to AWS counts as a failed pass. */
export async function passTurn(state: AccountState, office: Office, signal: AbortSignal): Promise<void> {
  const { clock, queue, accounts, metrics } = office;
  const content = office.content();
  if (content?.repository === undefined) return;
  const { target } = state;
  const { account } = target;
  const hadSettled = hasSettled(state);
  const startedAt = clock.now();
  const pass = await makePass(state, office, signal);
  const at = clock.now();
  state.last = { pass, fingerprint: target.fingerprint, revision: content.revision, at };
  if (pass.isSettled) state.lastSettledAt = at;
  if (pass.report.failure === undefined) state.memory.retain(stacksIn(pass.report));
  metrics.passed({
    account: account.name,
    seconds: Math.max(0, at - startedAt) / 1000,
    result: pass.report.failure === undefined ? pass.standing : "failed",
  });
  tellPass(state, pass, office);
  office.round.looked(account.name);
  if (signal.aborted || !accounts.states.has(account.name)) return;
  if (hasSettled(state) && !hadSettled) wakeSuccessors(account.name, office);
  const delay = delayAfter(state, pass.report, office);
  if (delay !== undefined) queue.add(account.name, "pass", delay);
}

async function makePass(state: AccountState, office: Office, signal: AbortSignal): Promise<Pass> {
  const { clock, log, accounts, brakes } = office;
  const { account, desired } = state.target;
  const content = office.content();
  const repository = content?.repository;
  try {
    if (repository === undefined) throw new Error("there is no content to work from");
    const cloud = await cloudFor(state, office);
    const cloudOf = await office.clouds();
    return await counted(state, cloud, () =>
      runPass({
        repository: repository.name,
        revision: content?.revision,
        problems: content?.problems ?? [],
        account,
        desired,
        cloud,
        cloudOf,
        memory: state.memory,
        unsettledBefore: unsettledBefore(state, accounts.states, repository.heldAccounts),
        clock,
        log,
        pauses: brakes.pauses(),
        ...(state.drift === undefined ? {} : { drift: state.drift }),
        mode: "apply",
        signal,
      }),
    );
  } catch (error) {
    logDefect(log, { account: account.name, what: "pass", error });
    return defectivePass(account.name, messageOf(error));
  }
}

function defectivePass(account: string, message: string): Pass {
  const failure = { message: `a defect of Mooring: ${message}`, mayRetry: true };
  const report = { account, steps: [], outcomes: [], calls: {}, failure };
  return { report, standing: "moving", isSettled: false, unsettled: [] };
}

function stacksIn({ steps }: PassReport): ReadonlySet<string> {
  return new Set(
    steps.flatMap(({ step }) => ("from" in step && step.from !== undefined ? [step.from.id] : [])),
  );
}

function wakeSuccessors(account: string, { accounts }: Office): void {
  const waiting = successorsOf(account, accounts.states).filter((state) => !hasSettled(state));
  accounts.wake(waiting.map(({ target }) => target.account.name));
}

/** Seconds while something moves, longer and longer while AWS does not let it go on, otherwise not before a brake ends. */
function delayAfter(state: AccountState, report: PassReport, office: Office): number | undefined {
  const next = state.pacemaker.next(report);
  if (state.last?.pass.standing === "moving" || report.failure !== undefined) return next;
  const refused = new Set(report.steps.flatMap(({ refusals }) => refusals.map(({ rule }) => rule)));
  if (!refused.has("paused") && !refused.has("window")) return undefined;
  return untilBrakesEnd(state, office);
}

function untilBrakesEnd({ target }: AccountState, { clock, brakes }: Office): number | undefined {
  const now = clock.now();
  const { name, windows, pauses } = target.account;
  const covering = [...pauses, ...brakes.pauses()].filter((pause) => coversPartOf(pause, name));
  const ends = [...covering.map(({ until }) => until), closedBy(windows, now)?.until].filter(
    (until) => until !== undefined && until > now,
  );
  return ends.length === 0 ? undefined : Math.min(...ends.map((until) => (until ?? now) - now));
}

/** Whether a pause is about the account or an app of it. */
function coversPartOf({ covers }: Pause, account: string): boolean {
  return covers.kind === "repository" || covers.account === account;
}
