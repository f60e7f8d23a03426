import { ApiError } from "../../errors.ts";
import { dropChangeSets, endExecution } from "../change-set/lifecycle.ts";
import type { StackRecord, StackStatus } from "../records.ts";
import { previousTemplateKey, templates } from "../records.ts";
import { settleStackPolicies } from "../stack-policy/store.ts";
import { awaitsNested, holdCleanup, releaseNested } from "../nested/hold.ts";
import { writeStackEvent } from "./events.ts";
import { exportConflict, putExports } from "./exports.ts";
import { evaluateOutputs, importedNames } from "./outputs.ts";
import { planCleanup, planDeletion, planUndo } from "./plan-removal.ts";
import type { Phase } from "./records.ts";
import { operations } from "./records.ts";
import type { Run } from "./run.ts";
import { openRun, operationOf, patchOperation, putRecord, putStack, recordOf, stackOf } from "./run.ts";
import { clearSweeps, sweepsOf } from "./sweep-plan.ts";
import { clearWorks, worksOf } from "./work.ts";

/** Everything the template wants is there: outputs are evaluated, and an update goes on to clean up. */
export function endDeployed(run: Run): void {
  const refusal = publishOutputs(run);
  if (refusal !== undefined) return turnBack(run, `${refusal}. `.replace("..", "."));
  refreshDependencies(run);
  if (operationOf(run).isImport) return complete(run, "IMPORT_COMPLETE", true);
  if (operationOf(run).type === "CREATE_STACK") return complete(run, "CREATE_COMPLETE", true);
  planCleanup(run);
  enterPhase(run, "cleanup", "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS");
  holdCleanup(run);
}

/** Something could not be created or updated. */
export function endFailed(run: Run): void {
  const failed = worksOf(run).filter((work) => work.state === "failed");
  const isReal = (work: { readonly logicalId: string }): boolean =>
    !/^Resource \w+ cancelled$/.test(recordOf(run, work.logicalId)?.statusReason ?? "");
  const named = (...steps: readonly string[]): string[] =>
    failed.filter((work) => steps.includes(work.step) && isReal(work)).map((work) => work.logicalId);
  turnBack(
    run,
    failures("create", named("create")) +
      failures("update", named("update", "replace")) +
      failures("import", named("import")),
  );
}

/** The creation took longer than its caller allowed. */
export function endTimedOut(run: Run): void {
  turnBack(run, "Stack creation time exceeded the specified timeout. ");
}

/** A rollback trigger went off, or is not there. */
export function endTriggered(run: Run, reason: string): void {
  turnBack(run, reason);
}

/** Early validation refused it. */
export function endInvalid(run: Run, reason: string): void {
  turnBack(run, reason);
}

/** A person broke the update off: it rolls back, whatever a failure would have led to. */
export function endBroken(run: Run, reason: string): void {
  patchOperation(run, { onFailure: "ROLLBACK" });
  turnBack(run, reason);
}

/** What the update changed is back; what it made goes next. */
export function endRestored(run: Run): void {
  restoreContent(run);
  planUndo(run);
  enterPhase(run, "undo", "UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS");
}

/** Something could not be put back: the stack is stuck until a person continues the rollback. */
export function endRestoreFailed(run: Run): void {
  const stuck = worksOf(run)
    .filter((work) => work.state === "stuck")
    .map((work) => work.logicalId);
  setStatus(run, "UPDATE_ROLLBACK_FAILED", failures("update", stuck));
  endOperation(run, false);
}

/** All deletions of the phase are done, or cannot be. */
export function endSwept(run: Run): void {
  if (awaitsNested(run)) return;
  const undone = sweepsOf(run).filter((sweep) => sweep.state === "failed");
  const reason = failures(
    "delete",
    undone.map((sweep) => sweep.victim.logicalId),
  );
  const { phase, isCreation, isImport, isForced } = operationOf(run);
  switch (phase) {
    case "cleanup":
      return complete(
        run,
        "UPDATE_COMPLETE",
        true,
        undone.length > 0 ? "Update successful. One or more resources could not be deleted." : undefined,
      );
    case "undo":
      if (isImport)
        return undone.length > 0
          ? complete(run, "IMPORT_ROLLBACK_FAILED", false, reason)
          : complete(run, "IMPORT_ROLLBACK_COMPLETE", false);
      if (!isCreation) {
        republishOutputs(run);
        return complete(run, "UPDATE_ROLLBACK_COMPLETE", false);
      }
      return undone.length > 0
        ? complete(run, "ROLLBACK_FAILED", false, reason)
        : complete(run, "ROLLBACK_COMPLETE", false);
    case "delete":
      return undone.length > 0 && !isForced
        ? complete(run, "DELETE_FAILED", false, reason)
        : completeDeletion(run);
    case "deploy":
    case "restore":
      throw new Error(`the phase ${phase} deletes nothing`);
  }
}

function failures(what: string, logicalIds: readonly string[]): string {
  return logicalIds.length === 0
    ? ""
    : `The following resource(s) failed to ${what}: [${logicalIds.join(", ")}]. `;
}

function publishOutputs(run: Run): string | undefined {
  try {
    const outputs = evaluateOutputs(run.target.scope);
    const conflict = exportConflict(run.region, run.stackId, outputs);
    if (conflict !== undefined) return conflict;
    putExports(run.region, run.stackId, outputs);
    putStack(run, { ...stackOf(run), outputs, imports: importedNames(run.target.scope) });
    return undefined;
  } catch (error) {
    if (error instanceof ApiError) return error.message;
    throw error;
  }
}

/** A nested stack that its parent took back had shown its new outputs already. */
function republishOutputs(run: Run): void {
  const { world, region, stackId, at } = run;
  if (stackOf(run).parentId !== undefined) publishOutputs(openRun(at, { world, region, stackId }, new Map()));
}

/** Template, parameters and the rest are again what they were before the operation. */
function restoreContent(run: Run): void {
  const { previous, ...rest } = stackOf(run);
  if (previous === undefined) return;
  const { description, ...content } = previous;
  const { description: _, ...undescribed } = rest;
  putStack(run, { ...undescribed, content, ...(description === undefined ? {} : { description }) });
  const table = run.region.table(templates);
  const template = table.get(previousTemplateKey(run.stackId));
  if (template !== undefined) table.put(run.stackId, template);
}

/** Resources that did not change may hang together in another way than before. */
function refreshDependencies(run: Run): void {
  const { dependencies } = run.target.scope.template;
  for (const logicalId of run.target.wanted) {
    const record = recordOf(run, logicalId);
    const dependsOn = dependencies.get(logicalId) ?? [];
    if (record !== undefined && record.dependsOn.join() !== dependsOn.join())
      putRecord(run, { ...record, dependsOn });
  }
}

/** Goes where the operation says a failure leads. */
function turnBack(run: Run, reason: string): void {
  const { onFailure, isCreation, isImport } = operationOf(run);
  if (isImport) {
    restoreContent(run);
    planUndo(run);
    return enterPhase(run, "undo", "IMPORT_ROLLBACK_IN_PROGRESS", reason);
  }
  switch (onFailure) {
    case "DO_NOTHING":
      releaseNested(run);
      setStatus(run, isCreation ? "CREATE_FAILED" : "UPDATE_FAILED", reason);
      return endOperation(run, false);
    case "DELETE":
      planDeletion(run);
      return enterPhase(run, "delete", "DELETE_IN_PROGRESS", `${reason}Delete requested by user.`);
    case "ROLLBACK":
      if (!isCreation) return enterPhase(run, "restore", "UPDATE_ROLLBACK_IN_PROGRESS", reason);
      planUndo(run);
      return enterPhase(run, "undo", "ROLLBACK_IN_PROGRESS", `${reason}Rollback requested by user.`);
  }
}

function enterPhase(run: Run, phase: Phase, status: StackStatus, reason?: string): void {
  setStatus(run, status, reason);
  patchOperation(run, { phase, dueAt: run.at });
}

function completeDeletion(run: Run): void {
  putExports(run.region, run.stackId, []);
  complete(run, "DELETE_COMPLETE", true);
  putStack(run, { ...stackOf(run), deletedAt: run.at, outputs: [], imports: [] });
  dropChangeSets(run.region, run.stackId);
}

function complete(run: Run, status: StackStatus, isSuccess: boolean, reason?: string): void {
  setStatus(run, status, reason);
  clearWorks(run);
  clearSweeps(run);
  const { previous: _, ...stack } = stackOf(run);
  putStack(run, stack);
  run.region.table(templates).delete(previousTemplateKey(run.stackId));
  endOperation(run, isSuccess);
}

function endOperation(run: Run, isSuccess: boolean): void {
  endExecution(run.region, stackOf(run).changeSetId, isSuccess);
  settleStackPolicies(run.region, run.stackId, isSuccess);
  run.region.table(operations).delete(run.stackId);
}

/** Changes the stack's status and writes the event. */
export function setStatus(run: Run, status: StackStatus, reason?: string): void {
  const { statusReason: _, ...stack } = stackOf(run);
  const changed: StackRecord = {
    ...stack,
    status,
    ...(reason === undefined ? {} : { statusReason: reason }),
  };
  putStack(run, changed);
  writeStackEvent(run.region, changed, run.at, reason);
}
