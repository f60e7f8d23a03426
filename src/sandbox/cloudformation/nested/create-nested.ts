import { ApiError } from "../../errors.ts";
import { derivedSuffix, derivedUuid } from "../../identifiers.ts";
import type { Beginning, LiveContext, Progress, ResourceContext } from "../../resources/behaviour.ts";
import { scalarText } from "../../template/functions.ts";
import type { StackRecord } from "../records.ts";
import { deployNewStack } from "../stack/deploy-stack.ts";
import { stackArn } from "../stack/ids.ts";
import { childOf, childOperation, childOperationId, noteChild, parentOf, parentOperation } from "./place.ts";
import { plannedFor, takeExecution } from "./planned.ts";
import { outputAttributes, waitForChild } from "./progress.ts";
import { readNested } from "./submission.ts";

/**
 * Starts the creation of a nested stack.
 *
 * It does not roll back by itself: when it fails, it stays as it is until the parent's rollback deletes it.
 */
export function beginNestedCreation(context: ResourceContext): Beginning {
  const parent = parentOf(context);
  try {
    const planned = plannedFor(context, parent);
    const submitted = planned ?? readNested(context, parent.content, context.properties);
    const stack = planned?.shell ?? newChild(context, parent);
    noteChild(context, stack.stackId, true);
    deployNewStack(context, {
      stack,
      body: submitted.body,
      description: submitted.template.description,
      content: submitted.content,
      operationId: childOperationId(context, "create"),
      token: undefined,
      onFailure: "DO_NOTHING",
      deploymentConfig: parent.deploymentConfig,
      retainExceptOnCreate: parentOperation(context).retainExceptOnCreate,
      changeSetId: takeExecution(context, planned),
    });
    return { kind: "begun", physicalId: stack.stackId, attributes: {} };
  } catch (error) {
    if (error instanceof ApiError) return { kind: "failed", reason: error.message };
    throw error;
  }
}

/** How far the creation of a nested stack is. */
export function settleNestedCreation(context: LiveContext): Progress {
  const child = childOf(context);
  if (child === undefined)
    return { kind: "failed", reason: `Stack with id ${context.live.physicalId} does not exist` };
  const operation = childOperation(context);
  if (operation !== undefined) return waitForChild(context, operation);
  if (child.status === "CREATE_COMPLETE") return { kind: "done", attributes: outputAttributes(child) };
  return {
    kind: "failed",
    reason:
      `Embedded stack ${child.stackId} was not successfully created: ${child.statusReason ?? ""}`.trimEnd(),
  };
}

/** The record of a nested stack that is still to be made. */
export function newChild(context: ResourceContext, parent: StackRecord): StackRecord {
  const name = childName(parent.name, context.logicalId, context.seed);
  const timeout = Number(scalarText(context.properties["TimeoutInMinutes"]));
  return {
    stackId: stackArn(context.region, name, derivedUuid(context.seed, "stack")),
    name,
    parentId: parent.stackId,
    rootId: parent.rootId ?? parent.stackId,
    status: "CREATE_IN_PROGRESS",
    createdAt: context.now,
    content: { parameters: [], tags: [], capabilities: [], notificationArns: [] },
    outputs: [],
    imports: [],
    disableRollback: false,
    terminationProtection: false,
    ...(timeout > 0 ? { timeoutInMinutes: timeout } : {}),
    lastOperations: [],
  };
}

/** The parent's name, the logical id and a random end, within what a name may have. */
function childName(parent: string, logicalId: string, seed: string): string {
  const own = logicalId.slice(0, 60);
  return `${parent.slice(0, 128 - own.length - 14)}-${own}-${derivedSuffix(12, seed)}`;
}
