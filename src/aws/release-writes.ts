import type { ECS, RunTaskCommandInput } from "@aws-sdk/client-ecs";
import type { CloudErrorKind, WriteResult } from "../model/cloud.ts";
import { RELEASE_TAG, type ReleaseMark, type ReleaseRun, type ReleaseTask } from "../model/release.ts";
import { kindOf, readFailure } from "./failure.ts";
import { formatMark } from "./release-mark.ts";
import { endOf, releaseToken } from "./release-task.ts";
import { required } from "./shape.ts";
import { cleanText, says } from "./wording.ts";

const ACCEPTED: WriteResult = { kind: "accepted" };

/**
 * Starts the task of an attempt. ECS answers a repeated token with the task that it started for it, however that ended:
 * one that has stopped and that ECS lists no longer is noted right away, since nothing else would tell of it.
 */
export function runRelease(ecs: ECS, release: ReleaseTask, attempt: number): Promise<WriteResult> {
  return settle(async () => {
    const { tasks = [], failures = [] } = await ecs.runTask(requestFor(release, attempt));
    const [task] = tasks;
    if (task === undefined) return notStarted(failures[0]?.reason);
    if (task.lastStatus !== "STOPPED") return ACCEPTED;
    const { isGood, why } = endOf(task, release);
    const mark = isGood
      ? ({ kind: "succeeded", attempt } as const)
      : ({ kind: "failed", attempt, task: required(task.taskArn, "task ARN"), why } as const);
    return tag(ecs, release, mark);
  });
}

/** Asks ECS to end a task. */
export function stopRelease(
  ecs: ECS,
  { cluster }: ReleaseTask,
  { task }: ReleaseRun,
  reason: string,
): Promise<WriteResult> {
  return settle(async () => {
    await ecs.stopTask({ cluster, task, reason });
    return ACCEPTED;
  });
}

/** Notes on the task definition how its release stands. */
export function markRelease(ecs: ECS, release: ReleaseTask, mark: ReleaseMark): Promise<WriteResult> {
  return settle(() => tag(ecs, release, mark));
}

function requestFor(release: ReleaseTask, attempt: number): RunTaskCommandInput {
  const token = releaseToken(release, attempt);
  return {
    cluster: release.cluster,
    taskDefinition: release.taskDefinition,
    count: 1,
    launchType: "FARGATE",
    networkConfiguration: {
      awsvpcConfiguration: {
        subnets: [...release.subnets],
        securityGroups: [release.securityGroup],
        assignPublicIp: release.assignPublicIp === "ENABLED" ? "ENABLED" : "DISABLED",
      },
    },
    clientToken: token,
    startedBy: token,
    enableECSManagedTags: true,
    propagateTags: "TASK_DEFINITION",
  };
}

/** Fargate without room for a task now may have some in a moment. */
function notStarted(reason: string | undefined): WriteResult {
  const message = `ECS did not start the task: ${cleanText(reason) ?? "no reason was given"}`;
  return says(reason, "noCapacity") ? { kind: "conflict", message } : { kind: "rejected", message };
}

async function tag(ecs: ECS, { taskDefinition }: ReleaseTask, mark: ReleaseMark): Promise<WriteResult> {
  await ecs.tagResource({
    resourceArn: taskDefinition,
    tags: [{ key: RELEASE_TAG, value: formatMark(mark) }],
  });
  return ACCEPTED;
}

const REFUSALS: ReadonlySet<CloudErrorKind> = new Set(["denied", "unexpected"]);

/** What ECS refuses or does not allow is about this one release; everything else means that AWS could not be asked. */
async function settle(work: () => Promise<WriteResult>): Promise<WriteResult> {
  try {
    return await work();
  } catch (error) {
    const failure = readFailure(error);
    const isRefusal = REFUSALS.has(kindOf(failure)) && failure.status !== undefined;
    if (!isRefusal) throw error;
    return { kind: "rejected", message: cleanText(failure.message) ?? failure.name };
  }
}
