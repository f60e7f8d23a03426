import type { Schedules } from "../../src/model/schedules.ts";

/** Schedules that call back when a test says so. */
export interface MemorySchedules extends Schedules {
  /** Calls back everybody who asked for that cron expression. */
  ring(cron: string): void;
  /** Expressions that somebody waits for. */
  readonly crons: () => readonly string[];
}

/** Nobody waits yet; `bad` is the expression that is not understood. */
export function memorySchedules(): MemorySchedules {
  const entries = new Set<{ readonly cron: string; readonly hear: () => void }>();
  return {
    every({ cron }, hear) {
      if (cron === "bad") throw new RangeError(`${cron} is not understood`);
      const entry = { cron, hear };
      entries.add(entry);
      return () => void entries.delete(entry);
    },
    ring(cron) {
      for (const entry of entries) if (entry.cron === cron) entry.hear();
    },
    crons: () => [...entries].map(({ cron }) => cron),
  };
}
