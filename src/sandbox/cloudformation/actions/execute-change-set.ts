import { ApiError, validationError } from "../../errors.ts";
import { parseTemplate } from "../../template/parse.ts";
import type { Action, Call } from "../api.ts";
import { requireChangeSet } from "../change-set/find-change-set.ts";
import { dropChangeSets } from "../change-set/lifecycle.ts";
import type { ChangeSetRecord } from "../change-set/records.ts";
import { changeSets } from "../change-set/records.ts";
import { flag, text } from "../input.ts";
import type { OnFailure } from "../operation/records.ts";
import type { StackRecord } from "../records.ts";
import { templates } from "../records.ts";
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
  const onFailure = readOnFailure(call, changeSet);
  const stack = requireStack(region, changeSet.stackId);
  checkExecutable(changeSet, stack, onFailure);
  const operationId = call.random();
  rememberToken(region, stack.stackId, token, request, operationId);
  const body = region.table(templates).get(changeSet.changeSetId) ?? "";
  region
    .table(changeSets)
    .put(changeSet.changeSetId, { ...changeSet, executionStatus: "EXECUTE_IN_PROGRESS" });
  dropChangeSets(region, stack.stackId, changeSet.changeSetId);
  const deploy = changeSet.type === "CREATE" ? deployNewStack : deployUpdate;
  deploy(call, {
    stack,
    body,
    description: parseTemplate(body).description,
    content: changeSet.content,
    operationId,
    token,
    onFailure,
    retainExceptOnCreate: flag(input, "RetainExceptOnCreate") ?? false,
    changeSetId: changeSet.changeSetId,
  });
  return {};
};

function readOnFailure({ input }: Call, changeSet: ChangeSetRecord): OnFailure {
  const isRollbackDisabled = flag(input, "DisableRollback");
  if (isRollbackDisabled !== undefined && changeSet.onStackFailure !== undefined)
    throw validationError(
      "Cannot specify DisableRollback when executing a change set that was created with OnStackFailure.",
    );
  return changeSet.onStackFailure ?? (isRollbackDisabled === true ? "DO_NOTHING" : "ROLLBACK");
}

function checkExecutable(changeSet: ChangeSetRecord, stack: StackRecord, onFailure: OnFailure): void {
  const { changeSetId, status, executionStatus } = changeSet;
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
  if (changeSet.type === "UPDATE") return checkUpdate(changeSet, stack, onFailure);
  if (stack.status !== "REVIEW_IN_PROGRESS")
    throw validationError(`Stack:${stack.stackId} is in ${stack.status} state and can not be updated.`);
}

function checkUpdate(changeSet: ChangeSetRecord, stack: StackRecord, onFailure: OnFailure): void {
  checkUpdatable(stack, onFailure === "DO_NOTHING");
  if (onFailure === "DO_NOTHING" && changeSet.changes.some(({ replacement }) => replacement === "True"))
    throw validationError("Replacement type updates not supported on stack with disable-rollback.");
}
