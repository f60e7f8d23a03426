import type { Beginning, ResourceContext } from "../../resources/behaviour.ts";
import type { DesiredResource } from "../desired.ts";
import { recordAs } from "../desired.ts";
import type { ResourceRecord } from "../records.ts";
import { resolvedProperties } from "../references/deployed.ts";
import type { WorkRecord } from "./records.ts";
import type { Run } from "./run.ts";
import { stackOf } from "./run.ts";
import { lastingMs, physicalSeed, workOn } from "./work.ts";

/** What a rollback goes back to: what was before the first attempt, not before this one. */
export function stableBefore(
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

/** The context of the creation of what is desired. */
export function birthContext(run: Run, desired: DesiredResource): ResourceContext {
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

/** The record of a resource that is being created. */
export function freshRecord(
  run: Run,
  desired: DesiredResource,
  begun: Beginning | undefined,
): ResourceRecord {
  return recordAs(desired, {
    stackId: run.stackId,
    status: "CREATE_IN_PROGRESS",
    changedAt: run.at,
    attributes: begun?.kind === "begun" ? begun.attributes : {},
    physicalId: begun?.kind === "begun" ? begun.physicalId : undefined,
  });
}

/** The record of a resource that is being updated in place. */
export function updatedRecord(
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

/** What is noted of a step that has begun, or was refused at once. */
export function begunWork(
  run: Run,
  desired: DesiredResource,
  step: WorkRecord["step"],
  begun: Beginning,
): WorkRecord {
  if (begun.kind === "failed") return { ...work(run, desired.logicalId, step, 0), refusal: begun.reason };
  const lasting = lastingMs(run, desired.type, step === "update" ? "update" : "create");
  return work(run, desired.logicalId, step, lasting);
}

/** What is noted of a step that lasts so long. */
export function work(run: Run, logicalId: string, step: WorkRecord["step"], lastingMs: number): WorkRecord {
  return { stackId: run.stackId, logicalId, step, state: "running", dueAt: run.at + lastingMs };
}
