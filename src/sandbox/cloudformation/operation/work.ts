import { stepMs } from "../../clock.ts";
import type { LiveContext } from "../../resources/behaviour.ts";
import type { StepKind } from "../../resources/durations.ts";
import { durationOf } from "../../resources/durations.ts";
import type { Deployed } from "../drift/live.ts";
import { liveProperties } from "../drift/live.ts";
import type { ResourceRecord } from "../records.ts";
import { resourceKey } from "../records.ts";
import type { HeldReferences } from "../references/deployed.ts";
import { resolvedProperties } from "../references/deployed.ts";
import type { WorkRecord } from "./records.ts";
import { works } from "./records.ts";
import type { Run } from "./run.ts";
import { operationOf, stackOf } from "./run.ts";

/** How long a call plausibly takes, without what comes of it. */
const expressSeconds = 2;

/** What the running or failed operation has done so far, resource by resource. */
export function worksOf(run: Run): readonly WorkRecord[] {
  return run.region.table(works).inGroup(run.stackId);
}

/** What the operation has done to one resource. */
export function workOn(run: Run, logicalId: string): WorkRecord | undefined {
  return run.region.table(works).get(resourceKey(run.stackId, logicalId));
}

/** Notes what the operation does to one resource. */
export function putWork(run: Run, work: WorkRecord): void {
  run.region.table(works).put(resourceKey(work.stackId, work.logicalId), work);
}

/** Forgets what the operation did: it ended well, or was taken back. */
export function clearWorks(run: Run): void {
  for (const work of worksOf(run)) run.region.table(works).delete(resourceKey(work.stackId, work.logicalId));
}

/** The context of a step on a physical resource, as its behaviour wants it. */
export function contextOf(
  run: Run,
  record: ResourceRecord & { readonly physicalId: string },
  live: Deployed & HeldReferences = record,
): LiveContext {
  const { logicalId, type, physicalId, attributes } = record;
  return {
    world: run.world,
    region: run.region,
    now: run.at,
    stackId: run.stackId,
    stackName: stackOf(run).name,
    logicalId,
    type,
    properties: resolvedProperties(liveProperties(record), record),
    seed: physicalSeed(run, logicalId),
    live: {
      physicalId,
      attributes,
      properties: resolvedProperties(liveProperties(live), live),
      isDeleted: live.live?.kind === "deleted",
    },
  };
}

/** How long a step of this operation lasts, in milliseconds: EXPRESS waits for the call, not for what comes of it. */
export function lastingMs(run: Run, type: string, step: StepKind): number {
  const usual = durationOf(run.world, type, step);
  return operationOf(run).isExpress ? Math.min(usual, stepMs(run.world, expressSeconds)) : usual;
}

/** What the generated names of the physical resource that this operation makes are made from. */
export function physicalSeed(run: Run, logicalId: string): string {
  return `${run.stackId}#${logicalId}#${operationOf(run).operationId}`;
}

/** Whether a record has a physical resource. */
export function isPhysical(
  record: ResourceRecord | undefined,
): record is ResourceRecord & { readonly physicalId: string } {
  return record?.physicalId !== undefined;
}

/** Whether there are two physical resources, the one before and the current one. They may have the same id: a record set's is its name. */
export function isReplaced(work: WorkRecord, current: ResourceRecord): boolean {
  if (work.before === undefined) return false;
  const isAnother = work.before.physicalId !== current.physicalId;
  return isAnother || (work.step === "replace" && work.refusal === undefined);
}
