import type { JsonObject } from "../json.ts";
import { isList, isObject } from "../json.ts";
import { putLogStream } from "../logs/store.ts";
import type { Region } from "../world.ts";
import type { RanTaskRecord } from "./ran-tasks.ts";
import type { ContainerLog } from "./run-outcome.ts";

/** What a task is to write where. */
interface TaskLogs {
  readonly task: RanTaskRecord;
  /** The task definition, with the API's names. */
  readonly declared: JsonObject;
  readonly logs: readonly ContainerLog[];
}

/**
 * Writes what the containers of a task say over its time into CloudWatch Logs, where their task definition has the driver `awslogs`.
 *
 * The stream is `<prefix>/<container>/<task id>`. (ECS developer guide, "awslogs".)
 */
export function writeLogs(region: Region, { task, declared, logs }: TaskLogs): void {
  const { startedAt, stopsAt, taskArn } = task;
  if (startedAt === undefined) return;
  for (const { container, lines } of logs) {
    const { "awslogs-group": group, "awslogs-stream-prefix": prefix } = logOptions(declared, container);
    if (typeof group !== "string" || typeof prefix !== "string") continue;
    const step = (stopsAt - startedAt) / (lines.length + 1);
    putLogStream(region, {
      group,
      name: `${prefix}/${container}/${taskArn.split("/").at(-1) ?? ""}`,
      createdAt: startedAt,
      events: lines.map((message, index) => ({
        timestamp: startedAt + Math.round(step * (index + 1)),
        message,
      })),
    });
  }
}

function logOptions(declared: JsonObject, container: string): JsonObject {
  const containers = declared["containerDefinitions"];
  const found = isList(containers)
    ? containers.filter(isObject).find(({ name }) => name === container)
    : undefined;
  const configuration = found?.["logConfiguration"];
  if (!isObject(configuration) || configuration["logDriver"] !== "awslogs") return {};
  return isObject(configuration["options"]) ? configuration["options"] : {};
}
