import { readRepository } from "../manifest/read-repository.ts";
import type { AgentFace } from "../model/agent-face.ts";
import type { AgentStatus } from "../model/agent-status.ts";
import { newFace } from "./agent-face.ts";
import type { AgentSetup } from "./agent-setup.ts";
import { statusOf } from "./agent-status.ts";
import type { Errand } from "./account-queue.ts";
import { logDefect, messageOf } from "./defect.ts";
import { newFollower, type Follower } from "./follower.ts";
import { newOffice, type Office } from "./office.ts";
import { passTurn } from "./pass-turn.ts";
import { surveyOnSchedule, surveyTurn } from "./surveys.ts";
import { takeContent } from "./take-content.ts";
import { newTimetable, type Timetable } from "./timetable.ts";

/** A running agent, or one that is about to run. */
export interface Agent extends AgentFace {
  /**
   * Follows the repository and keeps the accounts as it says until the signal is aborted: then nothing new is begun,
   * writes in hand are finished, and it ends within ten seconds whatever hangs.
   */
  run(signal: AbortSignal): Promise<void>;
  status(): AgentStatus;
  /** What SIGHUP asks for: looks at the repository and at every account. */
  hangUp(): void;
}

/** An agent that has not looked at anything yet. */
export function newAgent(setup: AgentSetup): Agent {
  const office = newOffice(setup, () => follower.content());
  const timetable = newTimetable({
    schedules: setup.schedules,
    log: setup.log,
    onSync() {
      office.round.begin();
      office.accounts.wakeOnSchedule();
    },
    onDrift: () => surveyOnSchedule(office),
  });
  const follower = newFollower({
    ...setup,
    pace: office.pace,
    watchdog: office.watchdog,
    read: setup.read ?? readRepository,
    onContent: (content) => takeContent(content, office, timetable),
  });
  const { version, intervalMs } = setup;
  const startedAt = setup.clock.now();
  const status = (): AgentStatus => statusOf({ office, follower, version, startedAt, intervalMs });
  const face = newFace({ office, follower, status, history: setup.history });
  return {
    ...face,
    status,
    hangUp: () => void face.sync(undefined),
    run: (signal) => run({ setup, office, follower, timetable }, signal),
  };
}

interface Parts {
  readonly setup: AgentSetup;
  readonly office: Office;
  readonly follower: Follower;
  readonly timetable: Timetable;
}

async function run({ setup, office, follower, timetable }: Parts, signal: AbortSignal): Promise<void> {
  const { source, clock } = setup;
  const { queue, watchdog, teller, pace } = office;
  source.onChange(() => follower.look());
  await teller.recall();
  const work = Promise.all([
    follower.run(signal),
    watchdog.run(signal),
    queue.run((account, errand) => takeTurn({ account, errand, office, signal }), signal),
  ]);
  const left = new AbortController();
  await Promise.race([work, graceAfter(signal, office, left.signal)]);
  timetable.close();
  await Promise.race([closeAll(setup, pace.closeMs), clock.sleep(pace.closeMs, left.signal)]);
  left.abort();
}

/** What cannot be closed keeps nothing else open. */
async function closeAll({ source, history, notifier, log }: AgentSetup, withinMs: number): Promise<void> {
  const ends = await Promise.allSettled([source.close(), history.close(), notifier.close(withinMs)]);
  for (const end of ends)
    if (end.status === "rejected") log.warn("not everything could be closed", { why: messageOf(end.reason) });
}

interface TurnTaken {
  readonly account: string;
  readonly errand: Errand;
  readonly office: Office;
  readonly signal: AbortSignal;
}

/** A defect in the work on one account is said, and it is tried again as late as a failure is. */
async function takeTurn({ account, errand, office, signal }: TurnTaken): Promise<void> {
  const { accounts, watchdog, queue, pace, log } = office;
  const state = accounts.states.get(account);
  if (state === undefined) return;
  const turn = errand === "pass" ? passTurn : surveyTurn;
  try {
    await watchdog.during(`a ${errand} of ${account}`, () => turn(state, office, signal));
  } catch (error) {
    logDefect(log, { account, what: errand, error });
    queue.add(account, errand, pace.longestFailureMs);
  }
}

async function graceAfter(
  signal: AbortSignal,
  { clock, pace, log }: Office,
  left: AbortSignal,
): Promise<void> {
  await new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
  await clock.sleep(pace.graceMs, left);
  if (!left.aborted) log.warn("what is in hand did not end in time; the next agent goes on from there");
}
