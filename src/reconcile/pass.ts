import type { Cloud } from "../model/cloud.ts";
import { isUpkeep, type JudgedPlan, type JudgedStep, type Step } from "../model/plan.ts";
import type { Log } from "../model/ports.ts";
import type { Failure, Outcome, PassReport, Revision, Standing } from "../model/report.ts";
import { applyStep, type WritingStep } from "../apply/apply-step.ts";
import type { Origin } from "../apply/change-set-request.ts";
import { judge } from "../guard/judge.ts";
import { countCallsSince } from "./calls.ts";
import { decide, type Decided, type Work } from "./decide.ts";
import { orFailure } from "./failure.ts";
import { mayApply, writeKey } from "./hold-rejected.ts";
import { inParallel } from "./in-parallel.ts";
import { failedChecks, isFirstWrite } from "./preflight.ts";
import { standingOf } from "./standing.ts";
import { isSelectedApp, type Selection } from "./target.ts";
import { tellRefused } from "./tell-refused.ts";

/** One pass over one account. */
export interface PassWork extends Work {
  readonly revision: Revision | undefined;
  /** `look` decides and judges only. */
  readonly mode: "apply" | "look";
  /** Steps of other apps are planned, since others depend on them, but neither applied nor reported. */
  readonly select?: Selection;
  /** Nothing more is written once it is aborted. */
  readonly signal?: AbortSignal;
  readonly log?: Log;
}

/** What a pass came to. */
export interface Pass {
  /** About the selected apps. */
  readonly report: PassReport;
  readonly standing: Standing;
  /** Every stack of the account, selected or not, is what the repository says. */
  readonly isSettled: boolean;
  /** Apps that keep the account from being settled. */
  readonly unsettled: readonly string[];
}

/** Writes of one account that are under way at once; the adapter's limiter spaces them out. */
const WRITES_AT_ONCE = 4;

/** Observes, binds, inspects, plans, judges, applies and reports: safe to kill and run again at any line. */
export async function runPass(work: PassWork): Promise<Pass> {
  const before = work.cloud.calls();
  const decided = await orFailure(async () => {
    const decided = await decide(work);
    return work.mode === "look" ? judge(decided.plan, decided.facts) : judgeChecked(decided, work);
  });
  const applied = decided.value === undefined ? NOTHING_APPLIED : await applyAll(decided.value, work);
  return report({
    work,
    judged: decided.value === undefined ? [] : tellRefused(decided.value).steps,
    outcomes: applied.outcomes,
    failure: decided.failure ?? applied.failure,
    calls: countCallsSince(before, work.cloud.calls()),
  });
}

/** The world is asked about what is about to be begun, and about nothing else. */
async function judgeChecked(decided: Decided, work: PassWork): Promise<JudgedPlan> {
  const { plan, facts } = decided;
  const judged = judge(plan, facts);
  const first = judged.steps.filter(
    (each) => isFirstWrite(each) && isSelectedApp(work.select, each.step.app),
  );
  if (first.length === 0 || work.signal?.aborted === true) return judged;
  return judge(plan, { ...facts, failedChecks: await failedChecks(first, decided, work) });
}

interface Applied {
  readonly outcomes: readonly Outcome[];
  readonly failure: Failure | undefined;
}

const NOTHING_APPLIED: Applied = { outcomes: [], failure: undefined };

async function applyAll(judged: JudgedPlan, work: PassWork): Promise<Applied> {
  if (work.mode === "look") return NOTHING_APPLIED;
  const outcomes: Outcome[] = [];
  const steps = judged.steps.filter(mayApply).filter(({ step }) => isSelectedApp(work.select, step.app));
  const { failure } = await orFailure(() =>
    inParallel(steps, WRITES_AT_ONCE, async ({ step }) => {
      if (work.signal?.aborted === true) return;
      outcomes.push(await applyOne(step, work));
    }),
  );
  return { outcomes, failure };
}

async function applyOne(
  step: WritingStep,
  { cloud, cloudOf, memory, repository, revision }: PassWork,
): Promise<Outcome> {
  if (step.from !== undefined) memory.forget(step.from.id);
  const origin = { repository, revision };
  const outcome = await applyWhere(step, { cloud, cloudOf }, origin);
  if (outcome.result.kind === "rejected") memory.reject(writeKey(step), outcome.result.message);
  return outcome;
}

function applyWhere(
  step: WritingStep,
  { cloud, cloudOf }: Pick<PassWork, "cloud" | "cloudOf">,
  origin: Origin,
): Promise<Outcome> {
  switch (step.write.kind) {
    case "change-records":
      return applyAlone(step, cloudOf(step.write.site), origin);
    case "run-release":
    case "stop-release":
    case "mark-release":
      return applyAlone(step, cloud, origin);
    case "create-change-set":
    case "execute-change-set":
    case "delete-change-set":
    case "delete-stack":
    case "roll-back":
    case "continue-rollback":
      return applyStep(step, cloud, origin);
  }
}

/** That ECS, or the account of the zone above, cannot be asked stops this step, and not the pass of this account. */
async function applyAlone(step: WritingStep, where: Cloud, origin: Origin): Promise<Outcome> {
  const { value, failure } = await orFailure(() => applyStep(step, where, origin));
  if (failure === undefined) return value;
  const kind = failure.mayRetry ? "conflict" : "rejected";
  return { app: step.app, stack: step.stack, step: step.kind, result: { kind, message: failure.message } };
}

interface Made {
  readonly work: PassWork;
  readonly judged: readonly JudgedStep[];
  readonly outcomes: readonly Outcome[];
  readonly failure: Failure | undefined;
  readonly calls: ReturnType<Cloud["calls"]>;
}

function report({ work, judged, outcomes, failure, calls }: Made): Pass {
  const isSelected = ({ step }: JudgedStep): boolean => isSelectedApp(work.select, step.app);
  const report: PassReport = {
    account: work.account.name,
    steps: judged.filter(isSelected),
    outcomes,
    calls,
    ...(failure === undefined ? {} : { failure }),
  };
  const elsewhere = judged.filter((each) => !isSelected(each));
  const unsettled = judged.filter(({ step }) => !isInSync(step)).map(({ step }) => step.app);
  return {
    report,
    standing: standingOf(report, elsewhere),
    isSettled: failure === undefined && unsettled.length === 0,
    unsettled,
  };
}

/** A stack that is only put in order has what the repository says. */
function isInSync(step: Step): boolean {
  return step.kind === "keep" || isUpkeep(step);
}
