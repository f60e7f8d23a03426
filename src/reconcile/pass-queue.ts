import PQueue from "p-queue";

/** Accounts whose pass is under way at once: each has limits of its own at AWS, but they share this machine. */
const PASSES_AT_ONCE = 16;

/** Runs passes of many accounts, so many at a time. An account that waits for another one takes no place. */
export interface PassQueue {
  run<T>(pass: () => Promise<T>): Promise<T>;
}

/** An empty queue. */
export function newPassQueue(): PassQueue {
  const queue = new PQueue({ concurrency: PASSES_AT_ONCE });
  return { run: (pass) => queue.add(pass) };
}
