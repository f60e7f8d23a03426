import type { ResourceContext } from "../../resources/behaviour.ts";
import { dropChangeSets } from "../change-set/lifecycle.ts";
import type { ChangeSetRecord } from "../change-set/records.ts";
import { changeSets } from "../change-set/records.ts";
import type { StackRecord } from "../records.ts";
import { stacks, templates } from "../records.ts";
import { readNested } from "./submission.ts";
import type { NestedSubmission } from "./submission.ts";

/** A nested stack as the change set that is being executed has planned it. */
export interface PlannedNested extends NestedSubmission {
  readonly changeSet: ChangeSetRecord;
  /** The stack that the change set made for a new nested stack. */
  readonly shell: StackRecord | undefined;
}

/**
 * What the parent's change set has planned for a nested stack; `undefined` when it made no change set for it.
 *
 * The template is the one of then; parameters are evaluated anew, since then not all were known. Throws ApiError.
 */
export function plannedFor(context: ResourceContext, parent: StackRecord): PlannedNested | undefined {
  const { region, logicalId, properties } = context;
  const table = region.table(changeSets);
  const executed = parent.changeSetId === undefined ? undefined : table.get(parent.changeSetId);
  if (executed?.executionStatus !== "EXECUTE_IN_PROGRESS") return undefined;
  const changeSetId = executed.changes.find((change) => change.logicalId === logicalId)?.changeSetId;
  const changeSet = changeSetId === undefined ? undefined : table.get(changeSetId);
  if (changeSet?.executionStatus !== "AVAILABLE") return undefined;
  const body = region.table(templates).get(changeSet.changeSetId);
  const stack = region.table(stacks).get(changeSet.stackId);
  return {
    ...readNested(context, parent.content, properties, body),
    changeSet,
    shell: stack?.status === "REVIEW_IN_PROGRESS" ? stack : undefined,
  };
}

/** Marks a nested stack's change set as being executed, and deletes its others; answers its id. */
export function takeExecution(
  { region }: ResourceContext,
  planned: PlannedNested | undefined,
): string | undefined {
  if (planned === undefined) return undefined;
  const { changeSet } = planned;
  region
    .table(changeSets)
    .put(changeSet.changeSetId, { ...changeSet, executionStatus: "EXECUTE_IN_PROGRESS" });
  dropChangeSets(region, changeSet.stackId, changeSet.changeSetId);
  return changeSet.changeSetId;
}
