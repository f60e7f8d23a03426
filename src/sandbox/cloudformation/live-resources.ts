import type { JsonObject } from "../json.ts";
import { orphansOf } from "../resources/orphans.ts";
import type { Region, World } from "../world.ts";
import { liveProperties } from "./drift/live.ts";
import { resources } from "./records.ts";

/** A physical resource as its service shows it. */
export interface ShownResource {
  readonly physicalId: string;
  /** As they are now: what was changed by hand, too. */
  readonly properties: JsonObject;
  readonly attributes: JsonObject;
}

/** The physical resources of a type that exist in a Region: those of stacks, and those that stacks left behind. */
export function liveResources(world: World, region: Region, type: string): readonly ShownResource[] {
  const inStacks = [...region.table(resources).values()].flatMap((record) => {
    const { physicalId, attributes } = record;
    if (record.type !== type || physicalId === undefined || record.live?.kind === "deleted") return [];
    return [{ physicalId, attributes, properties: liveProperties(record) }];
  });
  return [...inStacks, ...orphansOf(world, region, type)];
}
