import type { Check, Quota } from "../model/preflight.ts";

/** How many of the limited thing of each check the checks before it are about to add; 0 for every other check. */
export function takenBefore(checks: readonly Check[]): readonly number[] {
  const sums = new Map<string, number>();
  return checks.map(({ subject }) => {
    if (subject.kind !== "quota") return 0;
    const key = quotaKey(subject.of);
    const before = sums.get(key) ?? 0;
    sums.set(key, before + subject.adds);
    return before;
  });
}

/** What tells one quota from another. */
export function quotaKey(of: Quota): string {
  return "listener" in of ? `${of.what} ${of.listener}` : of.what;
}
