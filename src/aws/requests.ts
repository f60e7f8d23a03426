import { randomUUID } from "node:crypto";
import type { CloudFormation, CreateChangeSetInput } from "@aws-sdk/client-cloudformation";
import type { ChangeSet } from "../model/change-set.ts";
import type { ChangeSetRequest, ExecutionOptions, OperationOptions, WriteResult } from "../model/cloud.ts";
import { isGone, isOwnEcho, write } from "./write-results.ts";

/** Asks for a change set; the answer comes at once, its contents later. `url` is where the template was put, if anywhere. */
export function createChangeSet(
  cfn: CloudFormation,
  request: ChangeSetRequest,
  url: string | undefined,
): Promise<WriteResult> {
  return write(() => cfn.createChangeSet(changeSetInput(request, url)), isOwnEcho);
}

/** Carries a change set out, with rollback. */
export function executeChangeSet(
  cfn: CloudFormation,
  changeSet: ChangeSet,
  { token }: ExecutionOptions,
): Promise<WriteResult> {
  const input = {
    StackName: changeSet.stackId,
    ChangeSetName: changeSet.id,
    ClientRequestToken: token,
    // The API's documents contradict each other about the default.
    DisableRollback: false,
    // Without it, a retained resource of a failed creation stands in the way of the next one.
    RetainExceptOnCreate: true,
  };
  return write(() => cfn.executeChangeSet(input), isOwnEcho);
}

/** Removes a change set that was not executed. */
export function deleteChangeSet(cfn: CloudFormation, changeSet: ChangeSet): Promise<WriteResult> {
  return write(() => cfn.deleteChangeSet({ ChangeSetName: changeSet.id }), isGone);
}

/** Deletes a stack, named by its ARN so that a later one of the same name is never meant. */
export function deleteStack(
  cfn: CloudFormation,
  stackId: string,
  options: OperationOptions,
): Promise<WriteResult> {
  return write(
    () => cfn.deleteStack(operationInput(stackId, options)),
    (it) => isGone(it) || isOwnEcho(it),
  );
}

/** Undoes an operation that failed and was left as it was. */
export function rollBack(
  cfn: CloudFormation,
  stackId: string,
  options: OperationOptions,
): Promise<WriteResult> {
  return write(
    () => cfn.rollbackStack({ ...operationInput(stackId, options), RetainExceptOnCreate: true }),
    isOwnEcho,
  );
}

/** Goes on with a rollback that failed. */
export function continueRollback(
  cfn: CloudFormation,
  stackId: string,
  options: OperationOptions,
): Promise<WriteResult> {
  return write(() => cfn.continueUpdateRollback(operationInput(stackId, options)), isOwnEcho);
}

/**
 * For CloudFormation an absent list keeps what is there and an empty one removes it, so every list that we mean is
 * given whole on an update, and notification topics, which are not ours, are never mentioned.
 */
function changeSetInput(request: ChangeSetRequest, url: string | undefined): CreateChangeSetInput {
  const isUpdate = request.type === "UPDATE";
  const parameters = Object.entries(request.parameters).map(([ParameterKey, ParameterValue]) => ({
    ParameterKey,
    ParameterValue,
  }));
  const tags = Object.entries(request.tags).map(([Key, Value]) => ({ Key, Value }));
  const triggers = request.rollbackTriggers.map((Arn) => ({ Arn, Type: "AWS::CloudWatch::Alarm" }));
  return {
    StackName: request.stack,
    ChangeSetName: request.name,
    ChangeSetType: request.type,
    // Lets AWS recognise a repeated attempt of this very call; never derived, because names come back after a deletion.
    ClientToken: randomUUID(),
    Description: request.description,
    ...(url === undefined ? { TemplateBody: request.template } : { TemplateURL: url }),
    ...(parameters.length > 0 ? { Parameters: parameters } : {}),
    ...(tags.length > 0 || isUpdate ? { Tags: tags } : {}),
    ...(request.capabilities.length > 0 ? { Capabilities: [...request.capabilities] } : {}),
    ...(request.executor === undefined ? {} : { RoleARN: request.executor }),
    ...(triggers.length > 0 || isUpdate ? { RollbackConfiguration: { RollbackTriggers: triggers } } : {}),
    // The two do not go together (AWS CDK leaves nested stacks out, too).
    ...(request.revertDrift === true ? { DeploymentMode: "REVERT_DRIFT" } : { IncludeNestedStacks: true }),
  };
}

function operationInput(
  stackId: string,
  { token, executor }: OperationOptions,
): { StackName: string; ClientRequestToken: string; RoleARN?: string } {
  return {
    StackName: stackId,
    ClientRequestToken: token,
    ...(executor === undefined ? {} : { RoleARN: executor }),
  };
}
