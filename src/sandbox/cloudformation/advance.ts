import type { Region, World } from "../world.ts";
import { makeChangeSet } from "./nested/make-change-set.ts";
import { pendingChangeSets } from "./change-set/records.ts";
import { finishDetection } from "./drift/detect-stack.ts";
import { runningDetections } from "./drift/records.ts";
import { DueQueue } from "./due-queue.ts";
import { nestedStacks } from "./nested/records.ts";
import { deployWave } from "./operation/deploy.ts";
import { operations } from "./operation/records.ts";
import { restoreWave } from "./operation/restore.ts";
import type { Run, Target } from "./operation/run.ts";
import { openRun, operationOf } from "./operation/run.ts";
import { sweepWave } from "./operation/sweep.ts";

/**
 * Performs every step that is due, in time order over all accounts and Regions, each stamped with its own due time.
 *
 * A step that brings on another that is due at once is followed by it. Nothing happens between two calls.
 */
export function advance(world: World, now: number): void {
  const queue = new DueQueue();
  const agenda: Agenda = { queue, world, now, queued: new Set() };
  for (const region of world.regions()) {
    for (const { stackId, dueAt } of region.table(operations).values())
      enqueueOperation(agenda, region, stackId, dueAt);
    for (const { changeSetId, dueAt } of region.table(pendingChangeSets).values())
      if (dueAt <= now)
        queue.add({ at: dueAt, run: () => makeChangeSet({ world, region, at: dueAt }, changeSetId) });
    for (const [stackId, { dueAt }] of region.table(runningDetections).entries())
      if (dueAt <= now)
        queue.add({ at: dueAt, run: () => finishDetection({ world, region, stackId }, dueAt) });
  }
  for (let due = queue.take(); due !== undefined; due = queue.take()) due.run();
}

/** What is done until now, and whose operations are in the queue. */
interface Agenda {
  readonly queue: DueQueue;
  readonly world: World;
  readonly now: number;
  readonly queued: Set<string>;
}

function enqueueOperation(agenda: Agenda, region: Region, stackId: string, dueAt: number): void {
  const { queue, world, now, queued } = agenda;
  if (dueAt > now || queued.has(stackId)) return;
  queued.add(stackId);
  const cache = new Map<string, Target>();
  const step = (at: number): void => {
    stepOperation(openRun(at, { world, region, stackId }, cache));
    enqueueNested(agenda, region, stackId);
    const next = region.table(operations).get(stackId);
    if (next !== undefined && next.dueAt <= now) queue.add({ at: next.dueAt, run: () => step(next.dueAt) });
    else queued.delete(stackId);
  };
  queue.add({ at: dueAt, run: () => step(dueAt) });
}

/** A step may have set nested stacks going. */
function enqueueNested(agenda: Agenda, region: Region, parentId: string): void {
  for (const { stackId } of region.table(nestedStacks).inGroup(parentId)) {
    const operation = region.table(operations).get(stackId);
    if (operation !== undefined) enqueueOperation(agenda, region, stackId, operation.dueAt);
  }
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
