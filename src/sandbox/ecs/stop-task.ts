import { stepMs } from "../clock.ts";
import { ApiError } from "../errors.ts";
import { cutLogStreams } from "../logs/store.ts";
import { textIn } from "../protocol/json-input.ts";
import type { JsonAction } from "../protocol/json-service.ts";
import { clusterOf } from "./clusters.ts";
import type { RanTaskRecord } from "./ran-tasks.ts";
import { findRanTask, putRanTask, shownRanTask, statusOf } from "./ran-tasks.ts";
import { taskPrefix } from "./service-tasks.ts";

/** StopTask, of a task that RunTask started: its containers end with 143. One that has stopped is left alone. */
export const stopTask: JsonAction = ({ world, region, input, now }) => {
  const cluster = clusterOf(region, input);
  const name = textIn(input, "task") ?? "";
  const arn = name.startsWith("arn:") ? name : `${taskPrefix(cluster)}${name}`;
  const task = findRanTask(region, arn);
  if (task === undefined)
    throw new ApiError("InvalidParameterException", "The referenced task was not found.");
  const status = statusOf(task, now);
  if (status === "STOPPED" || task.isStopping === true) return { task: shownRanTask(task, now) };
  const stopsAt = now + stepMs(world, STOPPING_SECONDS);
  const stopped = stoppedBy(task, { stopsAt, now, reason: textIn(input, "reason") });
  putRanTask(region, stopped);
  cutLogStreams(region, { suffix: `/${arn.split("/").at(-1) ?? ""}`, from: stopsAt });
  return { task: shownRanTask(stopped, now, status) };
};

const STOPPING_SECONDS = 10;
const TERMINATED = 143;

function stoppedBy(
  task: RanTaskRecord,
  {
    stopsAt,
    now,
    reason,
  }: { readonly stopsAt: number; readonly now: number; readonly reason?: string | undefined },
): RanTaskRecord {
  const { startedAt, ...rest } = task;
  const hasStarted = startedAt !== undefined && startedAt <= now;
  return {
    ...rest,
    ...(hasStarted ? { startedAt } : {}),
    stopsAt,
    isStopping: true,
    stopCode: "UserInitiated",
    stoppedReason: reason ?? "Task stopped by user",
    containers: task.containers.map(({ name, image }) => ({
      name,
      image,
      ...(hasStarted ? { exitCode: TERMINATED } : {}),
    })),
  };
}
