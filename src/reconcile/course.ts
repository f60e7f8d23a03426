import type { Progress } from "../model/report.ts";
import { addCalls, type Calls } from "./calls.ts";
import { newMemory } from "./memory.ts";
import type { PassQueue } from "./pass-queue.ts";
import { runPass, type Pass, type PassWork } from "./pass.ts";
import type { Job, Target } from "./target.ts";
import { newWatch } from "./watch.ts";

/** All passes that one run makes over one account: they share a cloud and what was read. */
export interface Course {
  pass(how: Pick<PassWork, "mode" | "unsettledBefore">): Promise<Pass>;
  /** Passes made, and AWS calls of all of them. */
  soFar(): { readonly passes: number; readonly calls: Calls };
}

/** The course of an account; progress is told of every pass that may write. */
export function newCourse(
  target: Target,
  job: Job & { readonly progress?: Progress },
  queue: PassQueue,
): Course {
  const { progress } = job;
  const cloud = job.cloudOf(target.account);
  const memory = newMemory();
  const watch = progress === undefined ? undefined : newWatch(cloud, progress, job.log);
  let passes = 0;
  let calls: Calls = {};
  return {
    async pass(how) {
      const pass = await queue.run(() => runPass({ ...job, ...target, cloud, memory, ...how }));
      passes += 1;
      calls = addCalls(calls, pass.report.calls);
      if (how.mode === "apply") {
        progress?.passed(pass.report, pass.standing);
        await watch?.look(pass.report);
      }
      return pass;
    },
    soFar: () => ({ passes, calls }),
  };
}
