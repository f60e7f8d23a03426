import type { Region, TableKind } from "../../world.ts";

type Tags = Readonly<Record<string, string>>;

/** Tags of clusters, services, task definitions and tasks, keyed by ARN. */
export const ecsTags: TableKind<Tags> = { name: "ecsTags" };

/** Those of them that somebody gave through the API. */
const handMade: TableKind<Tags> = { name: "ecsTagsByHand" };

/** The tags of something of ECS as its API shows them. */
export function shownTags(
  region: Region,
  arn: string,
): readonly { readonly key: string; readonly value: string }[] {
  return Object.entries(region.table(ecsTags).get(arn) ?? {}).map(([key, value]) => ({ key, value }));
}

/** The tags that somebody gave through the API, and no stack. */
export function tagsByHand(region: Region, arn: string): Tags {
  return region.table(handMade).get(arn) ?? {};
}

/** Gives tags, beside those that are there. */
export function tagByHand(region: Region, arn: string, tags: Tags): void {
  region.table(ecsTags).put(arn, { ...region.table(ecsTags).get(arn), ...tags });
  region.table(handMade).put(arn, { ...tagsByHand(region, arn), ...tags });
}

/** Takes tags away, whoever gave them. */
export function untagByHand(region: Region, arn: string, keys: readonly string[]): void {
  for (const kind of [ecsTags, handMade]) {
    const kept = Object.entries(region.table(kind).get(arn) ?? {}).filter(([key]) => !keys.includes(key));
    region.table(kind).put(arn, Object.fromEntries(kept));
  }
}
