/**
 * The shortest way from a node back to itself, both ends included; `undefined` when there is none. Searched breadth first,
 * so that it is the one a person sees at once.
 */
export function cycleThrough(
  start: string,
  next: ReadonlyMap<string, readonly string[]>,
): readonly string[] | undefined {
  const cameFrom = new Map<string, string>();
  let reached: readonly string[] = [start];
  while (reached.length > 0) {
    const further: string[] = [];
    for (const node of reached) {
      for (const target of next.get(node) ?? []) {
        if (target === start) return wayTo(node, start, cameFrom);
        if (cameFrom.has(target)) continue;
        cameFrom.set(target, node);
        further.push(target);
      }
    }
    reached = further;
  }
  return undefined;
}

function wayTo(node: string, start: string, cameFrom: ReadonlyMap<string, string>): readonly string[] {
  const way = [start];
  for (let at: string | undefined = node; at !== undefined && at !== start; at = cameFrom.get(at))
    way.unshift(at);
  return [start, ...way];
}
