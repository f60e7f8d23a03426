import { stepMs } from "../../clock.ts";
import { ApiError, validationError } from "../../errors.ts";
import type { Action, Call, Input } from "../api.ts";
import { readImportTargets } from "../change-set/import-request.ts";
import type { ChangeSetRecord } from "../change-set/records.ts";
import { changeSets, pendingChangeSets } from "../change-set/records.ts";
import { checkLength, choice, flag, requiredText, text } from "../input.ts";
import { writeStackEvent } from "../operation/events.ts";
import type { StackRecord } from "../records.ts";
import { stacks, templates } from "../records.ts";
import { checkStackName, findStack } from "../stack/find-stack.ts";
import { givenDeploymentConfig, onFailureOf } from "../stack/deployment-config.ts";
import { changeSetArn, stackArn } from "../stack/ids.ts";
import { readSubmission } from "../stack/request.ts";
import { checkStackQuota } from "../stack/quotas.ts";
import { checkUpdatable } from "../stack/states.ts";

const maxChangeSets = 1000;
const secondsToMake = 3;

/** Starts to make a change set; of a new stack it makes a shell in REVIEW_IN_PROGRESS first. */
export const createChangeSet: Action = (call) => {
  const { region, input } = call;
  const name = requiredText(input, "ChangeSetName");
  const stackName = requiredText(input, "StackName");
  checkChangeSetName(name);
  const type = choice(input, "ChangeSetType", ["CREATE", "UPDATE", "IMPORT"]) ?? "UPDATE";
  const existing = existingStack(call, stackName, name, type);
  const replayed = existing === undefined ? undefined : sameRequest(call, existing, name);
  if (replayed !== undefined) return { Id: replayed.changeSetId, StackId: replayed.stackId };
  if (existing !== undefined) checkName(call, existing, name);
  const deploymentMode = readDeploymentMode(input, type);
  const includesNested = flag(input, "IncludeNestedStacks") ?? false;
  if (includesNested && type === "IMPORT")
    throw validationError(
      "IncludeNestedStacks with a change set of type IMPORT is not supported by the sandbox.",
    );
  const { DeploymentMode: _, ...asked } = input;
  const { body, template, content } = readSubmission({ ...call, input: asked }, existing);
  const toImport = readImportTargets(input, type, template);
  const onStackFailure = readOnStackFailure(call, type);
  const deploymentConfig = givenDeploymentConfig(input);
  onFailureOf({ isDisabled: undefined, onFailure: onStackFailure, config: deploymentConfig });
  checkLength("description", text(input, "Description")?.length ?? 0, 1024);
  const stack = existing ?? createShell(call, stackName);
  const changeSetId = changeSetArn(region, name, call.random());
  const description = text(input, "Description");
  const clientToken = text(input, "ClientToken");
  region.table(templates).put(changeSetId, body);
  region.table(changeSets).put(changeSetId, {
    changeSetId,
    name,
    stackId: stack.stackId,
    stackName: stack.name,
    type,
    ...(description === undefined ? {} : { description }),
    createdAt: call.now,
    status: "CREATE_PENDING",
    executionStatus: "UNAVAILABLE",
    content,
    ...(onStackFailure === undefined ? {} : { onStackFailure }),
    ...(deploymentConfig === undefined ? {} : { deploymentConfig }),
    ...(deploymentMode === undefined ? {} : { deploymentMode }),
    ...(toImport.length === 0 ? {} : { toImport }),
    importsExisting: flag(input, "ImportExistingResources") ?? false,
    isValidationDisabled: flag(input, "DisableValidation") ?? false,
    ...(clientToken === undefined ? {} : { clientToken }),
    ...(includesNested ? { includesNested } : {}),
    changes: [],
    violations: [],
  });
  const dueAt = call.now + stepMs(call.world, secondsToMake);
  region.table(pendingChangeSets).put(changeSetId, { changeSetId, dueAt });
  return { Id: changeSetId, StackId: stack.stackId };
};

/** Only what is there can have drifted. (That AWS refuses other types, and nested stacks with it, is unverified.) */
function readDeploymentMode(input: Input, type: ChangeSetRecord["type"]): ChangeSetRecord["deploymentMode"] {
  const mode = choice(input, "DeploymentMode", ["REVERT_DRIFT"]);
  if (mode !== undefined && type !== "UPDATE")
    throw validationError("DeploymentMode REVERT_DRIFT can only be used with a change set of type UPDATE.");
  if (mode !== undefined && flag(input, "IncludeNestedStacks") === true)
    throw validationError("DeploymentMode REVERT_DRIFT cannot be used with IncludeNestedStacks.");
  return mode;
}

function checkChangeSetName(name: string): void {
  if (/^[a-zA-Z][-a-zA-Z0-9]{0,127}$/.test(name)) return;
  throw validationError(
    `1 validation error detected: Value '${name}' at 'changeSetName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z][-a-zA-Z0-9]*`,
  );
}

/** The stack that is there already, if its state allows a change set of this type. */
function existingStack(
  { region }: Call,
  stackName: string,
  name: string,
  type: ChangeSetRecord["type"],
): StackRecord | undefined {
  const stack = findStack(region, stackName);
  if (type === "CREATE") {
    if (stack === undefined) checkStackName(stackName);
    else if (stack.status !== "REVIEW_IN_PROGRESS")
      throw validationError(
        `Stack [${stack.name}] already exists and cannot be created again with the changeSet [${name}].`,
      );
    return stack;
  }
  if (type === "IMPORT" && (stack === undefined || stack.status === "REVIEW_IN_PROGRESS")) {
    if (stack === undefined) checkStackName(stackName);
    return stack;
  }
  if (stack === undefined || stack.status === "DELETE_COMPLETE")
    throw validationError(`Stack [${stackName}] does not exist`);
  checkUpdatable(stack, type === "UPDATE");
  return stack;
}

function sameRequest({ region, input }: Call, stack: StackRecord, name: string): ChangeSetRecord | undefined {
  const token = text(input, "ClientToken");
  if (token === undefined) return undefined;
  return region
    .table(changeSets)
    .inGroup(stack.stackId)
    .find((changeSet) => changeSet.name === name && changeSet.clientToken === token);
}

function checkName({ region }: Call, stack: StackRecord, name: string): void {
  const others = region.table(changeSets).inGroup(stack.stackId);
  if (others.some((changeSet) => changeSet.name === name))
    throw new ApiError("AlreadyExistsException", `ChangeSet [${name}] already exists`);
  if (others.length >= maxChangeSets)
    throw new ApiError("LimitExceededException", `ChangeSet limit exceeded for stack ${stack.stackId}`);
}

function readOnStackFailure(
  { input }: Call,
  type: ChangeSetRecord["type"],
): ChangeSetRecord["onStackFailure"] {
  const chosen = choice(input, "OnStackFailure", ["ROLLBACK", "DELETE", "DO_NOTHING"]);
  if (chosen === "DELETE" && type !== "CREATE")
    throw validationError("OnStackFailure DELETE can only be used with a change set of type CREATE.");
  if (chosen !== undefined && chosen !== "ROLLBACK" && type === "IMPORT")
    throw validationError("An import always rolls back: OnStackFailure can only be ROLLBACK.");
  return chosen;
}

function createShell(call: Call, name: string): StackRecord {
  checkStackQuota(call.world, call.region);
  const stack: StackRecord = {
    stackId: stackArn(call.region, name, call.random()),
    name,
    status: "REVIEW_IN_PROGRESS",
    statusReason: "User Initiated",
    createdAt: call.now,
    content: { parameters: [], tags: [], capabilities: [], notificationArns: [] },
    outputs: [],
    imports: [],
    disableRollback: false,
    terminationProtection: false,
    lastOperations: [],
  };
  call.region.table(stacks).put(stack.stackId, stack);
  writeStackEvent(call.region, stack, call.now, "User Initiated");
  return stack;
}
