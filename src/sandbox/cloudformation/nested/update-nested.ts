import { ApiError } from "../../errors.ts";
import type { Beginning, LiveContext, Progress } from "../../resources/behaviour.ts";
import { isNoChange } from "../change-set/no-change.ts";
import { planChangeSet } from "../change-set/plan-change-set.ts";
import { templateOf } from "../operation/run.ts";
import type { StackRecord } from "../records.ts";
import { events, templates } from "../records.ts";
import { checkTypeChanges } from "../stack/check-types.ts";
import { deployUpdate } from "../stack/deploy-stack.ts";
import { checkUpdatable } from "../stack/states.ts";
import { heldUntil } from "./hold.ts";
import { childOf, childOperation, childOperationId, noteChild, parentOf, parentOperation } from "./place.ts";
import { plannedFor, takeExecution } from "./planned.ts";
import { outputAttributes, waitForChild } from "./progress.ts";
import { nestedStacks } from "./records.ts";
import type { NestedSubmission } from "./submission.ts";
import { readNested } from "./submission.ts";

/** Starts the update of a nested stack; one that has nothing to change is left alone. */
export function beginNestedUpdate(context: LiveContext): Beginning {
  const child = childOf(context);
  const { physicalId, attributes } = context.live;
  if (child === undefined) return { kind: "failed", reason: `Stack with id ${physicalId} does not exist` };
  try {
    const isRunning = deployChild(context, child);
    noteChild(context, child.stackId, isRunning);
    return { kind: "begun", physicalId, attributes };
  } catch (error) {
    if (error instanceof ApiError) return { kind: "failed", reason: error.message };
    throw error;
  }
}

/** How far the update of a nested stack is: what is left of it may wait for the parent. */
export function settleNestedUpdate(context: LiveContext): Progress {
  const child = childOf(context);
  const { physicalId } = context.live;
  if (child === undefined) return { kind: "failed", reason: `Stack with id ${physicalId} does not exist` };
  const operation = childOperation(context);
  const isDriven =
    context.region.table(nestedStacks).get(physicalId)?.drivenBy === parentOperation(context).operationId;
  if (!isDriven || operation?.dueAt === heldUntil || child.status === "UPDATE_COMPLETE")
    return { kind: "done", attributes: outputAttributes(child) };
  if (operation?.phase === "deploy" || operation?.phase === "cleanup")
    return waitForChild(context, operation);
  return { kind: "failed", reason: updateFailure(context, child) };
}

/** How the failure showed first: by now the nested stack may be back already. */
function updateFailure({ region }: LiveContext, child: StackRecord): string {
  const turned = region
    .table(events)
    .inGroup(child.stackId)
    .findLast(
      (event) => event.physicalId === child.stackId && event.status === "UPDATE_ROLLBACK_IN_PROGRESS",
    );
  const seen =
    child.status === "UPDATE_FAILED" || turned === undefined
      ? { status: child.status, reason: child.statusReason }
      : turned;
  return `Embedded stack ${child.stackId} was not successfully updated. Currently in ${seen.status} with reason: ${seen.reason ?? ""}`.trimEnd();
}

/** Starts what has to change; false when that is nothing. Throws ApiError. */
function deployChild(context: LiveContext, child: StackRecord): boolean {
  const parent = parentOf(context);
  const planned = plannedFor(context, parent);
  const submitted = planned ?? readNested(context, parent.content, context.properties);
  const { onFailure, retainExceptOnCreate } = parentOperation(context);
  checkUpdatable(child, onFailure === "DO_NOTHING");
  if (!isChanged(context, child, submitted)) return false;
  deployUpdate(context, {
    stack: child,
    body: submitted.body,
    description: submitted.template.description,
    content: submitted.content,
    operationId: childOperationId(context, "update"),
    token: undefined,
    onFailure: onFailure === "DO_NOTHING" ? "DO_NOTHING" : "ROLLBACK",
    deploymentConfig: parent.deploymentConfig,
    retainExceptOnCreate,
    changeSetId: takeExecution(context, planned),
  });
  return true;
}

/** Bad properties are met by the update itself, when it comes to the resource. */
function isChanged(
  { world, region, now }: LiveContext,
  child: StackRecord,
  { template, content }: NestedSubmission,
): boolean {
  const current = region.table(templates).get(child.stackId);
  if (current !== undefined) checkTypeChanges(templateOf(region, child.stackId, child.content), template);
  const submission = {
    type: "UPDATE",
    template,
    content,
    isValidationDisabled: true,
    createdAt: now,
  } as const;
  const { statusReason } = planChangeSet(world, region, child, submission);
  if (isNoChange(statusReason)) return child.status === "UPDATE_FAILED" || child.status === "CREATE_FAILED";
  if (statusReason !== undefined) throw new ApiError("ValidationError", statusReason);
  return true;
}
