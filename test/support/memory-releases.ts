import type { Cloud, WriteResult } from "../../src/model/cloud.ts";
import type {
  ReleaseMark,
  ReleaseRun,
  ReleaseState,
  Releases,
  ReleaseTask,
} from "../../src/model/release.ts";
import type { MemoryWorld } from "./memory-world.ts";

/** Releases of an in-memory world, by the ARN of their task definition. */
export interface ReleaseRecord {
  readonly mark?: ReleaseMark;
  readonly runs: readonly (ReleaseRun & { readonly isStopped?: boolean })[];
}

/** How the task of a release goes, in the time of the world. */
export interface ReleasePlan {
  readonly durationMs: number;
  readonly exitCode: number;
  readonly lines?: readonly string[];
}

const ACCEPTED: WriteResult = { kind: "accepted" };

/** How a world's methods are called. */
export interface Calls {
  readonly read: <T>(method: keyof Cloud, effect: () => T) => Promise<T>;
  readonly write: (method: keyof Cloud, effect: () => WriteResult) => Promise<WriteResult>;
}

/** The part of the port that runs releases: as ECS, it starts an attempt once however often it is asked. */
export function memoryReleases(world: MemoryWorld, { read, write }: Calls): Releases {
  return {
    release: (task, now) => read("release", () => stateOf(world, task, now)),
    runRelease: (task, attempt) =>
      write("runRelease", () => {
        const record = recordOf(world, task);
        if (record.runs.some((run) => run.attempt === attempt)) return ACCEPTED;
        const run = { attempt, task: `${task.taskDefinition}/task/${attempt}`, since: world.now };
        world.releases.set(task.taskDefinition, { ...record, runs: [...record.runs, run] });
        return ACCEPTED;
      }),
    stopRelease: (task, { attempt }) =>
      write("stopRelease", () => {
        const record = recordOf(world, task);
        const runs = record.runs.map((run) => (run.attempt === attempt ? { ...run, isStopped: true } : run));
        world.releases.set(task.taskDefinition, { ...record, runs });
        return ACCEPTED;
      }),
    markRelease: (task, mark) =>
      write("markRelease", () => {
        world.releases.set(task.taskDefinition, { ...recordOf(world, task), mark });
        return ACCEPTED;
      }),
  };
}

function recordOf(world: MemoryWorld, { taskDefinition }: ReleaseTask): ReleaseRecord {
  return world.releases.get(taskDefinition) ?? { runs: [] };
}

const AT_ONCE: ReleasePlan = { durationMs: 1000, exitCode: 0 };

function stateOf(world: MemoryWorld, task: ReleaseTask, now: number): ReleaseState {
  const { mark, runs } = recordOf(world, task);
  const plan = world.releasePlans.get(task.command.join(" ")) ?? AT_ONCE;
  if (mark?.kind === "succeeded") return { kind: "succeeded" };
  if (mark?.kind === "failed")
    return { kind: "failed", attempt: mark.attempt, why: mark.why, lines: plan.lines ?? [] };
  const attempt = mark?.attempt ?? 1;
  const run = runs.find((each) => each.attempt === attempt);
  if (run === undefined) return { kind: "none", attempt };
  const { isStopped = false, ...begun } = run;
  if (!isStopped && world.now < run.since + plan.durationMs)
    return { kind: "running", ...begun, isOverdue: now - run.since > task.timeoutSeconds * 1000 };
  const isGood = !isStopped && plan.exitCode === 0;
  return { kind: "stopped", ...begun, isGood, why: isStopped ? "stopped" : `exit code ${plan.exitCode}` };
}
