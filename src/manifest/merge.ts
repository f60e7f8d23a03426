import type { MapEntry, Tree } from "./tree.ts";

/** Lays one tree over another: maps merge key by key, everything else replaces. Every value keeps its own place. */
export function mergeTrees(below: Tree, above: Tree): Tree {
  if (below.kind !== "map" || above.kind !== "map") return above;
  const entries = new Map<string, MapEntry>(below.entries);
  for (const [key, entry] of above.entries) {
    const under = below.entries.get(key);
    entries.set(
      key,
      under === undefined ? entry : { key: entry.key, value: mergeTrees(under.value, entry.value) },
    );
  }
  return { kind: "map", entries, origin: above.origin };
}
