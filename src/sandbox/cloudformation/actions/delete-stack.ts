import { ApiError, validationError } from "../../errors.ts";
import type { Action } from "../api.ts";
import { choice, requiredText, text, textList } from "../input.ts";
import { beginOperation } from "../operation/begin.ts";
import { exportConflict } from "../operation/exports.ts";
import { forgetFailedOperation, planDeletion } from "../operation/plan-removal.ts";
import type { StackRecord, StackStatus } from "../records.ts";
import { resourceKey, resources } from "../records.ts";
import type { Region } from "../../world.ts";
import { findStack } from "../stack/find-stack.ts";
import { givenDeploymentConfig } from "../stack/deployment-config.ts";
import { underRole } from "../stack/service-role.ts";
import { rememberToken, replayedOperation } from "../stack/tokens.ts";

/** Statuses in which a running operation does not let a deletion in. */
const busy: readonly StackStatus[] = [
  "UPDATE_IN_PROGRESS",
  "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS",
  "UPDATE_ROLLBACK_IN_PROGRESS",
  "UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS",
  "ROLLBACK_IN_PROGRESS",
  "IMPORT_IN_PROGRESS",
  "IMPORT_ROLLBACK_IN_PROGRESS",
];

/** Starts to delete a stack. One that is not there, or is being deleted, is no error. */
export const deleteStack: Action = (call) => {
  const { region, input } = call;
  const stack = findStack(region, requiredText(input, "StackName"));
  if (stack === undefined || stack.status === "DELETE_COMPLETE") return {};
  const token = text(input, "ClientRequestToken");
  if (replayedOperation(region, stack.stackId, token, "DeleteStack") !== undefined) return {};
  if (stack.status === "DELETE_IN_PROGRESS") return {};
  const spared = textList(input, "RetainResources") ?? [];
  const mode = choice(input, "DeletionMode", ["STANDARD", "FORCE_DELETE_STACK"]);
  const isForced = mode === "FORCE_DELETE_STACK";
  const deploymentConfig = givenDeploymentConfig(input);
  checkDeletable(region, stack, { spared, isForced });
  const operationId = call.random();
  rememberToken(region, stack.stackId, token, "DeleteStack", operationId);
  forgetFailedOperation(region, stack.stackId);
  const run = beginOperation({
    world: call.world,
    region,
    now: call.now,
    operationId,
    token,
    stack: underRole(mode === undefined ? stack : { ...stack, deletionMode: mode }, input),
    type: "DELETE_STACK",
    phase: "delete",
    status: "DELETE_IN_PROGRESS",
    isCreation: false,
    isExpress: deploymentConfig?.mode === "EXPRESS",
    isForced,
    spared,
  });
  planDeletion(run);
  return {};
};

function checkDeletable(
  region: Region,
  stack: StackRecord,
  { spared, isForced }: { readonly spared: readonly string[]; readonly isForced: boolean },
): void {
  if (stack.terminationProtection)
    throw validationError(`Stack [${stack.name}] cannot be deleted while TerminationProtection is enabled`);
  if (busy.includes(stack.status))
    throw validationError(`Stack [${stack.stackId}] cannot be deleted while in status ${stack.status}`);
  if (spared.length > 0 && stack.status !== "DELETE_FAILED")
    throw validationError(
      `Invalid operation on stack [${stack.stackId}]. When you delete a stack, specify which resources to retain only when the stack is in the DELETE_FAILED state.`,
    );
  const kept = spared.find((id) => !isUndeletable(region, stack.stackId, id));
  if (kept !== undefined)
    throw validationError(
      `Invalid resource specified in RetainResources: [${kept}] is not in the state DELETE_FAILED.`,
    );
  if (isForced && stack.status !== "DELETE_FAILED")
    throw validationError(
      `Invalid operation on stack [${stack.stackId}]. FORCE_DELETE_STACK deletes a stack only when it is in the DELETE_FAILED state.`,
    );
  const root = stack.rootId === undefined ? undefined : findStack(region, stack.rootId);
  if (root?.terminationProtection === true)
    throw validationError(
      `Stack [${stack.name}] cannot be deleted while TerminationProtection is enabled on its root stack [${root.name}]`,
    );
  const conflict = exportConflict(region, stack.stackId, []);
  if (conflict !== undefined) throw new ApiError("ValidationError", conflict);
}

function isUndeletable(region: Region, stackId: string, logicalId: string): boolean {
  return region.table(resources).get(resourceKey(stackId, logicalId))?.status === "DELETE_FAILED";
}
