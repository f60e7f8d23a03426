import type { Action } from "../api.ts";
import { renderChange } from "../change-set/render-change-set.ts";
import { requireSeenChangeSet } from "../consistency.ts";
import { flag, text } from "../input.ts";
import { cutPage } from "../page.ts";
import { renderDeploymentConfig } from "../stack/deployment-config.ts";
import { renderParameters, renderRollback, renderTags } from "../stack/render-stack.ts";

/** Shows a change set and its changes, 1 MB a page. */
export const describeChangeSet: Action = (call) => {
  const { input } = call;
  const changeSet = requireSeenChangeSet(call, input);
  const withValues = flag(input, "IncludePropertyValues") ?? false;
  const page = cutPage(changeSet.changes, text(input, "NextToken"), (change) =>
    renderChange(change, withValues),
  );
  return {
    ChangeSetName: changeSet.name,
    ChangeSetId: changeSet.changeSetId,
    StackId: changeSet.stackId,
    StackName: changeSet.stackName,
    Description: changeSet.description,
    Parameters: renderParameters(changeSet.content),
    CreationTime: new Date(changeSet.createdAt),
    ExecutionStatus: changeSet.executionStatus,
    Status: changeSet.status,
    StatusReason: changeSet.statusReason,
    NotificationARNs: changeSet.content.notificationArns,
    RollbackConfiguration: renderRollback(changeSet.content.rollbackConfiguration),
    Capabilities: changeSet.content.capabilities,
    Tags: renderTags(changeSet.content),
    Changes: page.members,
    NextToken: page.nextToken,
    IncludeNestedStacks: changeSet.includesNested ?? false,
    ParentChangeSetId: changeSet.parentChangeSetId,
    RootChangeSetId: changeSet.rootChangeSetId,
    OnStackFailure: changeSet.onStackFailure,
    DeploymentMode: changeSet.deploymentMode,
    StackDriftStatus: changeSet.stackDriftStatus,
    DeploymentConfig: renderDeploymentConfig(changeSet.deploymentConfig),
    ImportExistingResources: changeSet.importsExisting ?? false,
  };
};
