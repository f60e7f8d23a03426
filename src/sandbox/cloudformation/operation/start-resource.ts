import { ApiError } from "../../errors.ts";
import type { Failure } from "../../resources/behaviour.ts";
import { nameForbidsReplacement } from "../../resources/provider.ts";
import { compareResource, isUnchanged } from "../compare.ts";
import type { ResourceDifference } from "../compare.ts";
import type { DesiredResource } from "../desired.ts";
import { desiredResource, withSecrets } from "../desired.ts";
import { liveAfterUpdate, touchedNames, withoutDriftOf } from "../drift/after-update.ts";
import { liveProperties, withLive } from "../drift/live.ts";
import { beginCreation, beginRemoval, beginUpdate, isAlwaysUpdated, remove } from "../nested/provider.ts";
import type { ResourceRecord } from "../records.ts";
import { resolvedProperties } from "../references/deployed.ts";
import { begunWork, birthContext, freshRecord, stableBefore, updatedRecord, work } from "./begun.ts";
import { writeResourceEvent } from "./events.ts";
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
  const difference = compareResource(before, desired);
  const isForced = before.status === "UPDATE_FAILED" || isAlwaysUpdated(desired.type);
  if (isUnchanged(difference) && !isForced) return "unchanged";
  const action = isReplacement(difference) ? "Update:Replace" : "Update:Modify";
  if (isDeniedByPolicy(run, before, action)) return "started";
  if (isReplacement(difference)) replace(run, before, desired);
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
    const isKept = isPhysical(before) && isUnchanged(compareResource(before, desired));
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

function isReplacement(difference: ResourceDifference): boolean {
  return difference.properties.some(({ requiresRecreation }) => requiresRecreation === "Always");
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
    writeResourceEvent(run.region, record, {
      at: run.at,
      status: "CREATE_IN_PROGRESS",
      reason: "Resource creation Initiated",
    });
  run.target.settled.delete(logicalId);
}

function replace(
  run: Run,
  before: ResourceRecord & { readonly physicalId: string },
  desired: DesiredResource,
): void {
  writeResourceEvent(run.region, before, {
    at: run.at,
    status: "UPDATE_IN_PROGRESS",
    reason: "Requested update requires the creation of a new physical resource; hence creating one.",
  });
  const replacing = {
    ...contextOf(run, before),
    properties: resolvedProperties(desired.properties, desired),
  };
  const begun = nameForbidsReplacement(replacing) ?? beginCreation(birthContext(run, desired));
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
    writeResourceEvent(run.region, record, {
      at: run.at,
      status: "UPDATE_IN_PROGRESS",
      reason: "Resource creation Initiated",
    });
}

function update(
  run: Run,
  before: ResourceRecord & { readonly physicalId: string },
  desired: DesiredResource,
  difference: ResourceDifference,
): void {
  const touched = touchedNames(desired.type, difference, false);
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
    ...stableBefore(run, before.logicalId, withoutDriftOf(before, touched)),
  });
  writeResourceEvent(run.region, record, { at: run.at, status: "UPDATE_IN_PROGRESS" });
}

/** A change that no provider hears of. Policies change silently; metadata and the like show as an update. */
function annotate(
  run: Run,
  before: ResourceRecord & { readonly physicalId: string },
  desired: DesiredResource,
  difference: ResourceDifference,
): void {
  const begun = { kind: "begun", physicalId: before.physicalId, attributes: before.attributes } as const;
  const record = withLive(updatedRecord(run, before, desired, begun), before.live);
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
