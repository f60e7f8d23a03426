import type { ResourceContext } from "../../resources/behaviour.ts";
import { derivedUuid } from "../../identifiers.ts";
import type { OperationRecord } from "../operation/records.ts";
import { operations } from "../operation/records.ts";
import type { StackRecord } from "../records.ts";
import { stacks } from "../records.ts";
import { nestedStacks } from "./records.ts";

/** The stack that a step's resource belongs to: the parent. */
export function parentOf(context: ResourceContext): StackRecord {
  const parent = context.region.table(stacks).get(context.stackId);
  if (parent === undefined) throw new Error(`the running operation's stack ${context.stackId} is gone`);
  return parent;
}

/** The operation of the parent that drives a step. */
export function parentOperation(context: ResourceContext): OperationRecord {
  const operation = context.region.table(operations).get(context.stackId);
  if (operation === undefined) throw new Error(`no operation runs on ${context.stackId}`);
  return operation;
}

/** The nested stack that a resource is; `undefined` when somebody else deleted it. */
export function childOf(context: ResourceContext): StackRecord | undefined {
  const child = context.region.table(stacks).get(context.live?.physicalId ?? "");
  return child?.status === "DELETE_COMPLETE" ? undefined : child;
}

/** The operation that runs on a nested stack. */
export function childOperation(context: ResourceContext): OperationRecord | undefined {
  return context.region.table(operations).get(context.live?.physicalId ?? "");
}

/** The id of an operation that a step starts on a nested stack. */
export function childOperationId(context: ResourceContext, what: string): string {
  return derivedUuid(context.seed, what, String(context.now));
}

/** Notes which stack is whose child, and whether the parent's operation started one there. */
export function noteChild(context: ResourceContext, stackId: string, isDriven: boolean): void {
  context.region.table(nestedStacks).put(stackId, {
    stackId,
    parentId: context.stackId,
    ...(isDriven ? { drivenBy: parentOperation(context).operationId } : {}),
  });
}
