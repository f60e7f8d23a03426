import type {
  Beginning,
  LiveContext,
  Progress,
  Removal,
  ResourceContext,
} from "../../resources/behaviour.ts";
import * as resource from "../../resources/provider.ts";
import { takeResourceFault } from "../../faults.ts";
import { beginNestedCreation, settleNestedCreation } from "./create-nested.ts";
import { nestedType } from "./records.ts";
import { beginNestedRemoval, settleNestedRemoval } from "./remove-nested.ts";
import { beginNestedRestore, settleNestedRestore } from "./restore-nested.ts";
import { beginNestedUpdate, settleNestedUpdate } from "./update-nested.ts";

/** Whether every operation on the parent comes to a resource, even if nothing of it seems to differ. */
export function isAlwaysUpdated(type: string): boolean {
  return type === nestedType;
}

/** Starts to create a physical resource, or a nested stack. */
export function beginCreation(context: ResourceContext): Beginning {
  return context.type === nestedType ? beginNestedCreation(context) : resource.beginCreation(context);
}

/** Ends a creation whose time is over. */
export function settleCreation(context: LiveContext, isAwaited: boolean): Progress {
  if (context.type !== nestedType) return resource.settleCreation(context, isAwaited);
  return faultOf(context, "create") ?? settleNestedCreation(context);
}

/** Starts to update a physical resource, or a nested stack. */
export function beginUpdate(context: LiveContext): Beginning {
  return context.type === nestedType ? beginNestedUpdate(context) : resource.beginUpdate(context);
}

/** Starts to put back what an update has changed. */
export function beginRestore(context: LiveContext): Beginning {
  return context.type === nestedType ? beginNestedRestore(context) : resource.beginUpdate(context);
}

/** Ends an update, also one that a rollback makes. */
export function settleUpdate(
  context: LiveContext,
  how: { readonly isRollback: boolean; readonly isAwaited: boolean },
): Progress {
  if (context.type !== nestedType) return resource.settleUpdate(context, how);
  return how.isRollback
    ? (faultOf(context, "rollback") ?? settleNestedRestore(context))
    : (faultOf(context, "update") ?? settleNestedUpdate(context));
}

/** Starts to delete what takes its own time: a nested stack. */
export function beginRemoval(context: LiveContext): void {
  if (context.type === nestedType) beginNestedRemoval(context);
}

/** Ends a deletion. */
export function remove(context: LiveContext, isRollback: boolean): Removal {
  if (context.type !== nestedType) return resource.remove(context, isRollback);
  return faultOf(context, isRollback ? "rollback" : "delete") ?? settleNestedRemoval(context);
}

function faultOf(
  { world, region, stackName, logicalId, type }: LiveContext,
  operation: "create" | "update" | "delete" | "rollback",
): { readonly kind: "failed"; readonly reason: string } | undefined {
  const place = { account: region.account, region: region.region };
  const fault = takeResourceFault(world, { ...place, stack: stackName, logicalId, type, operation });
  return fault === undefined ? undefined : { kind: "failed", reason: fault.reason };
}
