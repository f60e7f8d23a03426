import type { JudgedPlan, JudgedStep } from "../model/plan.ts";
import type { AccountReport, PassReport, RunReport } from "../model/report.ts";
import { judge } from "../guard/judge.ts";
import { countCallsSince } from "./calls.ts";
import { decide, type Decided } from "./decide.ts";
import { orFailure } from "./failure.ts";
import { foresee } from "./foresee.ts";
import { inParallel } from "./in-parallel.ts";
import { newMemory } from "./memory.ts";
import { newPassQueue } from "./pass-queue.ts";
import { failedChecks, willWrite } from "./preflight.ts";
import { standingOf } from "./standing.ts";
import { isSelectedApp, selectedTargets, type Job, type Target } from "./target.ts";
import { tellRefused } from "./tell-refused.ts";

/** A job that shows what would happen. */
export interface PreviewJob extends Job {
  /** `full`: CloudFormation works updates out in change sets that are deleted again. `fast`: templates are compared here. */
  readonly form: "full" | "fast";
}

/** Stacks of one account that are previewed at once. */
const PREVIEWS_AT_ONCE = 4;

/** Decides and judges like a pass, with every change foreseen, and leaves nothing behind. */
export async function preview(job: PreviewJob): Promise<RunReport> {
  const { repository, revision, problems } = job;
  const queue = newPassQueue();
  const accounts = await Promise.all(
    selectedTargets(job).map((target) => queue.run(() => previewAccount(target, job))),
  );
  return { repository, revision, problems, accounts };
}

async function previewAccount(target: Target, job: PreviewJob): Promise<AccountReport> {
  const cloud = job.cloudOf(target.account);
  const { value: judged, failure } = await orFailure(() => foreseePlan(target, job, cloud));
  const calls = countCallsSince({}, cloud.calls());
  const last: PassReport = {
    account: target.account.name,
    steps: judged?.steps ?? [],
    outcomes: [],
    calls,
    ...(failure === undefined ? {} : { failure }),
  };
  return { account: target.account.name, standing: standingOf(last), last, passes: 1, calls };
}

async function foreseePlan(
  target: Target,
  job: PreviewJob,
  cloud: ReturnType<Job["cloudOf"]>,
): Promise<JudgedPlan> {
  const decided = await decide({
    ...job,
    ...target,
    cloud,
    memory: newMemory(),
    unsettledBefore: [],
  });
  const { plan, bindings } = decided;
  const facts = await withChecks(decided, target, job, cloud);
  const wanted = bindings.map((binding) => (binding.kind === "bound" ? binding.stack : binding.desired));
  const { clock, form, repository, revision, signal } = job;
  const foresight = {
    cloud,
    clock,
    form,
    origin: { repository, revision },
    desired: new Map(wanted.map((stack) => [stack.app, stack])),
    ...(signal === undefined ? {} : { signal }),
  };
  const selected = judge(plan, facts).steps.filter(({ step }) => isSelectedApp(job.select, step.app));
  const steps = await inParallel(selected, PREVIEWS_AT_ONCE, (judged) =>
    mayTouch(judged, facts) ? foresee(judged.step, foresight) : Promise.resolve(judged.step),
  );
  const foreseen = new Map(steps.map((step) => [step.app, step]));
  const judged = judge({ ...plan, steps: plan.steps.map((step) => foreseen.get(step.app) ?? step) }, facts);
  const told = tellRefused(judged);
  return { ...told, steps: told.steps.filter(({ step }) => isSelectedApp(job.select, step.app)) };
}

/** Whoever reads a plan wants to know all that is missing, also of what waits for another stack. */
async function withChecks(
  decided: Decided,
  target: Target,
  job: PreviewJob,
  cloud: ReturnType<Job["cloudOf"]>,
): Promise<Decided["facts"]> {
  const { plan, facts } = decided;
  if (facts.identity.account !== target.account.id) return facts;
  const asked = judge(plan, facts).steps.filter(
    (each) => willWrite(each) && isSelectedApp(job.select, each.step.app),
  );
  const work = { ...target, cloud, log: job.log };
  return { ...facts, failedChecks: await failedChecks(asked, decided, work) };
}

/** A preview is a change set on the stack: none is made in another account, or on what is not ours. */
function mayTouch({ refusals }: JudgedStep, { identity, account }: Decided["facts"]): boolean {
  return identity.account === account.id && !refusals.some(({ rule }) => rule === "not-ours");
}
