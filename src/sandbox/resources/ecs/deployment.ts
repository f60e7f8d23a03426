import { derivedHex, derivedUuid } from "../../identifiers.ts";
import type { Region } from "../../world.ts";
import type { DeploymentRecord, ServiceRecord, StoppedTaskRecord, TaskDefinitionRecord } from "./records.ts";
import { taskDefinitions } from "./records.ts";
import type { TaskTrouble } from "./task-trouble.ts";

/** A deployment that has just begun. */
export function newDeployment(service: {
  readonly serviceArn: string;
  readonly taskDefinition: string;
  readonly desiredCount: number;
  readonly now: number;
}): DeploymentRecord {
  const { serviceArn, taskDefinition, desiredCount, now } = service;
  const number = Number.parseInt(derivedHex(12, serviceArn, taskDefinition, String(now)), 16);
  const id = `ecs-svc/${String(number).padStart(19, "0").slice(-19)}`;
  return {
    id,
    status: "PRIMARY",
    taskDefinition,
    desiredCount,
    runningCount: 0,
    pendingCount: desiredCount,
    failedTasks: 0,
    createdAt: now,
    updatedAt: now,
    rolloutState: "IN_PROGRESS",
    rolloutStateReason: `ECS deployment ${id} in progress.`,
  };
}

/** A task definition by ARN, by `family:revision`, or the newest active one of a family. */
export function findTaskDefinition(region: Region, name: string): TaskDefinitionRecord | undefined {
  const table = region.table(taskDefinitions);
  const known = table.get(name);
  if (known !== undefined) return known;
  const [family = "", revision] = name.split(":");
  const inFamily = table.inGroup(family);
  if (revision !== undefined) return inFamily.find((definition) => String(definition.revision) === revision);
  return inFamily.findLast((definition) => definition.status === "ACTIVE");
}

/** The service after its newest deployment has come up. */
export function steadyService(service: ServiceRecord, now: number): ServiceRecord {
  const [primary] = service.deployments;
  if (primary === undefined) return service;
  const { desiredCount } = service;
  return {
    ...service,
    runningCount: desiredCount,
    pendingCount: 0,
    deployments: [
      {
        ...primary,
        runningCount: desiredCount,
        pendingCount: 0,
        updatedAt: now,
        rolloutState: "COMPLETED",
        rolloutStateReason: `ECS deployment ${primary.id} completed.`,
      },
    ],
    events: withEvent(
      withEvent(service.events, service, now, `(deployment ${primary.id}) deployment completed.`),
      service,
      now,
      "has reached a steady state.",
    ),
  };
}

/** The service after tasks of its newest deployment could not start; `isGivenUp` when its circuit breaker was triggered. */
export function failingService(
  service: ServiceRecord,
  failure: { readonly trouble: TaskTrouble; readonly now: number; readonly isGivenUp: boolean },
): ServiceRecord {
  const [primary, ...others] = service.deployments;
  if (primary === undefined) return service;
  const { trouble, now, isGivenUp } = failure;
  const failedTasks = isGivenUp ? breakerThreshold(service.desiredCount) : primary.failedTasks + 1;
  const message = isGivenUp
    ? `(deployment ${primary.id}) deployment failed: tasks failed to start.`
    : trouble.event;
  return {
    ...service,
    deployments: [
      {
        ...primary,
        failedTasks,
        updatedAt: now,
        ...(isGivenUp
          ? {
              rolloutState: "FAILED",
              rolloutStateReason: "ECS deployment circuit breaker: tasks failed to start.",
            }
          : {}),
      },
      ...others,
    ],
    events: withEvent(service.events, service, now, message),
    stoppedTasks: [stoppedTask(service, primary, trouble, now), ...service.stoppedTasks].slice(0, 20),
  };
}

/** The service after an alarm has ended its newest deployment. (The words are not verified.) */
export function alarmedService(service: ServiceRecord, now: number): ServiceRecord {
  const [primary, ...others] = service.deployments;
  if (primary === undefined) return service;
  const failed: DeploymentRecord = {
    ...primary,
    updatedAt: now,
    rolloutState: "FAILED",
    rolloutStateReason: "ECS deployment alarm: an alarm was detected.",
  };
  const message = `(deployment ${primary.id}) deployment failed: alarm detected.`;
  return {
    ...service,
    deployments: [failed, ...others],
    events: withEvent(service.events, service, now, message),
  };
}

/** How many tasks may fail before the circuit breaker is triggered. (ECS, deployment circuit breaker.) */
function breakerThreshold(desiredCount: number): number {
  return Math.min(200, Math.max(3, Math.ceil(desiredCount / 2)));
}

function stoppedTask(
  service: ServiceRecord,
  deployment: DeploymentRecord,
  trouble: TaskTrouble,
  now: number,
): StoppedTaskRecord {
  const id = derivedHex(32, deployment.id, String(now), String(deployment.failedTasks));
  return {
    taskArn: service.serviceArn.replace(/:service\/([^/]+)\/.*$/, `:task/$1/${id}`),
    taskDefinitionArn: deployment.taskDefinition,
    startedBy: deployment.id,
    createdAt: deployment.createdAt,
    stoppedAt: now,
    stopCode: trouble.stopCode,
    stoppedReason: trouble.stopped,
    containers: [
      {
        name: trouble.container,
        image: trouble.image,
        ...(trouble.reason === undefined ? {} : { reason: trouble.reason }),
        ...(trouble.exitCode === undefined ? {} : { exitCode: trouble.exitCode }),
      },
    ],
  };
}

function withEvent(
  events: ServiceRecord["events"],
  service: ServiceRecord,
  now: number,
  message: string,
): ServiceRecord["events"] {
  const id = derivedUuid(service.serviceArn, String(now), message);
  return [{ id, createdAt: now, message: `(service ${service.serviceName}) ${message}` }, ...events].slice(
    0,
    100,
  );
}
