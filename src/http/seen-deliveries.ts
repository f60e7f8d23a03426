/** What was delivered already, for a while. */
export interface SeenDeliveries {
  /** Whether one of the marks was seen before; from now on all of them have been. */
  isRepeated(marks: readonly string[]): boolean;
}

/** How much is remembered. */
export interface SeenLimits {
  readonly keepMs: number;
  readonly count: number;
}

/**
 * Remembers deliveries in memory, in the order in which they came. What is forgotten, by time, by number or with the
 * process, could be replayed: that costs one look at the repository and changes nothing.
 */
export function seenDeliveries(now: () => number, limits: SeenLimits = USUAL): SeenDeliveries {
  const seen = new Map<string, number>();
  return {
    isRepeated(marks) {
      forget(seen, now() - limits.keepMs, limits.count - marks.length);
      const isRepeated = marks.some((mark) => seen.has(mark));
      for (const mark of marks) if (!seen.has(mark)) seen.set(mark, now());
      return isRepeated;
    },
  };
}

const USUAL: SeenLimits = { keepMs: 24 * 3_600_000, count: 10_000 };

function forget(seen: Map<string, number>, before: number, count: number): void {
  for (const [mark, at] of seen) {
    if (at >= before && seen.size <= count) return;
    seen.delete(mark);
  }
}
