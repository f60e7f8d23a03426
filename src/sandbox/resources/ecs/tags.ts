import type { Region, TableKind } from "../../world.ts";

/** Tags of clusters, services and task definitions, keyed by ARN. */
export const ecsTags: TableKind<Readonly<Record<string, string>>> = { name: "ecsTags" };

/** The tags of something of ECS as its API shows them. */
export function shownTags(
  region: Region,
  arn: string,
): readonly { readonly key: string; readonly value: string }[] {
  return Object.entries(region.table(ecsTags).get(arn) ?? {}).map(([key, value]) => ({ key, value }));
}
