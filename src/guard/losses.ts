import type { ResourceChange } from "../model/change-set.ts";
import type { Step } from "../model/plan.ts";
import { describeResource, isStateful, mayHoldData } from "../model/stateful-types.ts";

/** A resource that may lose its data. */
export interface Loss {
  /** What a person writes to allow it: the logical id in the stack's own template. */
  readonly allowBy: string;
  /** `deletes Table (AWS::DynamoDB::Table)`. */
  readonly what: string;
}

/** The data that goes when the step runs, allowed or not, for people to see: `replaces Table (AWS::DynamoDB::Table)`. */
export function foreseenLosses(step: Step): readonly string[] {
  if (step.kind === "delete" || step.kind === "recover") {
    return (step.stateful ?? []).map((resource) => `deletes ${resource}`);
  }
  return "changes" in step ? lossesOf(step.changes ?? []).map(({ what }) => what) : [];
}

/**
 * What the changes of a stack may destroy, nested stacks included. A change that CloudFormation cannot foresee counts
 * when the resource may hold data: so does a nested stack that nobody could look into.
 */
export function lossesOf(changes: readonly ResourceChange[]): readonly Loss[] {
  return changes.flatMap((change) => [
    ...ownLoss(change),
    ...(change.nested === undefined ? [] : nestedLosses(change, change.nested)),
  ]);
}

/** Allowing the nested stack by its logical id allows everything in it. */
function nestedLosses(outer: ResourceChange, nested: readonly ResourceChange[]): readonly Loss[] {
  return lossesOf(nested).map(({ what }) => ({
    allowBy: outer.logicalId,
    what: `${what} in ${outer.logicalId}`,
  }));
}

function ownLoss(change: ResourceChange): readonly Loss[] {
  const verb = losingVerb(change);
  return verb === undefined
    ? []
    : [{ allowBy: change.logicalId, what: `${verb} ${describeResource(change)}` }];
}

function losingVerb(change: ResourceChange): string | undefined {
  switch (change.action) {
    case "remove":
      return isStateful(change.type, change.policy) ? "deletes" : undefined;
    case "modify":
      return losingModification(change);
    case "dynamic":
    case "unknown":
      return isUninspected(change) && mayHoldData(change.type)
        ? "does what only shows when it runs to"
        : undefined;
    case "add":
    case "import":
    case "sync":
      return undefined;
  }
}

function losingModification(change: ResourceChange): string | undefined {
  if (change.replacement !== "never") {
    if (!isStateful(change.type, change.policy)) return undefined;
    return change.replacement === "always" ? "replaces" : "may replace";
  }
  return change.type === NESTED_STACK && isUninspected(change)
    ? "changes without showing what is in it"
    : undefined;
}

const NESTED_STACK = "AWS::CloudFormation::Stack";

function isUninspected(change: ResourceChange): boolean {
  return change.nested === undefined;
}
