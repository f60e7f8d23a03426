import type { Region } from "../../world.ts";
import { nestedStacks } from "../nested/records.ts";
import { stacks, templates } from "../records.ts";
import type { ChangeSetRecord } from "./records.ts";
import { changeSets } from "./records.ts";

/** Removes a change set, its template, and what was made with it: change sets of nested stacks, and shells of new ones. */
export function dropChangeSet(region: Region, changeSetId: string): void {
  const changeSet = region.table(changeSets).get(changeSetId);
  region.table(changeSets).delete(changeSetId);
  region.table(templates).delete(changeSetId);
  if (changeSet?.parentChangeSetId !== undefined) dropShell(region, changeSet.stackId);
  for (const nestedId of changeSet?.nestedIds ?? []) dropChangeSet(region, nestedId);
}

/** A nested stack that was never made is nothing without its change set. */
function dropShell(region: Region, stackId: string): void {
  if (region.table(stacks).get(stackId)?.status !== "REVIEW_IN_PROGRESS") return;
  region.table(stacks).delete(stackId);
  region.table(nestedStacks).delete(stackId);
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
