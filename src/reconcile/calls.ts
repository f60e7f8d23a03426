/** AWS calls, by operation. */
export type Calls = Readonly<Record<string, number>>;

/** The calls between two readings of a counter. */
export function countCallsSince(before: Calls, after: Calls): Calls {
  return Object.fromEntries(
    Object.entries(after)
      .map(([operation, count]) => [operation, count - (before[operation] ?? 0)] as const)
      .filter(([, count]) => count > 0),
  );
}

/** Two counts together. */
export function addCalls(a: Calls, b: Calls): Calls {
  const operations = [...new Set([...Object.keys(a), ...Object.keys(b)])].toSorted();
  return Object.fromEntries(
    operations.map((operation) => [operation, (a[operation] ?? 0) + (b[operation] ?? 0)]),
  );
}
