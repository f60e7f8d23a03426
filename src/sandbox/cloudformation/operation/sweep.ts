import { undoImport } from "../../resources/provider.ts";
import { takeSnapshot } from "../../resources/snapshots.ts";
import { beginRemoval, remove } from "../nested/provider.ts";
import { resourceKey, resources } from "../records.ts";
import { rememberFormer } from "../stack/former-resources.ts";
import { writeResourceEvent } from "./events.ts";
import { endSwept } from "./finish.ts";
import { letGo } from "./import-resource.ts";
import type { SweepRecord } from "./records.ts";
import type { Run } from "./run.ts";
import { operationOf, patchOperation } from "./run.ts";
import { putSweep, sweepsOf } from "./sweep-plan.ts";
import { contextOf, isPhysical, lastingMs } from "./work.ts";

const cleanupAttempts = 3;

/** One wave of deletions: each goes after everything that depends on it. */
export function sweepWave(run: Run): void {
  settleDue(run);
  startReady(run);
  const running = sweepsOf(run).filter((sweep) => sweep.state === "running");
  if (running.length > 0) patchOperation(run, { dueAt: Math.min(...running.map((sweep) => sweep.dueAt)) });
  else endSwept(run);
}

function settleDue(run: Run): void {
  for (const sweep of sweepsOf(run)) {
    if (sweep.state !== "running" || sweep.dueAt > run.at) continue;
    const { victim } = sweep;
    const removal = isPhysical(victim)
      ? sweep.isImported
        ? undoImport(contextOf(run, victim))
        : remove(contextOf(run, victim), isRollback(run))
      : ({ kind: "done" } as const);
    if (removal.kind === "done" && sweep.isSnapshotted === true && isPhysical(victim))
      takeSnapshot(contextOf(run, victim));
    if (removal.kind === "wait") putSweep(run, { ...sweep, dueAt: run.at + removal.ms });
    else if (removal.kind === "done")
      gone(run, sweep, sweep.isImported ? "IMPORT_ROLLBACK_COMPLETE" : "DELETE_COMPLETE");
    else failed(run, sweep, removal.reason);
  }
}

function isRollback(run: Run): boolean {
  return operationOf(run).phase === "undo";
}

function startReady(run: Run): void {
  let isMoving = true;
  while (isMoving) {
    isMoving = false;
    const open = sweepsOf(run).filter((sweep) => sweep.state !== "done");
    const needed = new Set(
      open.flatMap(({ victim }) => victim.dependsOn.filter((id) => id !== victim.logicalId)),
    );
    // After a failure without rollback, old and new dependencies may form a circle; then order does not matter.
    const isCircle = open.every(({ state, victim }) => state === "waiting" && needed.has(victim.logicalId));
    for (const sweep of open) {
      if (sweep.state !== "waiting" || (needed.has(sweep.victim.logicalId) && !isCircle)) continue;
      start(run, sweep);
      isMoving = true;
    }
  }
}

function start(run: Run, sweep: SweepRecord): void {
  if (sweep.isImported) return startLettingGo(run, sweep);
  if (sweep.isRetained) return gone(run, sweep, "DELETE_SKIPPED");
  if (!isPhysical(sweep.victim)) return gone(run, sweep, "DELETE_COMPLETE");
  writeResourceEvent(run.region, sweep.victim, { at: run.at, status: "DELETE_IN_PROGRESS" });
  markRecord(run, sweep, "DELETE_IN_PROGRESS");
  beginRemoval(contextOf(run, sweep.victim));
  const lasting = lastingMs(run, sweep.victim.type, "delete");
  putSweep(run, { ...sweep, state: "running", dueAt: run.at + lasting });
}

/** What was imported is not deleted when the import is undone. */
function startLettingGo(run: Run, sweep: SweepRecord): void {
  writeResourceEvent(run.region, sweep.victim, { at: run.at, status: "IMPORT_ROLLBACK_IN_PROGRESS" });
  const lasting = lastingMs(run, sweep.victim.type, "update");
  putSweep(run, { ...sweep, state: "running", dueAt: run.at + lasting });
}

function gone(
  run: Run,
  sweep: SweepRecord,
  status: "DELETE_COMPLETE" | "DELETE_SKIPPED" | "IMPORT_ROLLBACK_COMPLETE",
): void {
  if (status !== "DELETE_COMPLETE") letGo(run, sweep.victim);
  if (sweep.dropsRecord) dropRecord(run, sweep, status === "DELETE_COMPLETE" ? status : "DELETE_SKIPPED");
  putSweep(run, { ...sweep, state: "done" });
  writeResourceEvent(run.region, sweep.victim, { at: run.at, status });
}

/** Cleaning up, after an update or its rollback, is tried three times, then CloudFormation lets go of the resource. */
function failed(run: Run, sweep: SweepRecord, reason: string): void {
  const attempts = sweep.attempts + 1;
  const { phase, isCreation, isImport, isForced } = operationOf(run);
  const isCleanup = phase === "cleanup" || (phase === "undo" && !isCreation && !isImport);
  const status = sweep.isImported ? "IMPORT_ROLLBACK_FAILED" : "DELETE_FAILED";
  writeResourceEvent(run.region, sweep.victim, { at: run.at, status, reason });
  if (isCleanup && attempts < cleanupAttempts) {
    putSweep(run, { ...sweep, state: "waiting", attempts });
    return;
  }
  if (isCleanup || isForced) {
    letGo(run, sweep.victim);
    if (sweep.dropsRecord) dropRecord(run, sweep, "DELETE_SKIPPED");
  } else markRecord(run, sweep, status, reason);
  putSweep(run, { ...sweep, state: "failed", attempts });
}

function markRecord(
  run: Run,
  sweep: SweepRecord,
  status: "DELETE_IN_PROGRESS" | "DELETE_FAILED" | "IMPORT_ROLLBACK_FAILED",
  reason?: string,
): void {
  if (!sweep.dropsRecord) return;
  run.region.table(resources).put(resourceKey(run.stackId, sweep.victim.logicalId), {
    ...sweep.victim,
    status,
    changedAt: run.at,
    ...(reason === undefined ? {} : { statusReason: reason }),
  });
}

/** What an update drops is forgotten; what goes with its stack is shown as long as the deleted stack is. */
function dropRecord(run: Run, { victim }: SweepRecord, status: "DELETE_COMPLETE" | "DELETE_SKIPPED"): void {
  run.region.table(resources).delete(resourceKey(run.stackId, victim.logicalId));
  const { phase, isCreation, isImport } = operationOf(run);
  const isEnd = phase === "delete" || (phase === "undo" && isCreation && !isImport);
  if (isEnd) rememberFormer(run.region, victim, { status, changedAt: run.at });
}
