import { setTimeout as delay } from "node:timers/promises";
import type { Clock } from "../model/ports.ts";

/** The machine's clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  async sleep(ms, signal) {
    if (isAborted(signal)) return;
    try {
      await delay(ms, undefined, signal === undefined ? {} : { signal });
    } catch (error) {
      if (!isAborted(signal)) throw error;
    }
  },
};

function isAborted(signal: AbortSignal | undefined): boolean {
  return signal?.aborted === true;
}
