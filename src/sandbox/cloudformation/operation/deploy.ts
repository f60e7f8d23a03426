import type { Progress } from "../../resources/behaviour.ts";
import { settleImport } from "../../resources/provider.ts";
import { settleCreation, settleUpdate } from "../nested/provider.ts";
import type { ResourceRecord } from "../records.ts";
import { writeResourceEvent } from "./events.ts";
import { endBroken, endDeployed, endFailed, endTimedOut, endTriggered } from "./finish.ts";
import { denyRemovals } from "./obey-policy.ts";
import { completeImport, letGo } from "./import-resource.ts";
import type { WorkRecord } from "./records.ts";
import { propagateTags } from "./propagate-tags.ts";
import { isMonitoring, triggerRefusal } from "./rollback-triggers.ts";
import type { Run } from "./run.ts";
import { operationOf, patchOperation, putRecord, recordOf, stackOf } from "./run.ts";
import { startResource } from "./start-resource.ts";
import { contextOf, isPhysical, putWork, workOn, worksOf } from "./work.ts";

/**
 * One wave of a creation or update: ends every step that is due, then starts everything whose dependencies are settled.
 *
 * The first failure cancels what is still running and ends the phase.
 */
export function deployWave(run: Run): void {
  if (operationOf(run).isBroken === true) return endCancelled(run);
  denyRemovals(run);
  settleDue(run);
  if (worksOf(run).some((work) => work.state === "failed")) {
    cancelRunning(run);
    return endFailed(run);
  }
  const breach = triggerRefusal(run);
  if (breach !== undefined) {
    cancelRunning(run);
    return endTriggered(run, breach);
  }
  startReady(run);
  const running = worksOf(run).filter((work) => work.state === "running");
  if (running.length === 0) return isMonitoring(run) ? undefined : endDeployed(run);
  const deadline = creationDeadline(run);
  if (run.at >= deadline) {
    cancelRunning(run);
    return endTimedOut(run);
  }
  patchOperation(run, { dueAt: Math.min(deadline, ...running.map((work) => work.dueAt)) });
}

/** When a creation has to be over; an update may take as long as it likes. */
function creationDeadline(run: Run): number {
  const { timeoutInMinutes } = stackOf(run);
  const { isCreation, startedAt } = operationOf(run);
  return isCreation && timeoutInMinutes !== undefined
    ? startedAt + timeoutInMinutes * 60_000
    : Number.POSITIVE_INFINITY;
}

/** Breaks an update off: whatever still runs is cancelled, and the operation rolls back. */
export function endCancelled(run: Run): void {
  cancelRunning(run);
  endBroken(run, "User Initiated");
}

function settleDue(run: Run): void {
  const due = worksOf(run).filter((work) => work.state === "running" && work.dueAt <= run.at);
  for (const work of due) {
    const record = recordOf(run, work.logicalId);
    if (record === undefined) throw new Error(`${work.logicalId} is worked on and has no record`);
    const progress = settle(run, work, record);
    if (progress.kind === "wait") putWork(run, { ...work, dueAt: run.at + progress.ms });
    else if (progress.kind === "failed") fail(run, work, record, progress.reason);
    else complete(run, work, { ...record, attributes: progress.attributes });
  }
}

function settle(run: Run, work: WorkRecord, record: ResourceRecord): Progress {
  if (work.refusal !== undefined) return { kind: "failed", reason: work.refusal };
  if (!isPhysical(record)) throw new Error(`${work.logicalId} is worked on and has no physical id`);
  const context = contextOf(run, record, work.before);
  const isAwaited = !operationOf(run).isExpress;
  if (work.step === "import") return settleImport(context);
  return work.step === "update"
    ? settleUpdate(context, { isRollback: false, isAwaited })
    : settleCreation(context, isAwaited);
}

function complete(run: Run, work: WorkRecord, record: ResourceRecord): void {
  if (work.step === "import") {
    putWork(run, { ...work, state: "done" });
    return completeImport(run, record);
  }
  const status = work.step === "create" ? "CREATE_COMPLETE" : "UPDATE_COMPLETE";
  putRecord(run, { ...record, status, changedAt: run.at });
  propagateTags(run, record, work.before);
  putWork(run, { ...work, state: "done" });
  writeResourceEvent(run.region, record, { at: run.at, status });
}

function fail(run: Run, work: WorkRecord, record: ResourceRecord, reason: string): void {
  const status = failedStatus[work.step];
  const { physicalId: _, ...left } = record;
  if (work.step === "import") letGo(run, record);
  putRecord(run, {
    ...(work.step === "import" ? left : record),
    status,
    statusReason: reason,
    changedAt: run.at,
  });
  putWork(run, { ...work, state: "failed" });
  writeResourceEvent(run.region, record, { at: run.at, status, reason });
}

const failedStatus = {
  create: "CREATE_FAILED",
  update: "UPDATE_FAILED",
  replace: "UPDATE_FAILED",
  import: "IMPORT_FAILED",
} as const;

function cancelRunning(run: Run): void {
  for (const work of worksOf(run)) {
    const record = work.state === "running" ? recordOf(run, work.logicalId) : undefined;
    if (record === undefined) continue;
    const what = work.step === "create" ? "creation" : work.step === "import" ? "import" : "update";
    fail(run, work, record, `Resource ${what} cancelled`);
  }
}

function startReady(run: Run): void {
  const wanted = new Set(run.target.wanted);
  for (const logicalId of run.target.wanted) {
    if (isSettled(run, logicalId) || isStarted(run, logicalId)) continue;
    const needs = run.target.scope.template.dependencies.get(logicalId) ?? [];
    if (!needs.every((need) => !wanted.has(need) || isSettled(run, need))) continue;
    if (startResource(run, logicalId) === "unchanged") run.target.settled.add(logicalId);
  }
}

function isStarted(run: Run, logicalId: string): boolean {
  const work = workOn(run, logicalId);
  return work !== undefined && work.state !== "carried";
}

function isSettled(run: Run, logicalId: string): boolean {
  return run.target.settled.has(logicalId) || workOn(run, logicalId)?.state === "done";
}
