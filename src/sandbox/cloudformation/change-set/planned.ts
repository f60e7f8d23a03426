import type { DesiredResource } from "../desired.ts";
import type { ResourceChange } from "./changes.ts";
import type { ChangeSetRecord, Violation } from "./records.ts";

/** What the making of a change set came to. */
export type PlannedChangeSet = Pick<
  ChangeSetRecord,
  "status" | "statusReason" | "executionStatus" | "changes" | "violations" | "stackDriftStatus"
>;

/** A plan, with what making change sets of nested stacks takes. */
export interface Plan {
  readonly planned: PlannedChangeSet;
  /** Resources as the template wants them, secrets and all: not to be shown. */
  readonly desired: readonly DesiredResource[];
  /** Whether more than resources changes: outputs, tags and the like. */
  readonly hasOtherChanges: boolean;
}

/** There are changes to make, some of which may not come to a good end. */
export function complete(
  changes: readonly ResourceChange[],
  warnings: readonly Violation[],
): PlannedChangeSet {
  return { status: "CREATE_COMPLETE", executionStatus: "AVAILABLE", changes, violations: warnings };
}

/** There are none, or they cannot be made. */
export function failed(statusReason: string): PlannedChangeSet {
  return { status: "FAILED", statusReason, executionStatus: "UNAVAILABLE", changes: [], violations: [] };
}

/** Early validation found something. */
export function refused(violations: readonly Violation[]): PlannedChangeSet {
  return { ...failed(refusalText(violations)), violations };
}

/** What a change set, or a stack, says of that: which checks failed, and where to look for more. */
export function refusalText(violations: readonly Violation[]): string {
  const names = new Set(
    violations.map(({ validation }) =>
      validation === "PROPERTY_VALIDATION" ? "PropertyValidation" : "ResourceExistenceCheck",
    ),
  );
  const checks = [...names].map((name) => `AWS::EarlyValidation::${name}`).join(", ");
  return `The following hook(s)/validation failed: [${checks}]. To troubleshoot Early Validation errors, use the DescribeEvents API for detailed failure information.`;
}
