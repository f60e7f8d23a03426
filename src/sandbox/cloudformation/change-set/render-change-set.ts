import { canonicalJson } from "../../json.ts";
import type { OutputValue } from "../api.ts";
import type { ChangeDetail, ResourceChange } from "./changes.ts";
import type { ChangeSetRecord } from "./records.ts";

/** One of `Changes`; values before and after only where they were asked for. */
export function renderChange(change: ResourceChange, withValues: boolean): OutputValue {
  return {
    Type: "Resource",
    ResourceChange: {
      PolicyAction: change.policyAction,
      Action: change.action,
      LogicalResourceId: change.logicalId,
      PhysicalResourceId: change.physicalId,
      ResourceType: change.type,
      ChangeSetId: change.changeSetId,
      Replacement: change.replacement,
      Scope: change.scope,
      Details: change.details.map((detail) => renderDetail(detail, withValues)),
      BeforeContext: withValues && change.before !== undefined ? canonicalJson(change.before) : undefined,
      AfterContext: withValues && change.after !== undefined ? canonicalJson(change.after) : undefined,
      PreviousDeploymentContext:
        withValues && change.previousDeployment !== undefined
          ? canonicalJson(change.previousDeployment)
          : undefined,
      ResourceDriftStatus: change.driftStatus,
      ResourceDriftIgnoredAttributes: change.ignored?.map(({ path, reason }) => ({
        Path: path,
        Reason: reason,
      })),
    },
  };
}

/** A change set as ListChangeSets shows it. */
export function renderChangeSetSummary(changeSet: ChangeSetRecord): OutputValue {
  return {
    StackId: changeSet.stackId,
    StackName: changeSet.stackName,
    ChangeSetId: changeSet.changeSetId,
    ChangeSetName: changeSet.name,
    ExecutionStatus: changeSet.executionStatus,
    Status: changeSet.status,
    StatusReason: changeSet.statusReason,
    CreationTime: new Date(changeSet.createdAt),
    Description: changeSet.description,
    IncludeNestedStacks: changeSet.includesNested ?? false,
    ParentChangeSetId: changeSet.parentChangeSetId,
    RootChangeSetId: changeSet.rootChangeSetId,
    ImportExistingResources: changeSet.importsExisting ?? false,
  };
}

function renderDetail(detail: ChangeDetail, withValues: boolean): OutputValue {
  const { attribute, name, path, requiresRecreation, beforeValue, afterValue, changeType } = detail;
  return {
    Target: {
      Attribute: attribute,
      Name: name,
      RequiresRecreation: requiresRecreation,
      Path: withValues ? path : undefined,
      BeforeValue: withValues ? beforeValue : undefined,
      AfterValue: withValues ? afterValue : undefined,
      AttributeChangeType: withValues ? changeType : undefined,
      BeforeValueFrom: withValues ? detail.beforeValueFrom : undefined,
      AfterValueFrom: withValues ? detail.afterValueFrom : undefined,
      Drift: withValues ? renderLiveDrift(detail.drift) : undefined,
    },
    Evaluation: detail.evaluation,
    ChangeSource: detail.source,
    CausingEntity: detail.causingEntity,
  };
}

function renderLiveDrift(drift: ChangeDetail["drift"]): OutputValue {
  if (drift === undefined) return undefined;
  return {
    PreviousValue: drift.previous,
    ActualValue: drift.actual,
    DriftDetectionTimestamp: new Date(drift.detectedAt),
  };
}
