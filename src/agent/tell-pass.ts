import type { Failure } from "../model/report.ts";
import type { Pass } from "../reconcile/pass.ts";
import type { AccountState } from "./account-state.ts";
import { happeningsIn, type Happening } from "./happenings.ts";
import type { Office } from "./office.ts";
import { passLines } from "./pass-lines.ts";
import { surveyHealed } from "./surveys.ts";
import type { About } from "./teller.ts";
import { endedUnseen, progress } from "./underway.ts";
import { takeVersionDrift } from "./version-drift.ts";

/** Logs what a pass shows and nobody has been told yet, and tells people what they want to know. An idle pass says nothing. */
export function tellPass(state: AccountState, pass: Pass, office: Office): void {
  const { report } = pass;
  const { revision } = state.last ?? {};
  const before = state.underway;
  const { underway, ended } = progress(state.underway, report, revision);
  const unseen = state.isSeen ? [] : endedUnseen(report, office.teller.toldUntil(), revision);
  if (report.failure === undefined) state.isSeen = true;
  state.underway = underway;
  takeVersionDrift(state, office);
  const healed = ended.filter(({ kind }) => kind === "heal");
  for (const heal of healed) state.healing.set(heal.app, heal);
  surveyHealed(
    state,
    healed.map(({ app }) => app),
    office,
  );
  const repository = office.content()?.repository?.name ?? "";
  const about = { repository, account: report.account, revision };
  const told = happeningsIn(report, [...unseen, ...ended]).filter((each) => office.teller.tell(each, about));
  logPass(state, { pass, underway: before, told }, office);
  if (report.failure === undefined) tellRecovery(state, office);
  else tellFailure(state, report.failure, about, office);
  logStanding(state, pass, office);
  office.verdicts.passed(state);
}

interface Told {
  readonly pass: Pass;
  /** Before this pass. */
  readonly underway: AccountState["underway"];
  /** What just became a line of its own. */
  readonly told: readonly Happening[];
}

/**
 * What was told as an event is not said a second time in other words, but to those who debug; what a task wrote stands in
 * no event.
 */
function logPass({ last, said }: AccountState, { pass, underway, told }: Told, { log }: Office): void {
  const { account, failure } = pass.report;
  const { revision } = last ?? {};
  const origin = { commit: revision?.commit.slice(0, 12), author: revision?.author };
  const lines = passLines(pass.report, underway);
  const troubles = new Set(told.filter(({ kind }) => TROUBLES.has(kind)).map(({ app }) => app));
  if (failure === undefined) said.retain(new Set([ACCOUNT, SYNC, ...lines.map(({ subject }) => subject)]));
  for (const { subject, news, isBrake, level, message, fields } of lines) {
    const isTold = troubles.has(subject) && fields["log"] === undefined;
    if (said.isNews(subject, `${message} ${news}`, isBrake))
      log[isTold ? "debug" : level](message, { account, ...fields, ...origin });
  }
}

const TROUBLES: ReadonlySet<string> = new Set(["failed", "held"]);

/** After everything else that a pass shows: whether the account is in sync now. */
function logStanding({ last, said }: AccountState, { report, standing }: Pass, { log }: Office): void {
  const { account, failure, steps } = report;
  if (failure !== undefined) return;
  const { revision } = last ?? {};
  const origin = { commit: revision?.commit.slice(0, 12), author: revision?.author };
  said.isNews(ACCOUNT, standing);
  if (!said.isNews(SYNC, standing)) return;
  if (standing === "settled") log.info("account in sync", { account, stacks: steps.length, ...origin });
  else log.debug("account passed", { account, standing, ...origin });
}

/**
 * The subjects of what is said of the account as a whole: whether it can be asked, and whether it is in sync. No app has a
 * name like that.
 */
const ACCOUNT = "*account";
const SYNC = "*sync";

/** A throttled or unreachable account comes back by itself; after so many passes in a row somebody should know. */
const WORTH_TELLING = 5;

/** Once as a line of the log, or as an event, which is one, too. */
function tellFailure(
  state: AccountState,
  failure: Failure,
  about: About,
  { teller, clock, log }: Office,
): void {
  state.failures += 1;
  const { account } = about;
  const { message: why, remedy } = failure;
  const isNews = state.said.isNews(ACCOUNT, `failed: ${why}`);
  const isWorthTelling = !failure.mayRetry || state.failures >= WORTH_TELLING;
  const isTold = isWorthTelling && teller.tell(accountFailure(failure, clock.now()), about);
  if (isNews && !isTold) log.warn("pass failed", { account, why, remedy });
}

function tellRecovery(state: AccountState, { log }: Office): void {
  if (state.failures > 0) log.info("account can be worked on again", { account: state.target.account.name });
  state.failures = 0;
}

/** Told again on another day when it still lasts. */
function accountFailure({ message, remedy }: Failure, now: number): Happening {
  const day = new Date(now).toISOString().slice(0, 10);
  return {
    kind: "failed",
    key: ["account", message, day],
    message,
    ...(remedy === undefined ? {} : { remedy }),
  };
}
