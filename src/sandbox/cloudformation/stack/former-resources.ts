import type { Region, TableKind } from "../../world.ts";
import type { ResourceRecord, StackRecord } from "../records.ts";
import { resourceKey, resources } from "../records.ts";
import type { ShownResource } from "./render-resource.ts";

/** A resource that left its stack with the stack itself, keyed by `resourceKey`; grouped by stack id. */
interface FormerResource {
  readonly stackId: string;
  readonly logicalId: string;
  readonly type: string;
  readonly physicalId?: string;
  /** Skipped: it stays in the world. */
  readonly status: "DELETE_COMPLETE" | "DELETE_SKIPPED";
  readonly changedAt: number;
}

/** What the lists of deleted stacks are made of: no properties, so that they stay small. */
const formerResources: TableKind<FormerResource> = {
  name: "formerResources",
  groupBy: (resource) => resource.stackId,
};

/** Remembers a resource that goes with its stack. */
export function rememberFormer(
  region: Region,
  { stackId, logicalId, type, physicalId }: ResourceRecord,
  gone: Pick<FormerResource, "status" | "changedAt">,
): void {
  region.table(formerResources).put(resourceKey(stackId, logicalId), {
    stackId,
    logicalId,
    type,
    ...(physicalId === undefined ? {} : { physicalId }),
    ...gone,
  });
}

/** What the lists show of a stack: the resources it has or, of a deleted one, those it had. */
export function shownResources(region: Region, stack: StackRecord): readonly ShownResource[] {
  return stack.status === "DELETE_COMPLETE"
    ? region.table(formerResources).inGroup(stack.stackId)
    : region.table(resources).inGroup(stack.stackId);
}

/** The same of one resource; `undefined` when the stack never had it, or an update removed it. */
export function shownResource(
  region: Region,
  { stackId, status }: StackRecord,
  logicalId: string,
): ShownResource | undefined {
  const key = resourceKey(stackId, logicalId);
  return status === "DELETE_COMPLETE"
    ? region.table(formerResources).get(key)
    : region.table(resources).get(key);
}
