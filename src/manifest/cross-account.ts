import {
  foreignNames,
  foreignRegions,
  foreignZonesAndIds,
  type Named,
  type Valued,
  type Whose,
} from "./foreign-names.ts";
import type { Flaw } from "./flaw.ts";
import type { Identities } from "./identities.ts";
import { ARN } from "./named-things.ts";
import { partitionOf } from "./partition.ts";
import type { Origin } from "./source-file.ts";
import { visitScalars, type ScalarNode, type Tree } from "./tree.ts";

/** Fields that name accounts by their folder, that are the account's own identity, or that nothing is deployed with. */
const EXEMPT: ReadonlySet<string> = new Set([
  "id",
  "zone",
  "delegation",
  "after",
  "crossAccount",
  "paused",
  "windows",
  "ignoreDrift",
]);

/**
 * Finds values that name another account, by its id, its zone, its Region or its own name, and ARNs of another partition:
 * the copy-and-paste mistake that deploys one environment against the resources of another.
 */
export function findForeign(tree: Tree, whose: Whose, identities: Identities): readonly Flaw[] {
  const flaws: Flaw[] = [];
  visitScalars(tree, (node, path) => {
    if (typeof node.value !== "string" || EXEMPT.has(String(path[0]))) return;
    flaws.push(...wrongPartitions(node, node.value, whose.region));
    for (const named of namedIn({ text: node.value, path, whose, identities }))
      flaws.push(flawOf(node, named));
  });
  return flaws;
}

/** What names an account by several signs is told by the surest one. */
function namedIn(value: Valued): readonly Named[] {
  const isForeign = ({ names }: Named): boolean =>
    ![value.whose.account, ...value.whose.allowed].some((name) => names.includes(name));
  const sure = foreignZonesAndIds(value).filter(isForeign);
  if (sure.length > 0) return sure;
  const regions = foreignRegions(value).filter(isForeign);
  return regions.length > 0 ? regions : foreignNames(value).filter(isForeign);
}

function flawOf(node: ScalarNode, { written, names, what, remedy }: Named): Flaw {
  const message = `${written} is ${what} account ${names.join(", ")}`;
  const allow = `or say crossAccount: [${names[0] ?? ""}] where that is meant`;
  return { origin: originOf(node, written), message, remedy: `write ${remedy}, ${allow}` };
}

function wrongPartitions(node: ScalarNode, text: string, region: string): readonly Flaw[] {
  if (!text.includes("arn:aws")) return [];
  const own = partitionOf(region);
  return [...text.matchAll(ARN)].flatMap(([, partition = own]): readonly Flaw[] => {
    if (partition === own) return [];
    const message = `${region} is not in the partition ${partition}, so nothing there has such an ARN`;
    const origin = originOf(node, `arn:${partition}`);
    return [{ origin, message, remedy: `write arn:${own}` }];
  });
}

/** Where the name stands inside the value; the beginning of the value when it came out of a variable. */
function originOf(node: ScalarNode, written: string): Origin {
  const { file, start, end } = node.origin;
  const at = file.text.slice(start, end).toLowerCase().indexOf(written.toLowerCase());
  return at < 0 ? node.origin : { file, start: start + at, end: start + at + written.length };
}
