import type { Clock } from "../model/ports.ts";

/** A sleep that can be cut short. One sleeper at a time. */
export interface Alarm {
  /** Sleeps that long, at most a minute of it at once: a clock that jumped is noticed soon, and timers do not overflow. */
  sleep(ms: number): Promise<void>;
  /** Ends the sleep, or lets the next one end at once. */
  ring(): void;
}

const LONGEST_SLEEP_MS = 60_000;

/** An alarm that nobody has rung. */
export function newAlarm(clock: Clock): Alarm {
  let isRung = false;
  let sleeping: AbortController | undefined;
  return {
    async sleep(ms) {
      if (!isRung && ms > 0) {
        sleeping = new AbortController();
        await clock.sleep(Math.min(ms, LONGEST_SLEEP_MS), sleeping.signal);
        sleeping = undefined;
      }
      isRung = false;
    },
    ring() {
      isRung = true;
      sleeping?.abort();
    },
  };
}

/** Rings when the signal is aborted, or at once if it was; returns what stops listening. */
export function ringOnAbort(alarm: Alarm, signal: AbortSignal): () => void {
  const hear = (): void => alarm.ring();
  if (signal.aborted) hear();
  signal.addEventListener("abort", hear);
  return () => signal.removeEventListener("abort", hear);
}
