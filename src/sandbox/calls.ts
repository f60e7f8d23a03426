/** How often an operation was called, by whom and where. */
export interface CallCount {
  readonly account: string;
  readonly region: string;
  readonly service: string;
  readonly operation: string;
  readonly count: number;
}

/** One call that was to change something, and what came of it. */
export interface WriteCall {
  /** Milliseconds since the epoch, by the sandbox's clock. */
  readonly at: number;
  readonly account: string;
  readonly region: string;
  readonly operation: string;
  /** As the caller named them: a name or an ARN. */
  readonly stack?: string;
  readonly changeSet?: string;
  /** `done`, or the code of the error. */
  readonly result: string;
}

/** Counts calls since the start or the last reset, and lists writes; neither survives a restart. */
export interface CallCounter {
  add(call: Omit<CallCount, "count">): void;
  counts(): readonly CallCount[];
  addWrite(call: WriteCall): void;
  /** The latest ones, oldest first. */
  writes(): readonly WriteCall[];
  reset(): void;
}

const MOST_WRITES = 20_000;

/** A counter at zero. */
export function createCallCounter(): CallCounter {
  const counts = new Map<string, CallCount>();
  const writes: WriteCall[] = [];
  return {
    add({ account, region, service, operation }) {
      const key = [account, region, service, operation].join("/");
      counts.set(key, { account, region, service, operation, count: (counts.get(key)?.count ?? 0) + 1 });
    },
    counts: () => [...counts].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, count]) => count),
    addWrite(call) {
      writes.push(call);
      if (writes.length > 2 * MOST_WRITES) writes.splice(0, MOST_WRITES);
    },
    writes: () => writes.slice(-MOST_WRITES),
    reset() {
      counts.clear();
      writes.length = 0;
    },
  };
}
