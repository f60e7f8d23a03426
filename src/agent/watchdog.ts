import type { Clock } from "../model/ports.ts";
import { newAlarm, ringOnAbort } from "./alarm.ts";

/**
 * Notices what does not come to its end. It counts its own looks instead of reading the time, so that a clock that was
 * set forward accuses nobody.
 */
export interface Watchdog {
  /** Does some work that has to end within the patience. */
  during<T>(what: string, work: () => Promise<T>): Promise<T>;
  /** What has not ended for too long, sentences without a full stop. */
  unwell(): readonly string[];
  run(signal: AbortSignal): Promise<void>;
}

const LOOK_EVERY_MS = 15_000;

/** Every call to AWS and Git has a time limit of its own, of minutes: what takes longer hangs. */
const PATIENCE_MS = 20 * 60_000;

/** Nothing is watched yet. */
export function newWatchdog(clock: Clock): Watchdog {
  const activities = new Set<{ readonly what: string; looks: number }>();
  const alarm = newAlarm(clock);
  return {
    async during(what, work) {
      const activity = { what, looks: 0 };
      activities.add(activity);
      try {
        return await work();
      } finally {
        activities.delete(activity);
      }
    },
    unwell: () =>
      [...activities]
        .filter(({ looks }) => looks * LOOK_EVERY_MS >= PATIENCE_MS)
        .map(({ what }) => `${what} has not ended for ${PATIENCE_MS / 60_000} minutes`),
    async run(signal) {
      const deaf = ringOnAbort(alarm, signal);
      while (!signal.aborted) {
        await alarm.sleep(LOOK_EVERY_MS);
        for (const activity of activities) activity.looks += 1;
      }
      deaf();
    },
  };
}
