import type { Output, OutputValue } from "../api.ts";
import { renderDeploymentConfig } from "./deployment-config.ts";
import type { RollbackConfiguration, StackContent, StackRecord } from "../records.ts";

/** A stack as DescribeStacks shows it: a fixed output, made once for each record. */
export function renderStack(stack: StackRecord): OutputValue {
  const known = rendered.get(stack);
  if (known !== undefined) return known;
  const output = Object.freeze(render(stack));
  rendered.set(stack, output);
  return output;
}

/** Records are never changed in place, so what one looks like stays true as long as there is the record. */
const rendered = new WeakMap<StackRecord, Output>();

function render(stack: StackRecord): Output {
  return {
    StackId: stack.stackId,
    StackName: stack.name,
    ChangeSetId: stack.changeSetId,
    Description: stack.description,
    Parameters: renderParameters(stack.content),
    CreationTime: new Date(stack.createdAt),
    DeletionTime: time(stack.deletedAt),
    LastUpdatedTime: time(stack.updatedAt),
    RollbackConfiguration: renderRollback(stack.content.rollbackConfiguration),
    StackStatus: stack.status,
    StackStatusReason: stack.statusReason,
    DetailedStatus: stack.detailedStatus,
    DisableRollback: stack.disableRollback,
    DeploymentConfig: renderDeploymentConfig(stack.deploymentConfig),
    RetainExceptOnCreate: stack.retainExceptOnCreate,
    DeletionMode: stack.deletionMode,
    NotificationARNs: stack.content.notificationArns,
    TimeoutInMinutes: stack.timeoutInMinutes,
    Capabilities: stack.content.capabilities,
    Outputs: stack.outputs.map(({ key, value, description, exportName }) => ({
      OutputKey: key,
      OutputValue: value,
      Description: description,
      ExportName: exportName,
    })),
    RoleARN: stack.content.roleArn,
    Tags: renderTags(stack.content),
    ParentId: stack.parentId,
    RootId: stack.rootId,
    EnableTerminationProtection: stack.terminationProtection,
    DriftInformation: renderDrift(stack),
    LastOperations: renderOperations(stack),
  };
}

/** A stack as ListStacks shows it. */
export function renderStackSummary(stack: StackRecord): OutputValue {
  return {
    StackId: stack.stackId,
    StackName: stack.name,
    TemplateDescription: stack.description,
    ParentId: stack.parentId,
    RootId: stack.rootId,
    CreationTime: new Date(stack.createdAt),
    LastUpdatedTime: time(stack.updatedAt),
    DeletionTime: time(stack.deletedAt),
    StackStatus: stack.status,
    StackStatusReason: stack.statusReason,
    DriftInformation: renderDrift(stack),
    LastOperations: renderOperations(stack),
  };
}

/** Parameters of a stack or a change set, secrets masked. */
export function renderParameters(content: StackContent): OutputValue {
  return content.parameters.map(({ key, value, resolvedValue, isSecret }) => ({
    ParameterKey: key,
    ParameterValue: isSecret === true ? "****" : value,
    ResolvedValue: isSecret === true ? undefined : resolvedValue,
  }));
}

/** Tags of a stack or a change set. */
export function renderTags(content: StackContent): OutputValue {
  return content.tags.map(({ key, value }) => ({ Key: key, Value: value }));
}

/** A rollback configuration; an empty structure where there is none. */
export function renderRollback(configuration: RollbackConfiguration | undefined): OutputValue {
  if (configuration === undefined) return {};
  return {
    RollbackTriggers: configuration.triggers.map(({ arn, type }) => ({ Arn: arn, Type: type })),
    MonitoringTimeInMinutes: configuration.monitoringTimeInMinutes,
  };
}

function renderDrift({ drift }: StackRecord): OutputValue {
  return { StackDriftStatus: drift?.status ?? "NOT_CHECKED", LastCheckTimestamp: time(drift?.checkedAt) };
}

function renderOperations(stack: StackRecord): OutputValue {
  return stack.lastOperations.map(({ type, id }) => ({ OperationType: type, OperationId: id }));
}

function time(at: number | undefined): Date | undefined {
  return at === undefined ? undefined : new Date(at);
}
