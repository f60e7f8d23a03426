import { createHash } from "node:crypto";
import { ApiError } from "../errors.ts";
import type { Json, JsonObject } from "../json.ts";
import { isList, isObject } from "../json.ts";
import { pageOf, textIn, textsIn } from "../protocol/json-input.ts";
import type { JsonAction } from "../protocol/json-service.ts";
import type { ClusterRecord, ServiceRecord } from "../resources/ecs/records.ts";
import { ecsServices } from "../resources/ecs/records.ts";
import type { Region } from "../world.ts";
import { clusterOf } from "./clusters.ts";
import { findDefinition } from "./task-definitions.ts";

/** ListTasks: running ones unless stopped ones are asked for; of a cluster, a service or a family. */
export const listTasks: JsonAction = ({ region, input }) => {
  const cluster = clusterOf(region, input);
  const wanted = textIn(input, "desiredStatus") ?? "RUNNING";
  const family = textIn(input, "family");
  const serviceName = textIn(input, "serviceName");
  const services = region.table(ecsServices).inGroup(cluster.clusterArn);
  const chosen =
    serviceName === undefined ? services : services.filter((service) => isNamed(service, serviceName));
  if (serviceName !== undefined && chosen.length === 0)
    throw new ApiError("ServiceNotFoundException", "Service not found.");
  const tasks = chosen
    .flatMap((service) => tasksOf(region, service))
    .filter((task) => task["desiredStatus"] === wanted && (family === undefined || isOfFamily(task, family)));
  const { items, ...next } = pageOf(tasks, input, 100);
  return { taskArns: items.map((task) => task["taskArn"] ?? ""), ...next };
};

/** DescribeTasks: at most 100, by ARN or id; stopped ones with their reason. */
export const describeTasks: JsonAction = ({ region, input }) => {
  const cluster = clusterOf(region, input);
  const tasks = region
    .table(ecsServices)
    .inGroup(cluster.clusterArn)
    .flatMap((service) => tasksOf(region, service));
  const found = textsIn(input, "tasks", 100).map((name) => {
    const arn = name.startsWith("arn:") ? name : `${taskPrefix(cluster)}${name}`;
    return { arn, task: tasks.find((task) => task["taskArn"] === arn) };
  });
  return {
    tasks: found.flatMap(({ task }) => (task === undefined ? [] : [task])),
    failures: found.flatMap(({ arn, task }) => (task === undefined ? [{ arn, reason: "MISSING" }] : [])),
  };
};

function isNamed({ serviceName, serviceArn }: ServiceRecord, name: string): boolean {
  return serviceName === name || serviceArn === name;
}

function isOfFamily(task: JsonObject, family: string): boolean {
  const arn = task["taskDefinitionArn"];
  return typeof arn === "string" && arn.includes(`:task-definition/${family}:`);
}

function tasksOf(region: Region, service: ServiceRecord): readonly JsonObject[] {
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

function taskPrefix({ clusterArn }: Pick<ClusterRecord, "clusterArn">): string {
  return `${clusterArn.replace(":cluster/", ":task/")}/`;
}
