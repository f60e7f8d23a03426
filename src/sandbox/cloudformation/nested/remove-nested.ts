import type { LiveContext, Removal } from "../../resources/behaviour.ts";
import { beginOperation } from "../operation/begin.ts";
import { exportConflict } from "../operation/exports.ts";
import { forgetFailedOperation, planDeletion } from "../operation/plan-removal.ts";
import type { StackRecord } from "../records.ts";
import { childOf, childOperation, childOperationId, parentOperation } from "./place.ts";
import { waitForChild } from "./progress.ts";
import { nestedStacks } from "./records.ts";

/** Starts the deletion of a nested stack, also of one that is still being created. */
export function beginNestedRemoval(context: LiveContext): void {
  const { world, region, now } = context;
  const child = childOf(context);
  if (
    child === undefined ||
    child.status === "DELETE_IN_PROGRESS" ||
    conflictOf(context, child) !== undefined
  )
    return;
  forgetFailedOperation(region, child.stackId);
  const { isExpress, isForced } = parentOperation(context);
  const run = beginOperation({
    world,
    region,
    now,
    operationId: childOperationId(context, "delete"),
    stack: child,
    type: "DELETE_STACK",
    phase: "delete",
    status: "DELETE_IN_PROGRESS",
    isCreation: false,
    isExpress,
    isForced,
  });
  planDeletion(run);
}

/** How far the deletion of a nested stack is. */
export function settleNestedRemoval(context: LiveContext): Removal {
  const child = childOf(context);
  const { physicalId } = context.live;
  if (child === undefined) {
    context.region.table(nestedStacks).delete(physicalId);
    return { kind: "done" };
  }
  const operation = childOperation(context);
  if (operation !== undefined) return waitForChild(context, operation);
  const reason = conflictOf(context, child) ?? child.statusReason ?? "";
  return {
    kind: "failed",
    reason: `Embedded stack ${physicalId} was not successfully deleted: ${reason}`.trimEnd(),
  };
}

function conflictOf({ region }: LiveContext, child: StackRecord): string | undefined {
  return exportConflict(region, child.stackId, []);
}
