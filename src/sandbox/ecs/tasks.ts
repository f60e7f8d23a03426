import { ApiError } from "../errors.ts";
import type { JsonObject } from "../json.ts";
import { pageOf, textIn, textsIn } from "../protocol/json-input.ts";
import type { JsonAction, JsonCall } from "../protocol/json-service.ts";
import type { ClusterRecord, ServiceRecord } from "../resources/ecs/records.ts";
import { ecsServices } from "../resources/ecs/records.ts";
import { clusterOf } from "./clusters.ts";
import { includedTags } from "./included-tags.ts";
import { ranTasksIn, shownRanTask } from "./ran-tasks.ts";
import { taskPrefix, tasksOfService } from "./service-tasks.ts";

/** ListTasks: running ones unless stopped ones are asked for; of a cluster, a service, a family, or of who started them. */
export const listTasks: JsonAction = (call) => {
  const { input } = call;
  const cluster = clusterOf(call.region, input);
  checkFilters(input);
  const filters: Readonly<Record<string, string | undefined>> = {
    desiredStatus: textIn(input, "desiredStatus") ?? "RUNNING",
    startedBy: textIn(input, "startedBy"),
  };
  const family = textIn(input, "family");
  const tasks = candidates(call, cluster).filter(
    (task) =>
      Object.entries(filters).every(([member, wanted]) => wanted === undefined || task[member] === wanted) &&
      (family === undefined || isOfFamily(task, family)),
  );
  const { items, ...next } = pageOf(tasks, input, 100);
  return { taskArns: items.map((task) => task["taskArn"] ?? ""), ...next };
};

/** DescribeTasks: at most 100, by ARN or id; stopped ones with their reason. */
export const describeTasks: JsonAction = (call) => {
  const { region, input } = call;
  const cluster = clusterOf(region, input);
  const tasks = [...serviceTasks(call, cluster), ...ranTasks(call, cluster)];
  const found = textsIn(input, "tasks", 100).map((name) => {
    const arn = name.startsWith("arn:") ? name : `${taskPrefix(cluster)}${name}`;
    return { arn, task: tasks.find((task) => task["taskArn"] === arn) };
  });
  return {
    tasks: found.flatMap(({ arn, task }) =>
      task === undefined ? [] : [{ ...task, ...includedTags(region, input, arn) }],
    ),
    failures: found.flatMap(({ arn, task }) => (task === undefined ? [{ arn, reason: "MISSING" }] : [])),
  };
};

/** Who started a task is asked for alone. Source: API Reference, ListTasks. */
function checkFilters(input: JsonObject): void {
  const others = ["family", "serviceName"].filter((name) => textIn(input, name) !== undefined);
  if (textIn(input, "startedBy") !== undefined && others.length > 0)
    throw new ApiError(
      "InvalidParameterException",
      `startedBy cannot be used together with ${others.join(" and ")}.`,
    );
}

function candidates(call: JsonCall, cluster: ClusterRecord): readonly JsonObject[] {
  const serviceName = textIn(call.input, "serviceName");
  if (serviceName === undefined) return [...serviceTasks(call, cluster), ...ranTasks(call, cluster)];
  const services = servicesIn(call, cluster).filter((service) => isNamed(service, serviceName));
  if (services.length === 0) throw new ApiError("ServiceNotFoundException", "Service not found.");
  return services.flatMap((service) => tasksOfService(call.region, service));
}

function servicesIn({ region }: JsonCall, { clusterArn }: ClusterRecord): readonly ServiceRecord[] {
  return region.table(ecsServices).inGroup(clusterArn);
}

function serviceTasks(call: JsonCall, cluster: ClusterRecord): readonly JsonObject[] {
  return servicesIn(call, cluster).flatMap((service) => tasksOfService(call.region, service));
}

function ranTasks({ region, now }: JsonCall, { clusterArn }: ClusterRecord): readonly JsonObject[] {
  return ranTasksIn(region, clusterArn, now).map((task) => shownRanTask(task, now));
}

function isNamed({ serviceName, serviceArn }: ServiceRecord, name: string): boolean {
  return serviceName === name || serviceArn === name;
}

function isOfFamily(task: JsonObject, family: string): boolean {
  const arn = task["taskDefinitionArn"];
  return typeof arn === "string" && arn.includes(`:task-definition/${family}:`);
}
