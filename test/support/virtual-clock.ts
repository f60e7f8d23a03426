import { setImmediate } from "node:timers/promises";
import type { Clock } from "../../src/model/ports.ts";

/** Time that passes only when a test lets it, and then at once. */
export interface VirtualClock extends Clock {
  /** Lets time pass, from one sleeper to the next, until the condition holds. */
  until(condition: () => boolean, withinMs?: number): Promise<void>;
  /** Lets that much time pass. */
  pass(ms: number): Promise<void>;
  /** Somebody sets the clock; sleepers sleep as long as they would have. */
  jump(ms: number): void;
  /** Those who sleep now. */
  sleepers(): number;
}

interface Sleeper {
  readonly at: number;
  readonly wake: () => void;
}

const DAY_MS = 86_400_000;

/** A clock for any number of concurrent sleepers; `tick` is told of every second (`tickMs`) that has passed. */
export function virtualClock(
  tick: () => void = () => undefined,
  { start = 1_700_000_000_000, tickMs = 1000 } = {},
): VirtualClock {
  let elapsed = 0;
  let offset = start;
  let ticked = 0;
  const sleepers = new Set<Sleeper>();

  async function forward(limit: number): Promise<void> {
    await setImmediate();
    const next = Math.min(...[...sleepers].map(({ at }) => at), limit, (ticked + 1) * tickMs);
    elapsed = Math.max(elapsed, next);
    while ((ticked + 1) * tickMs <= elapsed) {
      ticked += 1;
      tick();
    }
    for (const sleeper of [...sleepers].filter(({ at }) => at <= elapsed)) sleeper.wake();
    await setImmediate();
  }

  return {
    now: () => offset + elapsed,
    sleepers: () => sleepers.size,
    jump: (ms) => void (offset += ms),
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        const sleeper: Sleeper = { at: elapsed + Math.max(0, ms), wake };
        function wake(): void {
          sleepers.delete(sleeper);
          signal?.removeEventListener("abort", wake);
          resolve();
        }
        if (signal?.aborted === true) return resolve();
        sleepers.add(sleeper);
        signal?.addEventListener("abort", wake);
      }),
    async until(condition, withinMs = DAY_MS) {
      const limit = elapsed + withinMs;
      await setImmediate();
      while (!condition()) {
        if (elapsed >= limit) throw new Error(`it did not come about within ${withinMs} ms`);
        await forward(limit);
      }
    },
    async pass(ms) {
      const limit = elapsed + ms;
      await setImmediate();
      while (elapsed < limit) await forward(limit);
    },
  };
}
