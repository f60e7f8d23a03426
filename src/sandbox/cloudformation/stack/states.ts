import { validationError } from "../../errors.ts";
import type { StackRecord, StackStatus } from "../records.ts";

/** Statuses in which an update may start. */
const stable: readonly StackStatus[] = [
  "CREATE_COMPLETE",
  "UPDATE_COMPLETE",
  "UPDATE_ROLLBACK_COMPLETE",
  "IMPORT_COMPLETE",
  "IMPORT_ROLLBACK_COMPLETE",
];

/** Statuses in which a failed operation without rollback may be tried again. */
const failed: readonly StackStatus[] = ["CREATE_FAILED", "UPDATE_FAILED"];

/** Throws ValidationError unless the stack may be updated now. A failed one may, if rollback stays off. */
export function checkUpdatable(stack: StackRecord, mayRetry: boolean): void {
  if (stable.includes(stack.status) || (mayRetry && failed.includes(stack.status))) return;
  throw validationError(`Stack:${stack.stackId} is in ${stack.status} state and can not be updated.`);
}

/** Throws ValidationError unless the stack is in one of these statuses. */
export function checkStatus(stack: StackRecord, allowed: readonly StackStatus[], what: string): void {
  if (allowed.includes(stack.status)) return;
  throw validationError(`Stack:${stack.stackId} is in ${stack.status} state and can not be ${what}.`);
}
