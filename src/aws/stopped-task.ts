import type { Container, Task, TaskStopCode } from "@aws-sdk/client-ecs";
import { cleanText } from "./wording.ts";

/** Whether a task stopped because something was wrong with it, not because somebody or a deployment wanted it so. */
export function isFailedTask({ stopCode, stoppedReason }: Task): boolean {
  if (stopCode !== undefined && WANTED.has(stopCode)) return false;
  if (stopCode === "ServiceSchedulerInitiated") return /health check/i.test(stoppedReason ?? "");
  return stoppedReason !== undefined;
}

/**
 * Why a task stopped: `CannotPullContainerError: …`, `Task failed ELB health checks in (…)`,
 * `container app: exit code 137 (out of memory)`.
 */
export function describeStoppedTask(task: Task): string | undefined {
  const reason = cleanText(task.stoppedReason);
  // ECS itself ends a task that is not healthy: how its containers took that says nothing.
  const containers = task.stopCode === "ServiceSchedulerInitiated" ? [] : (task.containers ?? []);
  const words = containers.flatMap((container) => describeContainer(container, reason ?? ""));
  const isEmptyWord = words.length > 0 && /^essential container in task exited/i.test(reason ?? "");
  const parts = [...(reason === undefined || isEmptyWord ? [] : [reason]), ...words];
  return parts.length === 0 ? undefined : parts.join("; ");
}

const WANTED: ReadonlySet<TaskStopCode> = new Set(["UserInitiated", "SpotInterruption", "TerminationNotice"]);

/** Nothing for a container that ended well, or whose reason is the task's. */
function describeContainer({ name, exitCode, reason: given }: Container, said: string): readonly string[] {
  const reason = cleanText(given);
  const isBad = exitCode !== undefined && exitCode !== 0;
  const isNews = reason !== undefined && !said.includes(reason);
  if (!isBad && !isNews) return [];
  const code = isBad ? [describeExit(exitCode, reason ?? "")] : [];
  const parts = [...code, ...(isNews ? [reason] : [])];
  return [`container ${cleanText(name) ?? "without a name"}: ${parts.join(", ")}`];
}

function describeExit(code: number, reason: string): string {
  const meaning = /out ?of ?memory/i.test(reason) ? "out of memory" : EXITS[code];
  return `exit code ${String(code)}${meaning === undefined ? "" : ` (${meaning})`}`;
}

/** What exit codes mean by convention of shells: 128 and the number of a signal. */
const EXITS: Readonly<Record<number, string>> = {
  126: "not executable",
  127: "command not found",
  134: "aborted",
  137: "killed",
  139: "segmentation fault",
  143: "told to stop",
};
