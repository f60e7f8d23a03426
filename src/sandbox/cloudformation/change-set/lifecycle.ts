import type { Region } from "../../world.ts";
import { templates } from "../records.ts";
import type { ChangeSetRecord } from "./records.ts";
import { changeSets } from "./records.ts";

/** Removes a change set and its template. */
export function dropChangeSet(region: Region, changeSetId: string): void {
  region.table(changeSets).delete(changeSetId);
  region.table(templates).delete(changeSetId);
}

/** Removes a stack's change sets, all but one perhaps. */
export function dropChangeSets(region: Region, stackId: string, keptId?: string): void {
  for (const { changeSetId } of region.table(changeSets).inGroup(stackId))
    if (changeSetId !== keptId) dropChangeSet(region, changeSetId);
}

/** A direct update makes what was planned before it obsolete. */
export function obsoleteChangeSets(region: Region, stackId: string): void {
  for (const changeSet of region.table(changeSets).inGroup(stackId))
    if (changeSet.executionStatus === "AVAILABLE")
      region.table(changeSets).put(changeSet.changeSetId, { ...changeSet, executionStatus: "OBSOLETE" });
}

/** Marks how the execution of a stack's change set ended. */
export function endExecution(region: Region, changeSetId: string | undefined, isSuccess: boolean): void {
  const executed: ChangeSetRecord | undefined =
    changeSetId === undefined ? undefined : region.table(changeSets).get(changeSetId);
  if (executed?.executionStatus !== "EXECUTE_IN_PROGRESS") return;
  region.table(changeSets).put(executed.changeSetId, {
    ...executed,
    executionStatus: isSuccess ? "EXECUTE_COMPLETE" : "EXECUTE_FAILED",
  });
}
