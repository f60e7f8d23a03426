import type { AccountReport, RunReport } from "../model/report.ts";
import { newMemory } from "./memory.ts";
import { newPassQueue } from "./pass-queue.ts";
import { runPass } from "./pass.ts";
import { selectedTargets, type Job } from "./target.ts";

/** One pass per selected account that only reads: where everything stands, and what a sync would do next. */
export async function look(job: Job): Promise<RunReport> {
  const { repository, revision, problems } = job;
  const queue = newPassQueue();
  const selected = selectedTargets(job);
  const accounts = await Promise.all(
    selected.map(async (target): Promise<AccountReport> => {
      const cloud = job.cloudOf(target.account);
      const work = { ...job, ...target, cloud, memory: newMemory(), unsettledBefore: [] };
      const { report, standing } = await queue.run(() => runPass({ ...work, mode: "look" }));
      return { account: target.account.name, standing, last: report, passes: 1, calls: report.calls };
    }),
  );
  return { repository, revision, problems, accounts };
}
