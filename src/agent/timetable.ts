import type { Log } from "../model/ports.ts";
import type { Repository } from "../model/repository.ts";
import type { Schedule, Schedules } from "../model/schedules.ts";

/** The schedules of the repository, as it says them now. */
export interface Timetable {
  /** Goes by these from now on. */
  take(schedule: Repository["schedule"]): void;
  close(): void;
}

/** What is done when. */
export interface TimetableSetup {
  readonly schedules: Schedules;
  readonly log: Log;
  readonly onSync: () => void;
  readonly onDrift: () => void;
}

/** A timetable without entries. */
export function newTimetable({ schedules, log, onSync, onDrift }: TimetableSetup): Timetable {
  const sync = newEntry("sync", onSync);
  const drift = newEntry("drift", onDrift);
  return {
    take(schedule) {
      sync.take(schedule.sync);
      drift.take(schedule.drift);
    },
    close() {
      sync.close();
      drift.close();
    },
  };

  function newEntry(name: string, hear: () => void) {
    let current: { readonly key: string; readonly stop: () => void } | undefined;
    return {
      take({ cron, timezone }: Schedule) {
        const key = `${cron} ${timezone}`;
        if (current?.key === key) return;
        try {
          const stop = schedules.every({ cron, timezone }, hear);
          current?.stop();
          current = { key, stop };
        } catch (error) {
          if (!(error instanceof RangeError)) throw error;
          log.error("schedule not understood; the earlier one stays", {
            schedule: name,
            cron,
            timezone,
            why: error.message,
          });
        }
      },
      close() {
        current?.stop();
        current = undefined;
      },
    };
  }
}
