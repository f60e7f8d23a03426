import type { AccountDrift } from "../model/drift.ts";
import { withVersionDrift } from "../drift/version-drift.ts";
import { releaseNameOf } from "../model/release.ts";
import { readDeployed } from "../report/deployed-version.ts";
import { newDriftSurvey } from "./drift-survey.ts";
import { inParallel } from "./in-parallel.ts";
import { newMemory } from "./memory.ts";
import { newDeadline, type Deadline } from "./pace.ts";
import { runPass } from "./pass.ts";
import { selectedTargets, type Job, type Target } from "./target.ts";

/** A job that looks for drift now. */
export interface SurveyJob extends Job {
  readonly timeoutMs: number;
  /** See `SurveyWork`. */
  readonly pollMs?: number;
}

/** Accounts that are looked at at once: each has limits of its own at AWS, but they share this machine. */
const ACCOUNTS_AT_ONCE = 16;

/** The drift of every selected account, as fast as the budget of each allows. Writes nothing. */
export async function surveyAll(job: SurveyJob): Promise<readonly AccountDrift[]> {
  const deadline = newDeadline(job.clock, job.timeoutMs, job.signal);
  return inParallel(selectedTargets(job), ACCOUNTS_AT_ONCE, async (target) => {
    const drift = await surveyToEnd(target, job, deadline);
    return drift.failure === undefined ? withVersions(drift, target, job) : drift;
  });
}

async function surveyToEnd(target: Target, job: SurveyJob, deadline: Deadline): Promise<AccountDrift> {
  const { repository, clock, cloudOf, select, pollMs } = job;
  const survey = newDriftSurvey({
    ...target,
    repository,
    clock,
    cloud: cloudOf(target.account),
    cloudOf,
    spreadMs: 0,
    ...(select?.apps === undefined ? {} : { apps: select.apps.flatMap((app) => [app, releaseNameOf(app)]) }),
    ...(pollMs === undefined ? {} : { pollMs }),
  });
  for (;;) {
    const step = await survey.step(deadline.isOver() ? AbortSignal.abort() : undefined);
    if (step.kind === "done") return step.drift;
    await deadline.sleep(step.afterMs);
  }
}

/** What the survey does not compare: whether what is deployed is what the repository says. */
async function withVersions(drift: AccountDrift, target: Target, job: SurveyJob): Promise<AccountDrift> {
  const cloud = job.cloudOf(target.account);
  const work = { ...job, ...target, cloud, memory: newMemory(), unsettledBefore: [] };
  const { report } = await runPass({ ...work, mode: "look" });
  const { account, steps, failure } = report;
  const seen = {
    account,
    steps,
    at: job.clock.now(),
    deployedVersion: (step: (typeof steps)[number]["step"]) =>
      readDeployed("from" in step ? step.from : undefined).version,
  };
  return { ...withVersionDrift(drift, seen), ...(failure === undefined ? {} : { failure }) };
}
