import type { Action } from "../api.ts";
import { flag, requiredText, text } from "../input.ts";
import { beginOperation } from "../operation/begin.ts";
import { planUndo } from "../operation/plan-removal.ts";
import { requireStack } from "../stack/find-stack.ts";
import { checkStatus } from "../stack/states.ts";
import { givenDeploymentConfig } from "../stack/deployment-config.ts";
import { underRole } from "../stack/service-role.ts";
import { rememberToken, replayedOperation } from "../stack/tokens.ts";

/** Takes a stack that failed with rollback off back to its last stable state; one that never had one loses everything. */
export const rollbackStack: Action = (call) => {
  const { region, input } = call;
  const stack = requireStack(region, requiredText(input, "StackName"));
  const token = text(input, "ClientRequestToken");
  const replayed = replayedOperation(region, stack.stackId, token, "RollbackStack");
  if (replayed !== undefined) return { StackId: stack.stackId, OperationId: replayed };
  checkStatus(stack, ["CREATE_FAILED", "UPDATE_FAILED"], "rolled back");
  const operationId = call.random();
  rememberToken(region, stack.stackId, token, "RollbackStack", operationId);
  const isCreation = stack.status === "CREATE_FAILED";
  const run = beginOperation({
    world: call.world,
    region,
    now: call.now,
    operationId,
    token,
    stack: underRole(stack, input),
    type: "ROLLBACK",
    phase: isCreation ? "undo" : "restore",
    status: isCreation ? "ROLLBACK_IN_PROGRESS" : "UPDATE_ROLLBACK_IN_PROGRESS",
    isCreation,
    isExpress: givenDeploymentConfig(input)?.mode === "EXPRESS",
    retainExceptOnCreate: flag(input, "RetainExceptOnCreate") ?? false,
  });
  if (isCreation) planUndo(run);
  return { StackId: stack.stackId, OperationId: operationId };
};
