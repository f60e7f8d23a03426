import { deletionFate, replacementFate } from "../../resources/policies.ts";
import type { Fate } from "../../resources/policies.ts";
import type { ResourceRecord } from "../records.ts";
import { resources } from "../records.ts";
import type { Region } from "../../world.ts";
import { sweeps, works } from "./records.ts";
import type { Run } from "./run.ts";
import { operationOf, recordOf } from "./run.ts";
import { planSweep } from "./sweep-plan.ts";
import { isReplaced, worksOf } from "./work.ts";

/** Plans to remove old halves of replacements, and what the template no longer wants. */
export function planCleanup(run: Run): void {
  for (const work of worksOf(run)) {
    const { before } = work;
    const current = recordOf(run, work.logicalId);
    if (before === undefined || current === undefined || !isReplaced(work, current)) continue;
    if (before.live?.kind === "deleted") continue;
    planSweep(run, before, { fate: replacementFate(current), dropsRecord: false });
  }
  const wanted = new Set(run.target.wanted);
  for (const record of run.region.table(resources).inGroup(run.stackId))
    if (!wanted.has(record.logicalId))
      planSweep(run, record, { fate: deletionFate(record), dropsRecord: true });
}

/** Plans to remove what the operation created: of a creation that is everything. What it imported leaves the stack. */
export function planUndo(run: Run): void {
  const { isCreation } = operationOf(run);
  const done = worksOf(run);
  const created = new Set(done.filter((work) => work.before === undefined).map((work) => work.logicalId));
  const imported = new Set(done.filter((work) => work.isImported === true).map((work) => work.logicalId));
  for (const record of run.region.table(resources).inGroup(run.stackId))
    if (isCreation || created.has(record.logicalId))
      planSweep(run, record, {
        fate: undoFate(run, record),
        dropsRecord: true,
        isImported: imported.has(record.logicalId),
      });
}

/** A resource that was made a moment ago is kept only by a plain `Retain`, and not when the caller says so. */
function undoFate(run: Run, record: ResourceRecord): Fate {
  const isKept = record.deletionPolicy === "Retain" && !operationOf(run).retainExceptOnCreate;
  return isKept && record.physicalId !== undefined ? "Retain" : "Delete";
}

/** Plans to remove everything the stack has, by its policies; those that the caller spares are kept. */
export function planDeletion(run: Run): void {
  const { spared } = operationOf(run);
  for (const record of run.region.table(resources).inGroup(run.stackId))
    planSweep(run, record, {
      fate: spared.includes(record.logicalId) ? "Retain" : deletionFate(record),
      dropsRecord: true,
    });
}

/** A deletion takes over from a creation that is running and from whatever a failed operation left. */
export function forgetFailedOperation(region: Region, stackId: string): void {
  for (const work of region.table(works).inGroup(stackId))
    region.table(works).delete(`${work.stackId}#${work.logicalId}`);
  for (const sweep of region.table(sweeps).inGroup(stackId)) region.table(sweeps).delete(sweep.key);
}
