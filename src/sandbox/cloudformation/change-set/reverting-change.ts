import type { Json } from "../../json.ts";
import { diffProperties, valueText } from "../../resources/difference.ts";
import { findResourceType } from "../../spec/resource-type.ts";
import { compareResource } from "../compare.ts";
import type { Region, World } from "../../world.ts";
import type { ActualState } from "../drift/actual-state.ts";
import { actualState } from "../drift/actual-state.ts";
import { pointerParts, valueAt } from "../drift/pointer.ts";
import { isPhysical } from "../operation/work.ts";
import type { StackRecord } from "../records.ts";
import type { ChangeDetail, ResourceChange } from "./changes.ts";
import type { Secrets } from "./context.ts";
import { changeContext, mask } from "./context.ts";
import type { Modified } from "./modification.ts";
import { modification } from "./modification.ts";
import type { ChangeSetRecord } from "./records.ts";

/** A change set in the making, as far as it looks at live resources. */
export interface Reverting {
  readonly world: World;
  readonly region: Region;
  readonly stack: StackRecord;
  readonly changeSet: Pick<ChangeSetRecord, "deploymentMode"> & { readonly createdAt?: number };
  /** Of the live resources that were looked at so far. */
  readonly driftStatuses: Set<ActualState["status"]>;
}

/**
 * How a change set that reverts drift shows a resource; `undefined` when nothing will happen to it. Notes how the live one is.
 *
 * A deleted resource is added again: there is nothing left that could be modified. (What AWS shows is unverified.)
 */
export function revertingChange(
  { world, region, stack, changeSet, driftStatuses }: Reverting,
  modified: Compared,
): ResourceChange | undefined {
  const { before, desired } = modified;
  if (!isPhysical(before)) throw new Error(`${before.logicalId} has no physical resource to compare with`);
  const at = changeSet.createdAt ?? 0;
  const state = actualState({ world, region, stack, at }, before, desired);
  driftStatuses.add(state.status);
  return state.status === "DELETED" ? recreation(modified, state) : correction(modified, state, at);
}

/** What the live resources say of their stack, in a change set that looks at them. */
export function stackDriftOf({
  changeSet,
  driftStatuses,
}: Pick<Reverting, "changeSet" | "driftStatuses">): Pick<ChangeSetRecord, "stackDriftStatus"> {
  if (changeSet.deploymentMode === undefined) return {};
  if (driftStatuses.has("MODIFIED") || driftStatuses.has("DELETED")) return { stackDriftStatus: "DRIFTED" };
  return { stackDriftStatus: driftStatuses.has("UNKNOWN") ? "UNKNOWN" : "IN_SYNC" };
}

/** Two states of a resource that are still to be compared. */
type Compared = Omit<Modified, "difference">;

function recreation({ desired, secrets }: Compared, state: ActualState): ResourceChange {
  return {
    action: "Add",
    logicalId: desired.logicalId,
    type: desired.type,
    scope: [],
    details: [],
    after: changeContext(desired, secrets),
    ...driftContext(state, secrets),
  };
}

function correction(modified: Compared, state: ActualState, at: number): ResourceChange | undefined {
  const { desired, secrets } = modified;
  const before = { ...state.record, properties: state.compared };
  const change = modification({ ...modified, before, difference: compareResource(before, desired) });
  const details = [
    ...(change?.details ?? []).map((detail) => withSources(modified, state, detail, at)),
    ...syncDetails(modified, state, at),
  ];
  if (details.length === 0) return undefined;
  return {
    action: "SyncWithActual",
    logicalId: desired.logicalId,
    physicalId: state.record.physicalId,
    type: desired.type,
    before: changeContext(before, secrets),
    after: changeContext(desired, secrets),
    ...change,
    scope: [...new Set(details.map(({ attribute }) => attribute))],
    details,
    ...driftContext(state, secrets),
  };
}

function driftContext(
  { status, ignored, record }: ActualState,
  secrets: Secrets,
): Pick<ResourceChange, "driftStatus" | "ignored" | "previousDeployment"> {
  return {
    driftStatus: status,
    ...(ignored.length === 0 ? {} : { ignored }),
    previousDeployment: changeContext(record, secrets),
  };
}

/** Where the values of a detail come from, and what drifted there. */
function withSources(modified: Compared, state: ActualState, detail: ChangeDetail, at: number): ChangeDetail {
  if (detail.path === undefined) return detail;
  const isRead = state.status === "IN_SYNC" || state.status === "MODIFIED";
  const isIgnored = state.ignored.some(({ path }) => isWithin(detail.path, path));
  return {
    ...detail,
    beforeValueFrom: isRead && !isIgnored ? "ACTUAL_STATE" : "PREVIOUS_DEPLOYMENT_STATE",
    afterValueFrom: "TEMPLATE",
    ...driftAt(modified, state, detail.path, at),
  };
}

function driftAt(
  { secrets }: Compared,
  { record, compared }: ActualState,
  path: string,
  at: number,
): Pick<ChangeDetail, "drift"> {
  const [, ...parts] = pointerParts(path) ?? [];
  const textAt = (properties: Json): string | undefined => {
    const value = valueAt(properties, parts);
    return value === undefined ? undefined : valueText(mask(value, secrets));
  };
  const [previous, actual] = [textAt(record.properties), textAt(compared)];
  if (previous === actual) return {};
  return {
    drift: {
      detectedAt: at,
      ...(previous === undefined ? {} : { previous }),
      ...(actual === undefined ? {} : { actual }),
    },
  };
}

/** Places at which the new template says what the live resource is already, and the last deployment said something else. */
function syncDetails(modified: Compared, state: ActualState, at: number): readonly ChangeDetail[] {
  const { desired, secrets } = modified;
  const tags = findResourceType(desired.type)?.tags?.property;
  const still = diffProperties(desired.type, state.compared, desired.properties);
  return diffProperties(desired.type, state.record.properties, desired.properties)
    .filter(({ path }) => !still.some((change) => isWithin(path, change.path) || isWithin(change.path, path)))
    .map(({ name, path, after }) => {
      const text = after === undefined ? undefined : valueText(mask(after, secrets));
      return {
        attribute: name === tags ? "Tags" : "Properties",
        name,
        path,
        requiresRecreation: "Never",
        ...(text === undefined ? {} : { beforeValue: text, afterValue: text }),
        changeType: "SyncWithActual",
        evaluation: "Static",
        source: "DirectModification",
        beforeValueFrom: "ACTUAL_STATE",
        afterValueFrom: "TEMPLATE",
        ...driftAt(modified, state, path, at),
      };
    });
}

function isWithin(path: string | undefined, container: string): boolean {
  return path === container || path?.startsWith(`${container}/`) === true;
}
