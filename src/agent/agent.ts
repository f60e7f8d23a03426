import { readRepository } from "../manifest/read-repository.ts";
import type { History, Notifier } from "../model/agent-event.ts";
import type { AgentFace } from "../model/agent-face.ts";
import type { AgentStatus } from "../model/agent-status.ts";
import type { CloudOf } from "../model/cloud.ts";
import type { Metrics } from "../model/metrics.ts";
import type { Clock, Log } from "../model/ports.ts";
import type { Schedules } from "../model/schedules.ts";
import type { RepositorySource } from "../model/source.ts";
import { newAccountQueue, type Turn } from "./account-queue.ts";
import { newAccounts } from "./accounts.ts";
import { DEFAULT_AGENT_PACE, type AgentPace } from "./agent-pace.ts";
import { newFace } from "./agent-face.ts";
import { statusOf } from "./agent-status.ts";
import { newBrakes } from "./brakes.ts";
import type { Content, ReadFiles } from "./content.ts";
import { newFollower } from "./follower.ts";
import type { Office } from "./office.ts";
import { passTurn } from "./pass-turn.ts";
import { newRound } from "./round.ts";
import { surveyOnSchedule, surveyTurn } from "./surveys.ts";
import { newTeller } from "./teller.ts";
import { newTimetable } from "./timetable.ts";
import { newVerdicts } from "./account-verdict.ts";
import { newWatchdog } from "./watchdog.ts";

/** What an agent works with. */
export interface AgentSetup {
  readonly source: RepositorySource;
  /** The clouds of a repository's accounts; asked again when the repository has another name. */
  readonly cloudsFor: (repository: string) => Promise<CloudOf>;
  readonly clock: Clock;
  readonly log: Log;
  /** Numbers from 0 to 1. */
  readonly random: () => number;
  readonly schedules: Schedules;
  readonly notifier: Notifier;
  readonly history: History;
  readonly metrics: Metrics;
  /** Version of Mooring. */
  readonly version: string;
  /** How often the repository is asked for news; `undefined`: when somebody says so. */
  readonly intervalMs: number | undefined;
  /** Accounts that are worked on at once. */
  readonly concurrency: number;
  readonly pace?: Partial<AgentPace>;
  /** How the files of a snapshot are read; from its folder when absent. */
  readonly read?: ReadFiles;
}

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
  const { source, clock, log, random, metrics, history, notifier, intervalMs, cloudsFor } = setup;
  const pace = { ...DEFAULT_AGENT_PACE, ...setup.pace };
  const startedAt = clock.now();
  const queue = newAccountQueue(clock, setup.concurrency);
  const accounts = newAccounts({ queue, clock, log, random, pace });
  const brakes = newBrakes({ clock, log });
  const teller = newTeller({ clock, log, history, notifier });
  const verdicts = newVerdicts({ notifier, states: accounts.states });
  const round = newRound(accounts.states, log);
  const watchdog = newWatchdog(clock);
  const follower = newFollower({
    source,
    read: setup.read ?? readRepository,
    watchdog,
    clock,
    log,
    random,
    metrics,
    intervalMs,
    pace,
    onContent: take,
  });
  const office: Office = {
    clock,
    log,
    random,
    pace,
    queue,
    accounts,
    brakes,
    teller,
    verdicts,
    round,
    watchdog,
    metrics,
    cloudsFor,
    content: () => follower.content(),
  };
  const timetable = newTimetable({
    schedules: setup.schedules,
    log,
    onSync,
    onDrift: () => surveyOnSchedule(office),
  });
  const status = (): AgentStatus =>
    statusOf({ office, follower, version: setup.version, startedAt, intervalMs });

  function onSync(): void {
    round.begin();
    accounts.wakeOnSchedule();
  }

  function take(content: Content): void {
    const { revision, repository } = content;
    log.info("repository read", {
      repository: repository?.name,
      commit: revision?.commit.slice(0, 12),
      author: revision?.author,
      subject: revision?.subject,
      accounts: content.targets.size,
      problems: content.problems.length,
    });
    accounts.take(content);
    verdicts.take(content);
    if (repository !== undefined) timetable.take(repository.schedule);
  }

  const face = newFace({ office, follower, status, history });
  return {
    ...face,
    status,
    hangUp: () => void face.sync(undefined),
    async run(signal) {
      const turn: Turn = async (account, errand) => {
        const state = accounts.states.get(account);
        if (state === undefined) return;
        const take = errand === "pass" ? passTurn : surveyTurn;
        await watchdog.during(`a ${errand} of ${account}`, () => take(state, office, signal));
      };
      source.onChange(() => follower.look());
      await teller.recall();
      const work = Promise.all([follower.run(signal), queue.run(turn, signal), watchdog.run(signal)]);
      await Promise.race([work, graceAfter(signal)]);
      timetable.close();
      await Promise.race([closeAll(), clock.sleep(pace.graceMs / 4)]);
    },
  };

  async function graceAfter(signal: AbortSignal): Promise<void> {
    await new Promise<void>((resolve) => {
      if (signal.aborted) resolve();
      signal.addEventListener("abort", () => resolve(), { once: true });
    });
    await clock.sleep(pace.graceMs);
    log.warn("agent leaves although something is still in hand; the next one goes on from there");
  }

  async function closeAll(): Promise<void> {
    await Promise.all([source.close(), history.close(), notifier.close(pace.graceMs / 8)]);
  }
}
