import type { Clock } from "../model/ports.ts";
import type { PassReport } from "../model/report.ts";

/** How soon an account is looked at again. */
export interface Pace {
  /** After a pass that wrote something. */
  readonly firstMs: number;
  /** Each further look without news comes this much later. */
  readonly growth: number;
  readonly longestMs: number;
  /** After a pass that AWS did not let go on; doubled each time, with jitter. */
  readonly failureMs: number;
  readonly longestFailureMs: number;
  /** Failures in a row after which the account is given up for this run. */
  readonly failures: number;
}

/** CloudFormation takes seconds for a change set and minutes for an update. */
export const DEFAULT_PACE: Pace = {
  firstMs: 1000,
  growth: 1.5,
  longestMs: 10_000,
  failureMs: 2000,
  longestFailureMs: 60_000,
  failures: 6,
};

/** On this machine nobody is in the way, and nobody is asked too often. */
export const LOCAL_PACE: Pace = {
  ...DEFAULT_PACE,
  firstMs: 100,
  longestMs: 1000,
  failureMs: 200,
  longestFailureMs: 2000,
};

/** Remembers how long nothing has happened in one account. */
export interface Pacemaker {
  /** Milliseconds until the next look; `undefined` when too many passes failed in a row. */
  next(report: PassReport): number | undefined;
}

/** A pacemaker for one account; `random` gives numbers from 0 to 1. */
export function newPacemaker(pace: Pace, random: () => number): Pacemaker {
  let failures = 0;
  let delay = pace.firstMs;
  let seen = "";
  return {
    next(report) {
      if (report.failure !== undefined) {
        failures += 1;
        if (failures >= pace.failures) return undefined;
        return withJitter(Math.min(pace.failureMs * 2 ** (failures - 1), pace.longestFailureMs), random);
      }
      failures = 0;
      const news = newsIn(report);
      delay = news === seen ? Math.min(delay * pace.growth, pace.longestMs) : pace.firstMs;
      seen = news;
      return delay;
    },
  };
}

/** Many accounts that were throttled together do not come back together. */
function withJitter(ms: number, random: () => number): number {
  return ms / 2 + (random() * ms) / 2;
}

function newsIn({ steps, outcomes }: PassReport): string {
  const states = steps.map(({ step }) => `${step.app} ${step.kind} ${step.reason}`);
  return [...states, ...outcomes.map(({ app, result }) => `${app} ${result.kind}`)].join("\n");
}

/** The end of a run's patience. */
export interface Deadline {
  isOver(): boolean;
  /** Sleeps, but not beyond the end. */
  sleep(ms: number): Promise<void>;
}

/** A deadline so many milliseconds from now; an aborted signal is one, too. */
export function newDeadline(clock: Clock, timeoutMs: number, signal: AbortSignal | undefined): Deadline {
  const end = clock.now() + timeoutMs;
  return {
    isOver: () => signal?.aborted === true || clock.now() >= end,
    sleep: (ms) => clock.sleep(Math.max(0, Math.min(ms, end - clock.now())), signal),
  };
}
