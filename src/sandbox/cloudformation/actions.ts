import type { Action } from "./api.ts";
import { lagging } from "./consistency.ts";
import { cancelUpdateStack } from "./actions/cancel-update-stack.ts";
import { continueUpdateRollback } from "./actions/continue-update-rollback.ts";
import { createChangeSet } from "./actions/create-change-set.ts";
import { createStack } from "./actions/create-stack.ts";
import { deleteChangeSet } from "./actions/delete-change-set.ts";
import { deleteStack } from "./actions/delete-stack.ts";
import { describeAccountLimits } from "./actions/describe-account-limits.ts";
import { describeChangeSet } from "./actions/describe-change-set.ts";
import { describeEvents } from "./actions/describe-events.ts";
import { describeStackDriftDetectionStatus } from "./actions/describe-stack-drift-detection-status.ts";
import { describeStackEvents } from "./actions/describe-stack-events.ts";
import { describeStackResourceDrifts } from "./actions/describe-stack-resource-drifts.ts";
import { describeStackResource } from "./actions/describe-stack-resource.ts";
import { describeStackResources } from "./actions/describe-stack-resources.ts";
import { describeStacks } from "./actions/describe-stacks.ts";
import { detectStackDrift } from "./actions/detect-stack-drift.ts";
import { detectStackResourceDrift } from "./actions/detect-stack-resource-drift.ts";
import { executeChangeSet } from "./actions/execute-change-set.ts";
import { getStackPolicy } from "./actions/get-stack-policy.ts";
import { getTemplateSummary } from "./actions/get-template-summary.ts";
import { getTemplate } from "./actions/get-template.ts";
import { listChangeSets } from "./actions/list-change-sets.ts";
import { listExports } from "./actions/list-exports.ts";
import { listImports } from "./actions/list-imports.ts";
import { listStackResources } from "./actions/list-stack-resources.ts";
import { listStacks } from "./actions/list-stacks.ts";
import { rollbackStack } from "./actions/rollback-stack.ts";
import { setStackPolicy } from "./actions/set-stack-policy.ts";
import { updateStack } from "./actions/update-stack.ts";
import { updateTerminationProtection } from "./actions/update-termination-protection.ts";
import { validateTemplate } from "./actions/validate-template.ts";

/** Every operation that is served, by its name on the wire. What writes to a stack may be seen late. */
export const actions: Readonly<Record<string, Action>> = {
  CancelUpdateStack: lagging(cancelUpdateStack),
  ContinueUpdateRollback: lagging(continueUpdateRollback),
  CreateChangeSet: lagging(createChangeSet),
  CreateStack: lagging(createStack),
  DeleteChangeSet: lagging(deleteChangeSet),
  DeleteStack: lagging(deleteStack),
  DescribeAccountLimits: describeAccountLimits,
  DescribeChangeSet: describeChangeSet,
  DescribeEvents: describeEvents,
  DescribeStackDriftDetectionStatus: describeStackDriftDetectionStatus,
  DescribeStackEvents: describeStackEvents,
  DescribeStackResourceDrifts: describeStackResourceDrifts,
  DescribeStackResource: describeStackResource,
  DescribeStackResources: describeStackResources,
  DescribeStacks: describeStacks,
  DetectStackDrift: detectStackDrift,
  DetectStackResourceDrift: detectStackResourceDrift,
  ExecuteChangeSet: lagging(executeChangeSet),
  GetStackPolicy: getStackPolicy,
  GetTemplateSummary: getTemplateSummary,
  GetTemplate: getTemplate,
  ListChangeSets: listChangeSets,
  ListExports: listExports,
  ListImports: listImports,
  ListStackResources: listStackResources,
  ListStacks: listStacks,
  RollbackStack: lagging(rollbackStack),
  SetStackPolicy: setStackPolicy,
  UpdateStack: lagging(updateStack),
  UpdateTerminationProtection: lagging(updateTerminationProtection),
  ValidateTemplate: validateTemplate,
};
