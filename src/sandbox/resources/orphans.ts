import type { JsonObject } from "../json.ts";
import { scalarText } from "../template/functions.ts";
import type { Region, TableKind, World } from "../world.ts";

/** A physical resource that belongs to no stack: a policy retained it, or CloudFormation let go of it. */
export interface Orphan {
  readonly type: string;
  readonly physicalId: string;
  readonly properties: JsonObject;
  readonly attributes: JsonObject;
}

/** What names a physical resource to the import: properties of its primary identifier and their values. */
export type ResourceIdentifier = Readonly<Record<string, string>>;

/** Keyed by type and physical id, grouped by type. */
const orphans: TableKind<Orphan> = { name: "orphans", groupBy: (orphan) => orphan.type };

/** Notes that a physical resource has left its stack and stays in the world. */
export function abandon(world: World, region: Region, orphan: Orphan): void {
  const { type, physicalId, properties, attributes } = orphan;
  tableOf(world, region, type).put(keyOf(orphan), { type, physicalId, properties, attributes });
}

/** Takes a physical resource that no stack has: it is given out once. `undefined` when there is none. */
export function adopt(
  world: World,
  region: Region,
  wanted: Pick<Orphan, "type" | "physicalId">,
): Orphan | undefined {
  const orphan = findOrphan(world, region, wanted);
  if (orphan !== undefined) tableOf(world, region, wanted.type).delete(keyOf(wanted));
  return orphan;
}

/** The physical resource of this id, if no stack has it. */
export function findOrphan(
  world: World,
  region: Region,
  wanted: Pick<Orphan, "type" | "physicalId">,
): Orphan | undefined {
  return tableOf(world, region, wanted.type).get(keyOf(wanted));
}

/** The physical resource that an identifier names, if no stack has it. */
export function identifyOrphan(
  world: World,
  region: Region,
  type: string,
  identifier: ResourceIdentifier,
): Orphan | undefined {
  return tableOf(world, region, type)
    .inGroup(type)
    .find((orphan) => isNamedBy(orphan, identifier));
}

/** The physical resources of a type that no stack has. */
export function orphansOf(world: World, region: Region, type: string): readonly Orphan[] {
  return tableOf(world, region, type).inGroup(type);
}

/** Whether an identifier names this physical resource. */
export function isNamedBy(
  resource: { readonly physicalId: string; readonly properties: JsonObject; readonly attributes: JsonObject },
  identifier: ResourceIdentifier,
): boolean {
  const { physicalId, properties, attributes } = resource;
  return Object.entries(identifier).every(([name, value]) =>
    [
      physicalId,
      ...physicalId.split("|"),
      scalarText(properties[name]),
      scalarText(attributes[name]),
    ].includes(value),
  );
}

function keyOf({ type, physicalId }: Pick<Orphan, "type" | "physicalId">): string {
  return `${type}|${physicalId}`;
}

/** What IAM has is everywhere in the account, the rest in its Region. */
function tableOf(world: World, region: Region, type: string) {
  return (type.startsWith("AWS::IAM::") ? world.account(region.account) : region).table(orphans);
}
