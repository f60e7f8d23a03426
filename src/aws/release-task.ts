import { createHash } from "node:crypto";
import type { ECS, Task } from "@aws-sdk/client-ecs";
import {
  RELEASE_TAG,
  type ReleaseEnd,
  type ReleaseMark,
  type ReleaseRun,
  type ReleaseState,
  type ReleaseTask,
} from "../model/release.ts";
import { parseMark } from "./release-mark.ts";
import { required } from "./shape.ts";
import { describeStoppedTask } from "./stopped-task.ts";

/** How the latest attempt of a release stands, but for the log of one that failed: that is another service's. */
export type SeenRelease =
  Exclude<ReleaseState, { kind: "failed" }> | Extract<ReleaseMark, { kind: "failed" }>;

/**
 * Looks at the note on the task definition first: it outlives the tasks, which ECS forgets an hour after they have
 * stopped. Without one, whoever began the attempt is found by what its task was started by.
 */
export async function readRelease(ecs: ECS, release: ReleaseTask, now: number): Promise<SeenRelease> {
  const mark = await readMark(ecs, release);
  if (mark?.kind === "succeeded") return { kind: "succeeded" };
  if (mark?.kind === "failed") return mark;
  const attempt = mark?.attempt ?? 1;
  const tasks = await tasksOf(ecs, release, attempt);
  const running = tasks.find(({ lastStatus }) => lastStatus !== "STOPPED");
  if (running !== undefined) {
    const run = runOf(running, attempt);
    const isOverdue = running.desiredStatus !== "STOPPED" && now - run.since > release.timeoutSeconds * 1000;
    return { kind: "running", ...run, isOverdue };
  }
  const [last] = tasks;
  return last === undefined
    ? { kind: "none", attempt }
    : { kind: "stopped", ...runOf(last, attempt), ...endOf(last, release) };
}

/** What an attempt's task is started by, and the token of the request: derived, so that nobody starts it twice. */
export function releaseToken({ taskDefinition }: ReleaseTask, attempt: number): string {
  const digest = createHash("sha256").update(taskDefinition, "utf8").digest("hex");
  return `mooring-${digest.slice(0, DIGEST_LENGTH)}-${attempt}`;
}

/** Older parts of ECS take 36 characters in `startedBy`. */
const DIGEST_LENGTH = 20;

/** How a task ended: well only when its own container said so, and nobody stopped it. */
export function endOf(task: Task, { app }: ReleaseTask): ReleaseEnd {
  const container = (task.containers ?? []).find(({ name }) => name === app);
  const isStopped = task.stopCode !== undefined && task.stopCode !== "EssentialContainerExited";
  const isGood = container?.exitCode === 0 && !isStopped;
  const words = describeStoppedTask(task) ?? "it stopped, and ECS does not say why";
  return { isGood, why: isGood ? "exit code 0" : words.replace(`container ${app}: `, "") };
}

async function readMark(ecs: ECS, { taskDefinition }: ReleaseTask): Promise<ReleaseMark | undefined> {
  const { tags = [] } = await ecs.listTagsForResource({ resourceArn: taskDefinition });
  return parseMark(tags.find(({ key }) => key === RELEASE_TAG)?.value);
}

/** As many as one request takes; there is one unless a person started others by the same name. */
const MOST_TASKS = 100;

/** Newest first. */
async function tasksOf(ecs: ECS, release: ReleaseTask, attempt: number): Promise<readonly Task[]> {
  const { cluster } = release;
  const startedBy = releaseToken(release, attempt);
  const arns: string[] = [];
  for (const desiredStatus of ["RUNNING", "STOPPED"] as const) {
    const { taskArns = [] } = await ecs.listTasks({ cluster, startedBy, desiredStatus });
    arns.push(...taskArns);
  }
  if (arns.length === 0) return [];
  const { tasks = [] } = await ecs.describeTasks({ cluster, tasks: arns.slice(0, MOST_TASKS) });
  return tasks
    .filter(({ taskDefinitionArn }) => taskDefinitionArn === release.taskDefinition)
    .toSorted((one, other) => timeOf(other.createdAt) - timeOf(one.createdAt));
}

function runOf({ taskArn, createdAt }: Task, attempt: number): ReleaseRun {
  return { attempt, task: required(taskArn, "task ARN"), since: timeOf(createdAt) };
}

function timeOf(date: Date | undefined): number {
  return date?.getTime() ?? 0;
}
