import { ApiError, validationError } from "../../errors.ts";
import type { Action, Call } from "../api.ts";
import { planChangeSet } from "../change-set/plan-change-set.ts";
import type { Violation } from "../change-set/records.ts";
import { choice, flag, integer, requiredText, text } from "../input.ts";
import type { OnFailure } from "../operation/records.ts";
import type { StackRecord } from "../records.ts";
import { givenDeploymentConfig, onFailureOf } from "../stack/deployment-config.ts";
import { deployNewStack } from "../stack/deploy-stack.ts";
import { checkStackName, findStack } from "../stack/find-stack.ts";
import { stackArn } from "../stack/ids.ts";
import type { Submitted } from "../stack/request.ts";
import { readSubmission } from "../stack/request.ts";
import { checkStackQuota } from "../stack/quotas.ts";
import { rememberToken, replayedOperation } from "../stack/tokens.ts";
import { givenStackPolicy, putStackPolicy } from "../stack-policy/store.ts";

/** Creates a stack without a change set. */
export const createStack: Action = (call) => {
  const { region, input } = call;
  const name = requiredText(input, "StackName");
  checkStackName(name);
  const token = text(input, "ClientRequestToken");
  const existing = findStack(region, name);
  if (existing !== undefined) {
    const replayed = replayedOperation(region, existing.stackId, token, "CreateStack");
    if (replayed !== undefined) return { StackId: existing.stackId, OperationId: replayed };
    throw new ApiError("AlreadyExistsException", `Stack [${name}] already exists`);
  }
  const { body, template, content } = readSubmission(call, undefined);
  checkStackQuota(call.world, region);
  const stackPolicy = givenStackPolicy(input, "StackPolicy", template);
  const onFailure = readOnFailure(call);
  const operationId = call.random();
  const stack = newStack(call, name);
  rememberToken(region, stack.stackId, token, "CreateStack", operationId);
  putStackPolicy(region, stack.stackId, stackPolicy);
  deployNewStack(call, {
    stack,
    body,
    description: template.description,
    content,
    operationId,
    token,
    onFailure,
    deploymentConfig: givenDeploymentConfig(input),
    retainExceptOnCreate: flag(input, "RetainExceptOnCreate") ?? false,
    violations: earlyViolations(call, stack, { template, content }),
    changeSetId: undefined,
  });
  return { StackId: stack.stackId, OperationId: operationId };
};

/** Only bad properties and taken names matter here: whatever else is wrong, the operation meets on its way. */
function earlyViolations(
  { world, region, input }: Call,
  stack: StackRecord,
  submitted: Pick<Submitted, "template" | "content">,
): readonly Violation[] {
  const isValidationDisabled = flag(input, "DisableValidation") ?? false;
  return planChangeSet(world, region, stack, { type: "CREATE", ...submitted, isValidationDisabled })
    .violations;
}

function newStack(call: Call, name: string): StackRecord {
  const timeout = integer(call.input, "TimeoutInMinutes");
  return {
    stackId: stackArn(call.region, name, call.random()),
    name,
    status: "CREATE_IN_PROGRESS",
    createdAt: call.now,
    content: { parameters: [], tags: [], capabilities: [], notificationArns: [] },
    outputs: [],
    imports: [],
    disableRollback: false,
    terminationProtection: flag(call.input, "EnableTerminationProtection") ?? false,
    ...(timeout === undefined ? {} : { timeoutInMinutes: timeout }),
    lastOperations: [],
  };
}

function readOnFailure({ input }: Call): OnFailure {
  const chosen = choice(input, "OnFailure", ["ROLLBACK", "DELETE", "DO_NOTHING"]);
  const isRollbackDisabled = flag(input, "DisableRollback");
  if (chosen !== undefined && isRollbackDisabled !== undefined)
    throw validationError("You can specify either DisableRollback or OnFailure, but not both");
  return onFailureOf({
    isDisabled: isRollbackDisabled,
    onFailure: chosen,
    config: givenDeploymentConfig(input),
  });
}
