/** An account, as far as the order of accounts is concerned. */
interface Ordered {
  readonly name: string;
  /** Names of the accounts that have to have settled before it. */
  readonly after: readonly string[];
}

/** Names of accounts in the order in which they may change: each below those that it comes after, then by name. */
export function accountOrder(accounts: readonly Ordered[]): readonly string[] {
  const known = new Map(accounts.map((account) => [account.name, account]));
  const depths = new Map<string, number>();
  const depthOf = (name: string): number => {
    const found = depths.get(name);
    if (found !== undefined) return found;
    // Seen before its own depth is known: a circle, which the manifest refuses, would end here.
    depths.set(name, 0);
    const depth = Math.max(0, ...(known.get(name)?.after ?? []).map((earlier) => depthOf(earlier) + 1));
    depths.set(name, depth);
    return depth;
  };
  const names = accounts.map(({ name }) => name);
  return names.toSorted((a, b) => depthOf(a) - depthOf(b) || (a < b ? -1 : 1));
}
