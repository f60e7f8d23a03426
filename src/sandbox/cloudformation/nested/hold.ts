import { operations } from "../operation/records.ts";
import type { Run } from "../operation/run.ts";
import { operationOf, patchOperation } from "../operation/run.ts";
import { nestedStacks } from "./records.ts";

/** When an operation goes on that waits for its parent: not by itself. */
export const heldUntil = Number.MAX_SAFE_INTEGER;

/**
 * Makes a nested stack wait with cleaning up until its parent does: until then the parent may still roll it back.
 *
 * Without a parent's operation that drives it, nothing is waited for.
 */
export function holdCleanup(run: Run): void {
  const nested = run.region.table(nestedStacks).get(run.stackId);
  const parent = nested === undefined ? undefined : run.region.table(operations).get(nested.parentId);
  if (parent !== undefined && parent.operationId === nested?.drivenBy)
    patchOperation(run, { dueAt: heldUntil });
}

/** Lets the nested stacks that wait for this one clean up. */
export function releaseNested(run: Run): void {
  const table = run.region.table(operations);
  for (const { stackId } of run.region.table(nestedStacks).inGroup(run.stackId)) {
    const operation = table.get(stackId);
    if (operation?.dueAt === heldUntil) table.put(stackId, { ...operation, dueAt: run.at });
  }
}

/** Whether a stack's clean-up has to wait for that of its nested stacks; if so, it looks again when they went on. */
export function awaitsNested(run: Run): boolean {
  if (operationOf(run).phase !== "cleanup") return false;
  releaseNested(run);
  const table = run.region.table(operations);
  const due = run.region
    .table(nestedStacks)
    .inGroup(run.stackId)
    .flatMap(({ stackId }) => table.get(stackId)?.dueAt ?? []);
  if (due.length === 0) return false;
  patchOperation(run, { dueAt: Math.max(run.at, Math.min(...due)) });
  return true;
}
