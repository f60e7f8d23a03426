import type { Beginning, LiveContext, Progress } from "../../resources/behaviour.ts";
import { beginOperation } from "../operation/begin.ts";
import { setStatus } from "../operation/finish.ts";
import type { OperationRecord } from "../operation/records.ts";
import { operations, works } from "../operation/records.ts";
import { openRun, patchOperation } from "../operation/run.ts";
import { clearSweeps } from "../operation/sweep-plan.ts";
import type { StackRecord } from "../records.ts";
import { resourceKey } from "../records.ts";
import { childOf, childOperation, childOperationId, noteChild, parentOperation } from "./place.ts";
import { outputAttributes, waitForChild } from "./progress.ts";
import { nestedStacks } from "./records.ts";
import { beginNestedUpdate } from "./update-nested.ts";

/** Takes a nested stack back to what it was before its parent's update, wherever that has come to. */
export function beginNestedRestore(context: LiveContext): Beginning {
  const child = childOf(context);
  const { physicalId, attributes } = context.live;
  if (child === undefined) return { kind: "failed", reason: `Stack with id ${physicalId} does not exist` };
  const operation = childOperation(context);
  const begun = { kind: "begun", physicalId, attributes } as const;
  if (operation !== undefined) {
    turnChild(context, operation);
    return begun;
  }
  const { drivenBy } = context.region.table(nestedStacks).get(physicalId) ?? {};
  if (child.status === "UPDATE_ROLLBACK_FAILED") continueChild(context, child, "CONTINUE_ROLLBACK");
  else if (child.status === "UPDATE_FAILED") continueChild(context, child, "ROLLBACK");
  else if (drivenBy !== undefined && child.status === "UPDATE_COMPLETE") return beginNestedUpdate(context);
  return begun;
}

/** How far the way back of a nested stack is. */
export function settleNestedRestore(context: LiveContext): Progress {
  const child = childOf(context);
  const { physicalId } = context.live;
  if (child === undefined) return { kind: "failed", reason: `Stack with id ${physicalId} does not exist` };
  const operation = childOperation(context);
  if (operation !== undefined && operation.phase !== "cleanup") return waitForChild(context, operation);
  if (child.status !== "UPDATE_ROLLBACK_FAILED") {
    noteChild(context, physicalId, false);
    return { kind: "done", attributes: outputAttributes(child) };
  }
  return {
    kind: "failed",
    reason:
      `Embedded stack ${physicalId} was not successfully rolled back. Currently in ${child.status} with reason: ${child.statusReason ?? ""}`.trimEnd(),
  };
}

/** What is still being deployed is broken off; what waits with its clean-up turns round. The rest is on its way back. */
function turnChild(context: LiveContext, operation: OperationRecord): void {
  const { world, region, now } = context;
  const run = openRun(now, { world, region, stackId: operation.stackId }, new Map());
  if (operation.phase === "deploy") patchOperation(run, { isBroken: true, dueAt: now });
  if (operation.phase !== "cleanup") return;
  clearSweeps(run);
  setStatus(run, "UPDATE_ROLLBACK_IN_PROGRESS", "Parent stack rolled back. ");
  patchOperation(run, { phase: "restore", dueAt: now });
}

/** Takes up a rollback that was stuck, or had been off. */
function continueChild(
  context: LiveContext,
  child: StackRecord,
  type: "CONTINUE_ROLLBACK" | "ROLLBACK",
): void {
  const { world, region, now, logicalId } = context;
  const { spared } = parentOperation(context);
  const table = region.table(works);
  for (const work of table.inGroup(child.stackId))
    if (work.state === "stuck")
      table.put(resourceKey(child.stackId, work.logicalId), { ...work, state: "failed" });
  region.table(operations).delete(child.stackId);
  beginOperation({
    world,
    region,
    now,
    operationId: childOperationId(context, "restore"),
    stack: child,
    type,
    phase: "restore",
    status: "UPDATE_ROLLBACK_IN_PROGRESS",
    isCreation: false,
    spared: spared.flatMap((name) =>
      name.startsWith(`${logicalId}.`) ? [name.slice(logicalId.length + 1)] : [],
    ),
  });
}
