import { ApiError } from "../../errors.ts";
import type { Action } from "../api.ts";
import { findChangeSet } from "../change-set/find-change-set.ts";
import { dropChangeSet } from "../change-set/lifecycle.ts";

/** Deletes a change set at once. One that is not there is no error, one that is being made or executed cannot go. */
export const deleteChangeSet: Action = ({ region, input }) => {
  const changeSet = findChangeSet(region, input);
  if (changeSet === undefined) return {};
  const busy =
    changeSet.status === "CREATE_PENDING" || changeSet.status === "CREATE_IN_PROGRESS"
      ? changeSet.status
      : changeSet.executionStatus === "EXECUTE_IN_PROGRESS"
        ? changeSet.executionStatus
        : undefined;
  if (busy !== undefined)
    throw new ApiError(
      "InvalidChangeSetStatus",
      `ChangeSet [${changeSet.changeSetId}] cannot be deleted in its current status of [${busy}]`,
    );
  dropChangeSet(region, changeSet.changeSetId);
  return {};
};
