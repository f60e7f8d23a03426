/** How often an operation was called, by whom and where. */
export interface CallCount {
  readonly account: string;
  readonly region: string;
  readonly service: string;
  readonly operation: string;
  readonly count: number;
}

/** Counts calls since the start or the last reset; counts do not survive a restart. */
export interface CallCounter {
  add(call: Omit<CallCount, "count">): void;
  counts(): readonly CallCount[];
  reset(): void;
}

/** A counter at zero. */
export function createCallCounter(): CallCounter {
  const counts = new Map<string, CallCount>();
  return {
    add({ account, region, service, operation }) {
      const key = [account, region, service, operation].join("/");
      counts.set(key, { account, region, service, operation, count: (counts.get(key)?.count ?? 0) + 1 });
    },
    counts: () => [...counts].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, count]) => count),
    reset: () => counts.clear(),
  };
}
