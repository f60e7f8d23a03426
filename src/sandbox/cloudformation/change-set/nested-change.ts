import { nestedType } from "../nested/records.ts";
import type { DesiredResource } from "../desired.ts";
import type { ResourceRecord } from "../records.ts";
import type { ChangeDetail, ResourceChange } from "./changes.ts";
import type { Secrets } from "./context.ts";
import { changeContext } from "./context.ts";

/** What every update of a parent says of a nested stack: that it may change, and that only its own update will tell. */
const automatic: ChangeDetail = {
  attribute: "Properties",
  requiresRecreation: "Never",
  evaluation: "Dynamic",
  source: "Automatic",
};

/** Adds to a change that the resource is a nested stack, which every update lists; other resources stay as they are. */
export function withNestedUpdate(
  change: ResourceChange | undefined,
  { before, desired, secrets }: NestedPair,
): ResourceChange | undefined {
  if (desired.type !== nestedType) return change;
  const listed: ResourceChange = change ?? {
    action: "Modify",
    logicalId: desired.logicalId,
    ...(before.physicalId === undefined ? {} : { physicalId: before.physicalId }),
    type: desired.type,
    replacement: "False",
    scope: [],
    details: [],
    before: changeContext(before, secrets),
    after: changeContext(desired, secrets),
  };
  return {
    ...listed,
    scope: [...new Set([...listed.scope, "Properties" as const])],
    details: [...listed.details, automatic],
  };
}

/** A nested stack as it is, and as it is wanted. */
interface NestedPair {
  readonly before: ResourceRecord;
  readonly desired: DesiredResource;
  readonly secrets: Secrets;
}
