import { ApiError } from "../../errors.ts";
import { isReplacedBy } from "../../resources/conditional-replacement.ts";
import type { Failure } from "../../resources/behaviour.ts";
import { nameForbidsReplacement } from "../../resources/provider.ts";
import { compareResource, isUnchanged } from "../compare.ts";
import type { ResourceDifference } from "../compare.ts";
import type { DesiredResource } from "../desired.ts";
import { desiredResource, withSecrets } from "../desired.ts";
import type { ActualState } from "../drift/actual-state.ts";
import { actualState } from "../drift/actual-state.ts";
import { liveAfterUpdate, touchedNames, withoutDriftOf } from "../drift/after-update.ts";
import type { PhysicalRecord } from "../drift/detect-resource.ts";
import { liveProperties, withLive } from "../drift/live.ts";
import { beginCreation, beginRemoval, beginUpdate, isAlwaysUpdated, remove } from "../nested/provider.ts";
import type { ResourceRecord } from "../records.ts";
import { resolvedProperties } from "../references/deployed.ts";
import { begunWork, birthContext, freshRecord, stableBefore, updatedRecord, work } from "./begun.ts";
import { writeInitiation, writeResourceEvent } from "./events.ts";
import { isDeniedByPolicy } from "./obey-policy.ts";
import { importResource } from "./import-resource.ts";
import type { Run } from "./run.ts";
import { operationOf, putRecord, recordOf, stackOf } from "./run.ts";
import { contextOf, isPhysical, putWork } from "./work.ts";

/** Starts to bring one resource to what the template wants; "unchanged" when it is there already. */
export function startResource(run: Run, logicalId: string): "unchanged" | "started" {
  const before = recordOf(run, logicalId);
  const desired = evaluateDesired(run, logicalId, before);
  if (desired === undefined) return "started";
  const importedId = operationOf(run).imports?.find((each) => each.logicalId === logicalId)?.physicalId;
  if (importedId !== undefined && !isPhysical(before)) {
    importResource(run, desired, importedId);
    return "started";
  }
  if (!isPhysical(before) || before.status === "CREATE_FAILED") {
    // What an earlier attempt left behind makes room first.
    if (isPhysical(before)) beginRemoval(contextOf(run, before));
    const removal = isPhysical(before) ? remove(contextOf(run, before), false) : undefined;
    create(run, desired, removal?.kind === "failed" ? removal : undefined);
    return "started";
  }
  const actual = actualBefore(run, before, desired);
  if (actual?.status === "DELETED") {
    replace(run, actual.record, desired);
    return "started";
  }
  return bringInLine(run, before, desired, actual);
}

/** How the live resource is, in an operation that reverts drift. */
function actualBefore(run: Run, before: PhysicalRecord, desired: DesiredResource): ActualState | undefined {
  if (!operationOf(run).isReverting) return undefined;
  const { world, region, at } = run;
  return actualState({ world, region, stack: stackOf(run), at }, before, desired);
}

function bringInLine(
  run: Run,
  deployed: PhysicalRecord,
  desired: DesiredResource,
  actual: ActualState | undefined,
): "unchanged" | "started" {
  const before = actual?.record ?? deployed;
  const compared = actual?.compared ?? before.properties;
  const difference = compareResource({ ...before, properties: compared }, desired);
  const isForced = before.status === "UPDATE_FAILED" || isAlwaysUpdated(desired.type);
  // What is live already, and was not deployed, is still to be noted.
  const isNoted = actual === undefined || isUnchanged(compareResource(before, desired));
  if (isUnchanged(difference) && isNoted && !isForced) return "unchanged";
  const isReplacement = difference.properties.some((change) => isReplacedBy(desired.type, change));
  const action = isReplacement ? "Update:Replace" : "Update:Modify";
  if (isDeniedByPolicy(run, before, action)) return "started";
  if (isReplacement) replace(run, before, desired);
  else if (needsProvider(difference) || isForced) update(run, before, desired, difference);
  else annotate(run, before, desired, difference);
  return "started";
}

/** What cannot be evaluated fails like a resource that cannot be made. */
function evaluateDesired(
  run: Run,
  logicalId: string,
  before: ResourceRecord | undefined,
): DesiredResource | undefined {
  const { scope } = run.target;
  try {
    const desired = desiredResource(scope, logicalId, stackOf(run).content.tags);
    const isKept =
      isPhysical(before) && !operationOf(run).isReverting && isUnchanged(compareResource(before, desired));
    return isKept ? desired : withSecrets(scope, desired);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const type = scope.template.resources.get(logicalId)?.type ?? "";
    const nothing = { logicalId, type, properties: {}, stackTags: [], dependsOn: [] };
    const record = before ?? freshRecord(run, nothing, undefined);
    putRecord(run, record);
    putWork(run, {
      ...work(run, logicalId, before === undefined ? "create" : "update", 0),
      ...stableBefore(run, logicalId, before),
      refusal: error.message,
    });
    return undefined;
  }
}

function needsProvider(difference: ResourceDifference): boolean {
  return difference.properties.length > 0 || difference.hasTagChange;
}

function create(run: Run, desired: DesiredResource, obstacle: Failure | undefined): void {
  const { logicalId } = desired;
  writeResourceEvent(run.region, freshRecord(run, desired, undefined), {
    at: run.at,
    status: "CREATE_IN_PROGRESS",
  });
  const begun = obstacle ?? beginCreation(birthContext(run, desired));
  const record = freshRecord(run, desired, begun);
  putRecord(run, record);
  putWork(run, begunWork(run, desired, "create", begun));
  if (begun.kind === "begun")
    writeInitiation(run.region, record, { at: run.at, status: "CREATE_IN_PROGRESS", note: begun.note });
  run.target.settled.delete(logicalId);
}

function replace(run: Run, before: PhysicalRecord, desired: DesiredResource): void {
  writeResourceEvent(run.region, before, {
    at: run.at,
    status: "UPDATE_IN_PROGRESS",
    reason: "Requested update requires the creation of a new physical resource; hence creating one.",
  });
  const replacing = {
    ...contextOf(run, before),
    properties: resolvedProperties(desired.properties, desired),
  };
  const isThere = before.live?.kind !== "deleted" || !operationOf(run).isReverting;
  const refusal = isThere ? nameForbidsReplacement(replacing) : undefined;
  const begun = refusal ?? beginCreation(birthContext(run, desired));
  const record =
    begun.kind === "begun"
      ? { ...freshRecord(run, desired, begun), status: "UPDATE_IN_PROGRESS" as const }
      : before;
  putRecord(run, record);
  putWork(run, {
    ...begunWork(run, desired, "replace", begun),
    ...stableBefore(run, before.logicalId, before),
  });
  if (begun.kind === "begun")
    writeInitiation(run.region, record, { at: run.at, status: "UPDATE_IN_PROGRESS", note: begun.note });
}

function update(
  run: Run,
  before: PhysicalRecord,
  desired: DesiredResource,
  difference: ResourceDifference,
): void {
  const { isReverting } = operationOf(run);
  const touched = touchedNames(desired.type, difference, isReverting);
  const live = liveAfterUpdate(before, desired, touched);
  const wanted = liveProperties({ ...desired, ...(live === undefined ? {} : { live }) });
  const properties = resolvedProperties(wanted, desired);
  const begun = beginUpdate({ ...contextOf(run, before), properties });
  const record: ResourceRecord =
    begun.kind === "begun"
      ? withLive(updatedRecord(run, before, desired, begun), live)
      : { ...before, status: "UPDATE_IN_PROGRESS", changedAt: run.at };
  putRecord(run, record);
  putWork(run, {
    ...begunWork(run, desired, "update", begun),
    ...stableBefore(run, before.logicalId, isReverting ? before : withoutDriftOf(before, touched)),
  });
  writeResourceEvent(run.region, record, { at: run.at, status: "UPDATE_IN_PROGRESS" });
}

/** A change that no provider hears of. Policies change silently; metadata and the like show as an update. */
function annotate(
  run: Run,
  before: PhysicalRecord,
  desired: DesiredResource,
  difference: ResourceDifference,
): void {
  const begun = { kind: "begun", physicalId: before.physicalId, attributes: before.attributes } as const;
  const live = liveAfterUpdate(before, desired, new Set());
  const record = withLive(updatedRecord(run, before, desired, begun), live);
  putRecord(run, { ...record, status: "UPDATE_COMPLETE" });
  putWork(run, {
    ...work(run, desired.logicalId, "update", 0),
    ...stableBefore(run, desired.logicalId, before),
    state: "done",
  });
  if (difference.attributes.every((name) => name === "DeletionPolicy" || name === "UpdateReplacePolicy"))
    return;
  writeResourceEvent(run.region, record, { at: run.at, status: "UPDATE_IN_PROGRESS" });
  writeResourceEvent(run.region, record, { at: run.at, status: "UPDATE_COMPLETE" });
}
