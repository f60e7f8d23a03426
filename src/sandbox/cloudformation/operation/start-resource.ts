import { ApiError } from "../../errors.ts";
import type { Beginning, Failure } from "../../resources/behaviour.ts";
import { nameForbidsReplacement } from "../../resources/provider.ts";
import { compareResource, isUnchanged } from "../compare.ts";
import type { ResourceDifference } from "../compare.ts";
import type { DesiredResource } from "../desired.ts";
import { desiredResource, recordAs, withSecrets } from "../desired.ts";
import { liveAfterUpdate, touchedNames, withoutDriftOf } from "../drift/after-update.ts";
import { liveProperties, withLive } from "../drift/live.ts";
import { beginCreation, beginRemoval, beginUpdate, isAlwaysUpdated, remove } from "../nested/provider.ts";
import type { ResourceRecord } from "../records.ts";
import { resolvedProperties } from "../references/deployed.ts";
import { writeResourceEvent } from "./events.ts";
import { isDeniedByPolicy } from "./obey-policy.ts";
import { importResource } from "./import-resource.ts";
import type { WorkRecord } from "./records.ts";
import type { Run } from "./run.ts";
import { operationOf, putRecord, recordOf, stackOf } from "./run.ts";
import { contextOf, isPhysical, lastingMs, physicalSeed, putWork, workOn } from "./work.ts";

/** Starts to bring one resource to what the template wants; "unchanged" when it is there already. */
export function startResource(run: Run, logicalId: string): "unchanged" | "started" {
  const before = recordOf(run, logicalId);
  const desired = evaluateDesired(run, logicalId, before);
  if (desired === undefined) return "started";
  const importedId = operationOf(run).imports[logicalId];
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

/** What a rollback goes back to: what was before the first attempt, not before this one. */
function stableBefore(
  run: Run,
  logicalId: string,
  before: ResourceRecord | undefined,
): Pick<WorkRecord, "before" | "isImported"> {
  const carried = workOn(run, logicalId);
  const stable = carried === undefined ? before : carried.before;
  return {
    ...(stable === undefined ? {} : { before: stable }),
    ...(carried?.isImported === true ? { isImported: true } : {}),
  };
}

function birthContext(run: Run, desired: DesiredResource) {
  const { logicalId, type } = desired;
  return {
    world: run.world,
    region: run.region,
    now: run.at,
    stackId: run.stackId,
    stackName: stackOf(run).name,
    logicalId,
    type,
    properties: resolvedProperties(desired.properties, desired),
    seed: physicalSeed(run, logicalId),
    live: undefined,
  };
}

function freshRecord(run: Run, desired: DesiredResource, begun: Beginning | undefined): ResourceRecord {
  return recordAs(desired, {
    stackId: run.stackId,
    status: "CREATE_IN_PROGRESS",
    changedAt: run.at,
    attributes: begun?.kind === "begun" ? begun.attributes : {},
    physicalId: begun?.kind === "begun" ? begun.physicalId : undefined,
  });
}

function updatedRecord(
  run: Run,
  before: ResourceRecord & { readonly physicalId: string },
  desired: DesiredResource,
  begun: Beginning,
): ResourceRecord {
  return recordAs(desired, {
    stackId: run.stackId,
    status: "UPDATE_IN_PROGRESS",
    changedAt: run.at,
    attributes: begun.kind === "begun" ? begun.attributes : before.attributes,
    physicalId: before.physicalId,
  });
}

function begunWork(
  run: Run,
  desired: DesiredResource,
  step: WorkRecord["step"],
  begun: Beginning,
): WorkRecord {
  if (begun.kind === "failed") return { ...work(run, desired.logicalId, step, 0), refusal: begun.reason };
  const lasting = lastingMs(run, desired.type, step === "update" ? "update" : "create");
  return work(run, desired.logicalId, step, lasting);
}

function work(run: Run, logicalId: string, step: WorkRecord["step"], lastingMs: number): WorkRecord {
  return { stackId: run.stackId, logicalId, step, state: "running", dueAt: run.at + lastingMs };
}
