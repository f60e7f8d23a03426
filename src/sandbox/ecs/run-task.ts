import { ApiError } from "../errors.ts";
import type { JsonObject } from "../json.ts";
import { canonicalJson, isList, isObject } from "../json.ts";
import { derivedHex } from "../identifiers.ts";
import { textIn } from "../protocol/json-input.ts";
import type { JsonAction, JsonCall } from "../protocol/json-service.ts";
import type { ClusterRecord, TaskDefinitionRecord } from "../resources/ecs/records.ts";
import { ecsTags } from "../resources/ecs/tags.ts";
import { writeLogs } from "./container-logs.ts";
import { clusterOf } from "./clusters.ts";
import { lowerMembers } from "./lower-names.ts";
import type { RanTaskRecord } from "./ran-tasks.ts";
import { everyRanTask, putRanTask, shownRanTask } from "./ran-tasks.ts";
import { readTags } from "./resource-tags.ts";
import { containersOf, outcomeOf } from "./run-outcome.ts";
import { taskPrefix } from "./service-tasks.ts";
import { findDefinition } from "./task-definitions.ts";

/** RunTask: one to ten tasks. A client token that comes again within a day answers what it started; with another request it is a `ConflictException`. */
export const runTask: JsonAction = (call) => {
  const cluster = clusterOf(call.region, call.input);
  const tasks = startedBefore(call, cluster) ?? startTasks(call, cluster);
  return {
    tasks: tasks.map((task) => shownRanTask(task, call.now, "PROVISIONING")),
    failures: [],
  };
};

const DAY_MS = 24 * 3_600_000;
const MOST_TASKS = 10;

/** Members of a request that the API shows with the task. */
const SHOWN = ["launchType", "platformVersion", "overrides", "enableExecuteCommand"];

function startedBefore(
  { region, input, now }: JsonCall,
  { clusterArn }: ClusterRecord,
): readonly RanTaskRecord[] | undefined {
  const clientToken = textIn(input, "clientToken");
  if (clientToken === undefined) return undefined;
  const known = everyRanTask(region, clusterArn).filter(
    ({ token, createdAt }) => token?.clientToken === clientToken && now - createdAt < DAY_MS,
  );
  if (known.length === 0) return undefined;
  if (known.every(({ token }) => token?.request === requestOf(input))) return known;
  throw new ApiError(
    "ConflictException",
    "The clientToken was used before with a request that had other parameters.",
  );
}

function startTasks(call: JsonCall, cluster: ClusterRecord): readonly RanTaskRecord[] {
  const definition = definitionOf(call);
  const declared = lowerMembers(definition.properties);
  checkNetwork(call.input, declared);
  return Array.from({ length: countOf(call.input) }, () =>
    startTask(call, cluster, { definition, declared }),
  );
}

function startTask(
  call: JsonCall,
  cluster: ClusterRecord,
  { definition, declared }: { readonly definition: TaskDefinitionRecord; readonly declared: JsonObject },
): RanTaskRecord {
  const { world, region, input, now } = call;
  const { logs, ...outcome } = outcomeOf(world, containersOf(declared, overridesIn(input)), now);
  const id = derivedHex(32, call.random());
  const clientToken = textIn(input, "clientToken");
  const startedBy = textIn(input, "startedBy");
  const task: RanTaskRecord = {
    taskArn: `${taskPrefix(cluster)}${id}`,
    clusterArn: cluster.clusterArn,
    taskDefinitionArn: definition.taskDefinitionArn,
    group: textIn(input, "group") ?? `family:${definition.family}`,
    ...(startedBy === undefined ? {} : { startedBy }),
    ...(clientToken === undefined ? {} : { token: { clientToken, request: requestOf(input) } }),
    createdAt: now,
    ...outcome,
    asked: Object.fromEntries(Object.entries(input).filter(([name]) => SHOWN.includes(name))),
  };
  putRanTask(region, task);
  region.table(ecsTags).put(task.taskArn, tagsOf(call, definition));
  writeLogs(region, { task, declared, logs });
  return task;
}

function definitionOf({ region, input }: JsonCall): TaskDefinitionRecord {
  const definition = findDefinition(region, textIn(input, "taskDefinition") ?? "");
  if (definition === undefined) throw new ApiError("ClientException", "TaskDefinition not found.");
  if (definition.status !== "ACTIVE") throw new ApiError("ClientException", "TaskDefinition is inactive");
  return definition;
}

function checkNetwork(input: JsonObject, declared: JsonObject): void {
  if (declared["networkMode"] !== "awsvpc" || isObject(input["networkConfiguration"])) return;
  throw new ApiError(
    "InvalidParameterException",
    "Network Configuration must be provided when networkMode 'awsvpc' is specified.",
  );
}

function countOf({ count = 1 }: JsonObject): number {
  if (typeof count === "number" && Number.isInteger(count) && count >= 1 && count <= MOST_TASKS) return count;
  throw new ApiError("InvalidParameterException", `count must be from 1 to ${String(MOST_TASKS)}`);
}

function overridesIn({ overrides }: JsonObject): readonly JsonObject[] {
  const containers = isObject(overrides) ? overrides["containerOverrides"] : undefined;
  return isList(containers) ? containers.filter(isObject) : [];
}

function tagsOf(
  { region, input }: JsonCall,
  { taskDefinitionArn }: TaskDefinitionRecord,
): Readonly<Record<string, string>> {
  const propagated =
    input["propagateTags"] === "TASK_DEFINITION" ? region.table(ecsTags).get(taskDefinitionArn) : undefined;
  const own = Object.entries(propagated ?? {}).filter(([key]) => !key.startsWith("aws:"));
  return { ...Object.fromEntries(own), ...readTags(input) };
}

function requestOf(input: JsonObject): string {
  return derivedHex(32, canonicalJson(input));
}
