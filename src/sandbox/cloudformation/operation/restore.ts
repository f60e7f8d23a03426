import { beginRestore, settleUpdate } from "../nested/provider.ts";
import type { ResourceRecord } from "../records.ts";
import { writeResourceEvent } from "./events.ts";
import { endRestored, endRestoreFailed } from "./finish.ts";
import { propagateTags } from "./propagate-tags.ts";
import type { WorkRecord } from "./records.ts";
import type { Run } from "./run.ts";
import { operationOf, patchOperation, putRecord, recordOf } from "./run.ts";
import { planSweep } from "./sweep-plan.ts";
import { contextOf, isPhysical, isReplaced, lastingMs, putWork, worksOf } from "./work.ts";

/** A resource that a failed update changed, and what it was before. */
type Changed = WorkRecord & { readonly before: ResourceRecord };

/**
 * One wave of putting back what a failed update changed, in the order of the old dependencies.
 *
 * What the update had created, and the new halves of replacements, wait for the phase after this.
 */
export function restoreWave(run: Run): void {
  settleDue(run);
  startReady(run);
  const restoring = changedBy(run).filter((work) => work.state === "restoring");
  if (restoring.length > 0) {
    patchOperation(run, { dueAt: Math.min(...restoring.map((work) => work.dueAt)) });
    return;
  }
  if (changedBy(run).every((work) => work.state === "restored")) endRestored(run);
  else endRestoreFailed(run);
}

function changedBy(run: Run): readonly Changed[] {
  return worksOf(run).flatMap((work) => {
    const { before } = work;
    return before === undefined ? [] : [{ ...work, before }];
  });
}

function settleDue(run: Run): void {
  for (const work of changedBy(run)) {
    if (work.state !== "restoring" || work.dueAt > run.at) continue;
    const record = recordOf(run, work.logicalId);
    if (!isPhysical(record)) throw new Error(`${work.logicalId} is restored and has no physical id`);
    const progress =
      work.step === "update"
        ? settleUpdate(contextOf(run, record), { isRollback: true, isAwaited: !operationOf(run).isExpress })
        : ({ kind: "done", attributes: record.attributes } as const);
    if (progress.kind === "wait") putWork(run, { ...work, dueAt: run.at + progress.ms });
    else if (progress.kind === "failed") fail(run, work, record, progress.reason);
    else complete(run, work, { ...record, attributes: progress.attributes });
  }
}

/** What is over at once, because it is skipped or refused, lets others begin. */
function startReady(run: Run): void {
  for (let ready = readyWorks(run); ready.length > 0; ready = readyWorks(run))
    for (const work of ready) start(run, work);
}

function readyWorks(run: Run): readonly Changed[] {
  const open = changedBy(run).filter((work) => work.state !== "restored");
  const openIds = new Set(open.map((work) => work.logicalId));
  // After a failure nothing waits for what will not come back.
  const hasFailure = open.some((work) => work.state === "stuck");
  return open.filter(
    ({ state, before }) =>
      state !== "restoring" &&
      state !== "stuck" &&
      (hasFailure || !before.dependsOn.some((need) => openIds.has(need))),
  );
}

function start(run: Run, work: Changed): void {
  const current = recordOf(run, work.logicalId);
  const hasSuccessor = isPhysical(current) && isReplaced(work, current);
  if (hasSuccessor) planSweep(run, current, { fate: "Delete", dropsRecord: false });
  const { drift: _, ...before } = work.before;
  const record = { ...before, status: "UPDATE_IN_PROGRESS" as const, changedAt: run.at };
  putRecord(run, record);
  if (operationOf(run).spared.includes(work.logicalId)) return complete(run, work, record);
  writeResourceEvent(run.region, record, { at: run.at, status: "UPDATE_IN_PROGRESS" });
  const isUpdated = !hasSuccessor && isPhysical(record) && isPhysical(current);
  const begun = isUpdated ? beginRestore(contextOf(run, record, current)) : undefined;
  if (begun?.kind === "failed") return fail(run, work, record, begun.reason);
  const lasting = isUpdated ? lastingMs(run, record.type, "update") : 0;
  putWork(run, {
    ...work,
    step: isUpdated ? "update" : "replace",
    state: "restoring",
    dueAt: run.at + lasting,
  });
}

function complete(run: Run, work: Changed, record: ResourceRecord): void {
  const changed = recordOf(run, work.logicalId);
  putRecord(run, { ...record, status: "UPDATE_COMPLETE", changedAt: run.at });
  propagateTags(run, record, changed);
  putWork(run, { ...work, state: "restored" });
  writeResourceEvent(run.region, record, { at: run.at, status: "UPDATE_COMPLETE" });
}

function fail(run: Run, work: Changed, record: ResourceRecord, reason: string): void {
  putRecord(run, { ...record, status: "UPDATE_FAILED", statusReason: reason, changedAt: run.at });
  putWork(run, { ...work, state: "stuck" });
  writeResourceEvent(run.region, record, { at: run.at, status: "UPDATE_FAILED", reason });
}
