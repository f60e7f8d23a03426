import type { JsonObject } from "../json.ts";
import type { Region, TableKind } from "../world.ts";

/** A task that RunTask started, keyed by its ARN. What becomes of it is known from its start: its status is a matter of time. Times are epoch milliseconds. */
export interface RanTaskRecord {
  readonly taskArn: string;
  readonly clusterArn: string;
  readonly taskDefinitionArn: string;
  readonly group: string;
  readonly startedBy?: string;
  /** What was asked for, so that a token that comes again starts nothing. */
  readonly token?: { readonly clientToken: string; readonly request: string };
  readonly createdAt: number;
  /** When its containers run; absent for one that cannot start. */
  readonly startedAt?: number;
  readonly stopsAt: number;
  readonly stopCode: string;
  readonly stoppedReason: string;
  /** Somebody told it to stop. */
  readonly isStopping?: boolean;
  readonly containers: readonly RanContainer[];
  /** What the request said, as the API shows it. */
  readonly asked: JsonObject;
}

/** A container of such a task, and what becomes of it. */
export interface RanContainer {
  readonly name: string;
  readonly image: string;
  readonly exitCode?: number;
  readonly reason?: string;
}

const ranTasks: TableKind<RanTaskRecord> = { name: "ecsTasks", groupBy: ({ clusterArn }) => clusterArn };

/** ECS shows a task for an hour after it stopped. (API Reference, ListTasks.) */
const SHOWN_MS = 3_600_000;

/** The tasks that RunTask started in a cluster, as long as ECS shows them. */
export function ranTasksIn(region: Region, clusterArn: string, now: number): readonly RanTaskRecord[] {
  return everyRanTask(region, clusterArn).filter(({ stopsAt }) => now < stopsAt + SHOWN_MS);
}

/** The tasks that RunTask ever started in a cluster. */
export function everyRanTask(region: Region, clusterArn: string): readonly RanTaskRecord[] {
  return region.table(ranTasks).inGroup(clusterArn);
}

/** Keeps a task as it is now. */
export function putRanTask(region: Region, task: RanTaskRecord): void {
  region.table(ranTasks).put(task.taskArn, task);
}

/** A task that RunTask started, by its ARN. */
export function findRanTask(region: Region, taskArn: string): RanTaskRecord | undefined {
  return region.table(ranTasks).get(taskArn);
}

/** Where a task is at a moment. */
export function statusOf({ startedAt, stopsAt }: RanTaskRecord, now: number): string {
  if (now >= stopsAt) return "STOPPED";
  return startedAt !== undefined && now >= startedAt ? "RUNNING" : "PENDING";
}

/** A task as the API shows it; at its start it says so, even where everything is instant. */
export function shownRanTask(task: RanTaskRecord, now: number, lastStatus = statusOf(task, now)): JsonObject {
  const hasStopped = lastStatus === "STOPPED";
  const hasStarted = task.startedAt !== undefined && (lastStatus === "RUNNING" || hasStopped);
  return {
    ...task.asked,
    taskArn: task.taskArn,
    clusterArn: task.clusterArn,
    taskDefinitionArn: task.taskDefinitionArn,
    group: task.group,
    ...(task.startedBy === undefined ? {} : { startedBy: task.startedBy }),
    lastStatus,
    desiredStatus: hasStopped || task.isStopping === true ? "STOPPED" : "RUNNING",
    createdAt: task.createdAt / 1000,
    ...(hasStarted && task.startedAt !== undefined ? { startedAt: task.startedAt / 1000 } : {}),
    ...(hasStopped
      ? { stoppedAt: task.stopsAt / 1000, stopCode: task.stopCode, stoppedReason: task.stoppedReason }
      : {}),
    containers: task.containers.map(({ name, image, ...end }) => ({
      name,
      image,
      taskArn: task.taskArn,
      lastStatus,
      ...(hasStopped ? end : {}),
    })),
  };
}
