import type { ECS, Service, ServiceEvent } from "@aws-sdk/client-ecs";
import { describeStoppedTask, isFailedTask } from "./stopped-task.ts";
import { cleanText } from "./wording.ts";

/** A service that CloudFormation could not bring to rest, as far as its events tell. */
export interface FailedService {
  /** Its ARN. */
  readonly service: string;
  /** ARNs of the task definitions that the operation made until then. */
  readonly taskDefinitions: readonly string[];
  /** When the operation began; milliseconds since the epoch, as below. */
  readonly from: number;
  /** When CloudFormation gave up. */
  readonly to: number;
}

/**
 * Why ECS could not deploy a service, in its own words: why the newest task of that deployment stopped, else what the
 * service says. `undefined` when it does not know, or not any more: stopped tasks are kept for an hour.
 *
 * Nothing counts but what belongs to the failed operation: its task definition, and its time.
 */
export async function readDeploymentFailure(ecs: ECS, failed: FailedService): Promise<string | undefined> {
  const cluster = /:service\/([^/]+)\/[^/]+$/.exec(failed.service)?.[1];
  if (cluster === undefined) return undefined;
  const { services } = await ecs.describeServices({ cluster, services: [failed.service] });
  const [service] = services ?? [];
  if (service === undefined) return undefined;
  const attempt = attemptOf(service, failed);
  return (await stoppedTask(ecs, cluster, attempt)) ?? serviceWords(service, attempt);
}

interface Attempt extends FailedService {
  readonly name: string;
  /** Of the task definitions that were tried. */
  readonly families: readonly string[];
}

/** Families that are asked about; an operation on one service makes one. */
const MOST_FAMILIES = 2;

/**
 * A rolled-back service has its old task definition again. Where the template names no family, every definition has one
 * of its own; where it does, others of the operation belong to other services.
 */
function attemptOf(service: Service, failed: FailedService): Attempt {
  const own = familyOf(service.taskDefinition);
  const ofOwn = failed.taskDefinitions.filter((arn) => familyOf(arn) === own);
  const taskDefinitions = ofOwn.length > 0 ? ofOwn : failed.taskDefinitions;
  const tried = taskDefinitions.length > 0 ? taskDefinitions.map(familyOf) : [own];
  const families = [...new Set(tried.filter((family) => family !== undefined))];
  return { ...failed, taskDefinitions, name: service.serviceName ?? "", families };
}

/** The family in `arn:aws:ecs:<region>:<account>:task-definition/<family>:<revision>`. */
function familyOf(taskDefinition: string | undefined): string | undefined {
  return /:task-definition\/([^:]+):\d+$/.exec(taskDefinition ?? "")?.[1];
}

/** As many as one request takes. */
const MOST_TASKS = 100;

/** Tasks are asked for by family, because a service that was never created has none by its name. */
async function stoppedTask(ecs: ECS, cluster: string, attempt: Attempt): Promise<string | undefined> {
  const arns: string[] = [];
  for (const family of attempt.families.slice(0, MOST_FAMILIES)) {
    const { taskArns = [] } = await ecs.listTasks({ cluster, family, desiredStatus: "STOPPED" });
    arns.push(...taskArns);
  }
  if (arns.length === 0) return undefined;
  const { tasks = [] } = await ecs.describeTasks({ cluster, tasks: arns.slice(0, MOST_TASKS) });
  const [newest] = tasks
    .filter(
      (task) =>
        task.group === `service:${attempt.name}` &&
        isOfAttempt(attempt, task.taskDefinitionArn, task.createdAt) &&
        isFailedTask(task),
    )
    .toSorted((one, other) => timeOf(other.stoppedAt) - timeOf(one.stoppedAt));
  return newest === undefined ? undefined : describeStoppedTask(newest);
}

/** Clocks of two services may differ by this much. */
const SLACK_MS = 5000;

function isOfAttempt(
  { taskDefinitions, from, to }: Attempt,
  definition: string | undefined,
  createdAt: Date | undefined,
): boolean {
  const isMine =
    taskDefinitions.length === 0 || (definition !== undefined && taskDefinitions.includes(definition));
  const at = timeOf(createdAt);
  return isMine && at >= from - SLACK_MS && at <= to + SLACK_MS;
}

function timeOf(date: Date | undefined): number {
  return date?.getTime() ?? 0;
}

/** An event that names a trouble, else why the deployment was given up. */
function serviceWords(service: Service, attempt: Attempt): string | undefined {
  const trouble = (service.events ?? [])
    .filter(({ createdAt }) => isDuring(attempt, createdAt))
    .toSorted((one, other) => timeOf(other.createdAt) - timeOf(one.createdAt))
    .find(({ message }) => TROUBLE.test(message ?? ""));
  const given = (service.deployments ?? []).find(
    (it) => it.rolloutState === "FAILED" && isOfAttempt(attempt, it.taskDefinition, it.createdAt),
  );
  return cleanText(withoutName(trouble)) ?? cleanText(given?.rolloutStateReason);
}

function isDuring({ from, to }: Attempt, at: Date | undefined): boolean {
  return timeOf(at) >= from && timeOf(at) <= to + SLACK_MS;
}

const TROUBLE = /unable to|unhealthy|health checks?|insufficient|cannot|not available|error/i;

/** `(service shop) was unable to …` without what the reader knows. */
function withoutName(event: ServiceEvent | undefined): string | undefined {
  return event?.message?.replace(/^\(service [^)]+\) /, "");
}
