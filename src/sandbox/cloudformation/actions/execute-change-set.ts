import { ApiError, validationError } from "../../errors.ts";
import { parseTemplate } from "../../template/parse.ts";
import type { Action, Call } from "../api.ts";
import { requireChangeSet } from "../change-set/find-change-set.ts";
import { dropChangeSets } from "../change-set/lifecycle.ts";
import type { ChangeSetRecord } from "../change-set/records.ts";
import { changeSets } from "../change-set/records.ts";
import { flag, text } from "../input.ts";
import type { Adoption } from "../operation/records.ts";
import type { StackRecord } from "../records.ts";
import { templates } from "../records.ts";
import type { RollbackChoice } from "../stack/deployment-config.ts";
import { forbidsReplacement, onFailureOf } from "../stack/deployment-config.ts";
import { deployNewStack, deployUpdate } from "../stack/deploy-stack.ts";
import { requireStack } from "../stack/find-stack.ts";
import { checkUpdatable } from "../stack/states.ts";
import { rememberToken, replayedOperation } from "../stack/tokens.ts";

/** Starts to do what a change set says, and deletes the stack's other change sets. */
export const executeChangeSet: Action = (call) => {
  const { region, input } = call;
  const changeSet = requireChangeSet(region, input);
  const token = text(input, "ClientRequestToken");
  const request = `ExecuteChangeSet ${changeSet.changeSetId}`;
  if (replayedOperation(region, changeSet.stackId, token, request) !== undefined) return {};
  const rollback = readRollback(call, changeSet);
  const onFailure = onFailureOf(rollback);
  const stack = requireStack(region, changeSet.stackId);
  checkExecutable(changeSet, stack, rollback);
  const operationId = call.random();
  rememberToken(region, stack.stackId, token, request, operationId);
  const body = region.table(templates).get(changeSet.changeSetId) ?? "";
  region
    .table(changeSets)
    .put(changeSet.changeSetId, { ...changeSet, executionStatus: "EXECUTE_IN_PROGRESS" });
  dropChangeSets(region, stack.stackId, changeSet.changeSetId);
  const deploy = stack.status === "REVIEW_IN_PROGRESS" ? deployNewStack : deployUpdate;
  deploy(call, {
    stack,
    body,
    description: parseTemplate(body).description,
    content: changeSet.content,
    operationId,
    token,
    onFailure,
    deploymentConfig: changeSet.deploymentConfig,
    retainExceptOnCreate: flag(input, "RetainExceptOnCreate") ?? false,
    changeSetId: changeSet.changeSetId,
    isImport: changeSet.type === "IMPORT",
    imports: importsOf(changeSet),
    isReverting: changeSet.deploymentMode === "REVERT_DRIFT",
  });
  return {};
};

/** What the execution says about rolling back overrides the change set's deployment configuration. */
function readRollback({ input }: Call, changeSet: ChangeSetRecord): RollbackChoice {
  const isRollbackDisabled = flag(input, "DisableRollback");
  if (isRollbackDisabled !== undefined && changeSet.onStackFailure !== undefined)
    throw validationError(
      "Cannot specify DisableRollback when executing a change set that was created with OnStackFailure.",
    );
  const { disableRollback: _, ...config } = changeSet.deploymentConfig ?? {};
  return {
    isDisabled: isRollbackDisabled,
    onFailure: changeSet.onStackFailure,
    config: isRollbackDisabled === undefined ? changeSet.deploymentConfig : config,
  };
}

/** What the change set takes in. */
function importsOf({ changes }: ChangeSetRecord): readonly Adoption[] {
  return changes.flatMap(({ action, logicalId, physicalId }) =>
    action === "Import" && physicalId !== undefined ? [{ logicalId, physicalId }] : [],
  );
}

function checkExecutable(changeSet: ChangeSetRecord, stack: StackRecord, rollback: RollbackChoice): void {
  const { changeSetId, status, executionStatus, rootChangeSetId } = changeSet;
  if (rootChangeSetId !== undefined)
    throw validationError(
      `ChangeSet [${changeSetId}] belongs to a nested stack and can be executed only with its root change set [${rootChangeSetId}].`,
    );
  const refusal =
    status !== "CREATE_COMPLETE"
      ? `status of [${status}]`
      : executionStatus !== "AVAILABLE"
        ? `execution status of [${executionStatus}]`
        : undefined;
  if (refusal !== undefined)
    throw new ApiError(
      "InvalidChangeSetStatus",
      `ChangeSet [${changeSetId}] cannot be executed in its current ${refusal}`,
    );
  if (changeSet.type === "UPDATE") return checkUpdate(changeSet, stack, rollback);
  if (changeSet.type === "IMPORT") return checkImport(stack, rollback);
  if (stack.status !== "REVIEW_IN_PROGRESS")
    throw validationError(`Stack:${stack.stackId} is in ${stack.status} state and can not be updated.`);
}

function checkImport(stack: StackRecord, rollback: RollbackChoice): void {
  if (forbidsReplacement(rollback))
    throw validationError("An import always rolls back: DisableRollback cannot be used with it.");
  if (stack.status !== "REVIEW_IN_PROGRESS") checkUpdatable(stack, false);
}

function checkUpdate(changeSet: ChangeSetRecord, stack: StackRecord, rollback: RollbackChoice): void {
  checkUpdatable(stack, onFailureOf(rollback) === "DO_NOTHING");
  if (forbidsReplacement(rollback) && changeSet.changes.some(({ replacement }) => replacement === "True"))
    throw validationError("Replacement type updates not supported on stack with disable-rollback.");
}
