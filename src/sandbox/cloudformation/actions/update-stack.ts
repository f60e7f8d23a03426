import { validationError } from "../../errors.ts";
import type { Action, Call } from "../api.ts";
import { obsoleteChangeSets } from "../change-set/lifecycle.ts";
import { isNoChange } from "../change-set/no-change.ts";
import { planChangeSet } from "../change-set/plan-change-set.ts";
import type { Violation } from "../change-set/records.ts";
import { flag, requiredText, text } from "../input.ts";
import type { StackRecord } from "../records.ts";
import type { RollbackChoice } from "../stack/deployment-config.ts";
import { forbidsReplacement, givenDeploymentConfig, onFailureOf } from "../stack/deployment-config.ts";
import { deployUpdate } from "../stack/deploy-stack.ts";
import { requireStack } from "../stack/find-stack.ts";
import type { Submitted } from "../stack/request.ts";
import { readSubmission } from "../stack/request.ts";
import { checkUpdatable } from "../stack/states.ts";
import { rememberToken, replayedOperation } from "../stack/tokens.ts";
import { givenStackPolicy, putUpdatePolicies } from "../stack-policy/store.ts";

/** Updates a stack without a change set; the change sets it has become obsolete. */
export const updateStack: Action = (call) => {
  const { region, input } = call;
  const name = requiredText(input, "StackName");
  const stack = requireStack(region, name);
  const token = text(input, "ClientRequestToken");
  const replayed = replayedOperation(region, stack.stackId, token, "UpdateStack");
  if (replayed !== undefined) return { StackId: stack.stackId, OperationId: replayed };
  const deploymentConfig = givenDeploymentConfig(input);
  const rollback: RollbackChoice = {
    isDisabled: flag(input, "DisableRollback"),
    onFailure: undefined,
    config: deploymentConfig,
  };
  const onFailure = onFailureOf(rollback);
  checkUpdatable(stack, onFailure === "DO_NOTHING");
  const submitted = readSubmission(call, stack);
  const violations = checkForChanges(call, stack, submitted, rollback);
  const duringUpdate = givenStackPolicy(input, "StackPolicyDuringUpdate", undefined);
  const afterUpdate = givenStackPolicy(input, "StackPolicy", submitted.template);
  const operationId = call.random();
  rememberToken(region, stack.stackId, token, "UpdateStack", operationId);
  obsoleteChangeSets(region, stack.stackId);
  putUpdatePolicies(region, stack.stackId, { duringUpdate, afterUpdate });
  deployUpdate(call, {
    stack,
    body: submitted.body,
    description: submitted.template.description,
    content: submitted.content,
    operationId,
    token,
    onFailure,
    deploymentConfig,
    retainExceptOnCreate: flag(input, "RetainExceptOnCreate") ?? false,
    violations,
    changeSetId: undefined,
  });
  return { StackId: stack.stackId, OperationId: operationId };
};

/** Throws ApiError when nothing would change, or must not; bad properties and taken names fail the update that begins. */
function checkForChanges(
  call: Call,
  stack: StackRecord,
  { template, content }: Submitted,
  rollback: RollbackChoice,
): readonly Violation[] {
  const planned = planChangeSet(call.world, call.region, stack, {
    type: "UPDATE",
    template,
    content,
    isValidationDisabled: flag(call.input, "DisableValidation") ?? false,
  });
  const refusals = planned.violations.filter(({ isWarning }) => isWarning !== true);
  if (refusals.length > 0) return refusals;
  if (isNoChange(planned.statusReason)) throw validationError("No updates are to be performed.");
  if (planned.statusReason !== undefined) throw validationError(planned.statusReason);
  if (forbidsReplacement(rollback) && planned.changes.some(({ replacement }) => replacement === "True"))
    throw validationError("Replacement type updates not supported on stack with disable-rollback.");
  return [];
}
