import type { Region, World } from "../world.ts";
import { planChangeSet } from "./change-set/plan-change-set.ts";
import { changeSets, pendingChangeSets } from "./change-set/records.ts";
import { DueQueue } from "./due-queue.ts";
import { deployWave } from "./operation/deploy.ts";
import { operations } from "./operation/records.ts";
import { restoreWave } from "./operation/restore.ts";
import type { Run, Target } from "./operation/run.ts";
import { openRun, operationOf, templateOf } from "./operation/run.ts";
import { sweepWave } from "./operation/sweep.ts";
import { stacks } from "./records.ts";

/**
 * Performs every step that is due, in time order over all accounts and Regions, each stamped with its own due time.
 *
 * A step that brings on another that is due at once is followed by it. Nothing happens between two calls.
 */
export function advance(world: World, now: number): void {
  const queue = new DueQueue();
  for (const region of world.regions()) {
    for (const { stackId, dueAt } of region.table(operations).values())
      if (dueAt <= now) enqueueOperation(queue, world, region, stackId, dueAt, now);
    for (const { changeSetId, dueAt } of region.table(pendingChangeSets).values())
      if (dueAt <= now) queue.add({ at: dueAt, run: () => makeChangeSet(world, region, changeSetId) });
  }
  for (let due = queue.take(); due !== undefined; due = queue.take()) due.run();
}

function enqueueOperation(
  queue: DueQueue,
  world: World,
  region: Region,
  stackId: string,
  dueAt: number,
  now: number,
): void {
  const cache = new Map<string, Target>();
  const step = (at: number): void => {
    stepOperation(openRun(at, { world, region, stackId }, cache));
    const next = region.table(operations).get(stackId);
    if (next !== undefined && next.dueAt <= now) queue.add({ at: next.dueAt, run: () => step(next.dueAt) });
  };
  queue.add({ at: dueAt, run: () => step(dueAt) });
}

function stepOperation(run: Run): void {
  switch (operationOf(run).phase) {
    case "deploy":
      return deployWave(run);
    case "restore":
      return restoreWave(run);
    case "cleanup":
    case "undo":
    case "delete":
      return sweepWave(run);
  }
}

function makeChangeSet(world: World, region: Region, changeSetId: string): void {
  region.table(pendingChangeSets).delete(changeSetId);
  const changeSet = region.table(changeSets).get(changeSetId);
  const stack = changeSet === undefined ? undefined : region.table(stacks).get(changeSet.stackId);
  if (changeSet === undefined || stack === undefined) return;
  const submission = { ...changeSet, template: templateOf(region, changeSetId) };
  region
    .table(changeSets)
    .put(changeSetId, { ...changeSet, ...planChangeSet(world, region, stack, submission) });
}
