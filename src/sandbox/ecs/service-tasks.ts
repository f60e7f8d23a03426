import { createHash } from "node:crypto";
import type { Json, JsonObject } from "../json.ts";
import { isList, isObject } from "../json.ts";
import type { ClusterRecord, ServiceRecord } from "../resources/ecs/records.ts";
import type { Region } from "../world.ts";
import { findDefinition } from "./task-definitions.ts";

/** The tasks of a service: those that run, and those that stopped lately. */
export function tasksOfService(region: Region, service: ServiceRecord): readonly JsonObject[] {
  const running = Array.from({ length: service.runningCount }, (_, index) =>
    runningTask(region, service, index),
  );
  return [...running, ...service.stoppedTasks.map((task) => stoppedTask(service, task))];
}

/** Running tasks are not stored: each is known by its service, definition and number. */
function runningTask(region: Region, service: ServiceRecord, index: number): JsonObject {
  const seed = [service.serviceArn, service.taskDefinition, index].join("|");
  const id = createHash("sha256").update(seed).digest("hex").slice(0, 32);
  const startedAt = (service.deployments[0]?.updatedAt ?? service.createdAt) / 1000;
  return {
    taskArn: `${taskPrefix(service)}${id}`,
    clusterArn: service.clusterArn,
    taskDefinitionArn: service.taskDefinition,
    group: `service:${service.serviceName}`,
    startedBy: service.deployments[0]?.id ?? "",
    lastStatus: "RUNNING",
    desiredStatus: "RUNNING",
    healthStatus: "UNKNOWN",
    createdAt: startedAt,
    startedAt,
    containers: containersOf(region, service.taskDefinition).map((container) => ({
      ...container,
      lastStatus: "RUNNING",
    })),
  };
}

function stoppedTask(service: ServiceRecord, task: ServiceRecord["stoppedTasks"][number]): JsonObject {
  return {
    taskArn: task.taskArn,
    clusterArn: service.clusterArn,
    taskDefinitionArn: task.taskDefinitionArn,
    group: `service:${service.serviceName}`,
    startedBy: task.startedBy,
    lastStatus: "STOPPED",
    desiredStatus: "STOPPED",
    stopCode: task.stopCode,
    stoppedReason: task.stoppedReason,
    createdAt: task.createdAt / 1000,
    stoppedAt: task.stoppedAt / 1000,
    containers: task.containers.map((container) => ({ ...container, lastStatus: "STOPPED" })),
  };
}

function containersOf(region: Region, taskDefinition: string): readonly JsonObject[] {
  const declared: Json = findDefinition(region, taskDefinition)?.properties["ContainerDefinitions"] ?? [];
  if (!isList(declared)) return [];
  return declared
    .filter(isObject)
    .map((container) => ({ name: container["Name"] ?? "", image: container["Image"] ?? "" }));
}

/** The ARNs of a cluster's tasks begin with this. */
export function taskPrefix({ clusterArn }: Pick<ClusterRecord, "clusterArn">): string {
  return `${clusterArn.replace(":cluster/", ":task/")}/`;
}
