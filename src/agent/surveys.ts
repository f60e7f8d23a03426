import { nextMatch } from "../model/cron.ts";
import { newDriftSurvey, type DriftSurvey } from "../reconcile/drift-survey.ts";
import type { AccountState } from "./account-state.ts";
import { cloudFor, counted } from "./account-cloud.ts";
import { takeDrift } from "./take-drift.ts";
import type { Office } from "./office.ts";

/** A survey of the drift of an account that was asked for. */
export interface AskedSurvey {
  /** Only these; all without it. */
  readonly apps?: readonly string[];
  readonly spreadMs: number;
  /** The whole account is due after it, spread over this time. */
  wholeMs?: number | undefined;
  /** Absent until its first step. */
  begun?: { readonly survey: DriftSurvey; readonly fingerprint: string };
}

/** The part of the time to the next survey over which one is spread: it has to have ended by then. */
const SHARE_OF_INTERVAL = 0.8;

/** Begins a survey of every account that has none under way, spread over most of the time until the next one. */
export function surveyOnSchedule(office: Office): void {
  const { accounts, clock, queue, random, pace } = office;
  const schedule = office.content()?.repository?.schedule.drift;
  if (schedule === undefined) return;
  const now = clock.now();
  const intervalMs = (nextMatch(schedule, now) ?? now) - now;
  const spreadMs = Math.min(intervalMs * SHARE_OF_INTERVAL, pace.longestSurveyMs);
  for (const [name, state] of accounts.states) {
    state.survey ??= { spreadMs };
    if (state.survey.apps !== undefined) state.survey.wholeMs = spreadMs;
    queue.add(name, "survey", Math.round((random() * spreadMs) / 10));
  }
}

/** Looks at some apps of an account at once: they were healed. A survey under way notices that by itself. */
export function surveyHealed(state: AccountState, apps: readonly string[], { queue }: Office): void {
  if (apps.length === 0) return;
  const { survey } = state;
  const isWhole = survey !== undefined && survey.apps === undefined;
  if (!isWhole) {
    const all = [...new Set([...(survey?.apps ?? []), ...apps])];
    state.survey = { apps: all, spreadMs: 0, wholeMs: survey?.wholeMs };
  }
  queue.add(state.target.account.name, "survey");
}

/** One step of the survey of an account, and when the next one is due. An account in motion is left alone. */
export async function surveyTurn(state: AccountState, office: Office, signal: AbortSignal): Promise<void> {
  const { queue, pace } = office;
  const { name } = state.target.account;
  const asked = state.survey;
  if (asked === undefined || office.content()?.repository === undefined) return;
  if (state.last === undefined || state.last.pass.standing === "moving") {
    queue.add(name, "survey", pace.surveyPostponedMs);
    return;
  }
  const cloud = await cloudFor(state, office);
  const survey = await surveyFor(state, asked, office);
  const step = await counted(state, cloud, () => survey.step(signal));
  if (signal.aborted) return;
  if (step.kind === "again") {
    queue.add(name, "survey", step.afterMs);
    return;
  }
  const { wholeMs } = asked;
  state.survey = wholeMs === undefined ? undefined : { spreadMs: wholeMs };
  if (wholeMs !== undefined) queue.add(name, "survey");
  takeDrift(state, { drift: step.drift, apps: asked.apps }, office);
}

/** Goes on with what was begun, unless the repository says something else about the account by now. */
async function surveyFor(state: AccountState, asked: AskedSurvey, office: Office): Promise<DriftSurvey> {
  const { target, drift } = state;
  if (asked.begun?.fingerprint === target.fingerprint) return asked.begun.survey;
  const repository = office.content()?.repository?.name ?? "";
  const survey = newDriftSurvey({
    repository,
    account: target.account,
    desired: target.desired,
    cloud: await cloudFor(state, office),
    cloudOf: await office.clouds(),
    clock: office.clock,
    spreadMs: asked.spreadMs,
    pollMs: office.pace.surveyPollMs,
    ...(asked.apps === undefined ? {} : { apps: asked.apps }),
    ...(drift === undefined ? {} : { before: drift }),
  });
  asked.begun = { survey, fingerprint: target.fingerprint };
  return survey;
}
