import type { Call } from "../api.ts";
import { beginOperation } from "../operation/begin.ts";
import type { Violation } from "../change-set/records.ts";
import type { OnFailure, OperationRecord } from "../operation/records.ts";
import { refuseEarly } from "../operation/refuse-early.ts";
import { works } from "../operation/records.ts";
import type { DeploymentConfig, OperationType, StackContent, StackRecord } from "../records.ts";
import { previousTemplateKey, templates } from "../records.ts";

/** Where and when something is deployed. */
type Moment = Pick<Call, "world" | "region" | "now">;

/** What is to be deployed onto a stack, and how. */
export interface Deployment {
  readonly stack: StackRecord;
  readonly body: string;
  readonly description: string | undefined;
  readonly content: StackContent;
  readonly operationId: string;
  readonly token: string | undefined;
  readonly onFailure: OnFailure;
  readonly deploymentConfig: DeploymentConfig | undefined;
  readonly retainExceptOnCreate: boolean;
  /** Only takes resources in. */
  readonly isImport?: boolean;
  readonly imports?: OperationRecord["imports"];
  /** Brings live resources that drifted in line too. */
  readonly isReverting?: boolean;
  /** What early validation found; absent where it does not look, or has looked before. */
  readonly violations?: readonly Violation[];
  /** The change set that is executed; `undefined` for a direct creation or update. */
  readonly changeSetId: string | undefined;
}

/** Starts the creation of a stack that is a shell, or the creation of a failed one anew. */
export function deployNewStack(call: Moment, deployment: Deployment): void {
  const record = deployedRecord(deployment);
  // A stack that was created through a change set shows when it was executed as its last update.
  const isByChangeSet = deployment.changeSetId !== undefined;
  const stack = isByChangeSet ? { ...record, updatedAt: call.now } : record;
  begin(call, deployment, stack, { isCreation: true, type: "CREATE_STACK" });
}

/** Starts an update; what runs now is kept for a rollback. */
export function deployUpdate(call: Moment, deployment: Deployment): void {
  const { stack } = deployment;
  const table = call.region.table(templates);
  const isRetry = stack.status === "UPDATE_FAILED";
  const isCreation = stack.status === "CREATE_FAILED";
  const current = table.get(stack.stackId);
  if (!isRetry && !isCreation && current !== undefined)
    table.put(previousTemplateKey(stack.stackId), current);
  for (const work of call.region.table(works).inGroup(stack.stackId))
    call.region.table(works).put(`${work.stackId}#${work.logicalId}`, { ...work, state: "carried" });
  const previous = isRetry || isCreation ? stack.previous : previousOf(stack);
  const record = deployedRecord(deployment);
  const updated: StackRecord = {
    ...record,
    updatedAt: call.now,
    ...(previous === undefined ? {} : { previous }),
    ...(stack.drift === undefined ? {} : { drift: { ...stack.drift, status: "NOT_CHECKED" } }),
  };
  begin(call, deployment, updated, { isCreation, type: "UPDATE_STACK" });
}

function begin(
  call: Moment,
  deployment: Deployment,
  stack: StackRecord,
  { isCreation, type }: { readonly isCreation: boolean; readonly type: OperationType },
): void {
  const {
    body,
    operationId,
    token,
    onFailure,
    deploymentConfig,
    retainExceptOnCreate,
    isImport,
    imports,
    isReverting,
    violations = [],
  } = deployment;
  call.region.table(templates).put(stack.stackId, body);
  const run = beginOperation({
    world: call.world,
    region: call.region,
    now: call.now,
    operationId,
    token,
    stack,
    type,
    phase: "deploy",
    status:
      isImport === true
        ? "IMPORT_IN_PROGRESS"
        : type === "UPDATE_STACK"
          ? "UPDATE_IN_PROGRESS"
          : "CREATE_IN_PROGRESS",
    isCreation,
    onFailure,
    isExpress: deploymentConfig?.mode === "EXPRESS",
    retainExceptOnCreate,
    isImport,
    imports,
    isReverting,
  });
  if (violations.length > 0) refuseEarly(run, violations);
}

function previousOf(stack: StackRecord): NonNullable<StackRecord["previous"]> {
  return {
    ...stack.content,
    ...(stack.description === undefined ? {} : { description: stack.description }),
  };
}

function deployedRecord(deployment: Deployment): StackRecord {
  const { description: _d, changeSetId: _c, statusReason: _r, ...known } = deployment.stack;
  const { deploymentConfig: _m, retainExceptOnCreate: _e, ...rest } = known;
  const { description, changeSetId, content, onFailure, deploymentConfig, retainExceptOnCreate } = deployment;
  return {
    ...rest,
    content,
    disableRollback: onFailure === "DO_NOTHING",
    ...(deploymentConfig === undefined ? {} : { deploymentConfig }),
    ...(retainExceptOnCreate ? { retainExceptOnCreate } : {}),
    ...(description === undefined ? {} : { description }),
    ...(changeSetId === undefined ? {} : { changeSetId }),
  };
}
