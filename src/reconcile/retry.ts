import { changeSetName } from "../model/change-set-name.ts";
import type { Cloud, WriteResult } from "../model/cloud.ts";
import type { BoundStack } from "../model/desired-stack.ts";
import type { ObservedStack } from "../model/observed-stack.ts";
import type {
  CreateStep,
  HoldStep,
  Quarantine,
  RecoverStep,
  Refusal,
  Step,
  UpdateStep,
} from "../model/plan.ts";
import { applyWrite } from "../apply/apply-step.ts";
import { changeSetRequest } from "../apply/change-set-request.ts";
import { judge } from "../guard/judge.ts";
import { decide, type Decided } from "./decide.ts";
import { orFailure } from "./failure.ts";
import { newMemory } from "./memory.ts";
import { newDeadline, type Deadline } from "./pace.ts";
import type { Job } from "./target.ts";

/** A job that asks for one more try of one stack. */
export interface RetryJob extends Job {
  readonly account: string;
  readonly app: string;
  /** How long a deletion is waited for. */
  readonly timeoutMs: number;
}

/** What became of it, in words. */
export interface RetryReport {
  /** `nothing`: there was nothing to lift. */
  readonly kind: "lifted" | "nothing" | "failed";
  /** Sentences without a full stop, in the order of what was done. */
  readonly lines: readonly string[];
  readonly remedy?: string;
}

/**
 * Lifts a quarantine or another hold that only a person may lift, and leaves the rest to the next `moor sync`. Killed
 * half-way it has lifted it or not; run again it says so.
 */
export async function retry(job: RetryJob): Promise<RetryReport> {
  const attempt = await orFailure(() => retryStack(job));
  return attempt.failure === undefined
    ? attempt.value
    : failed(attempt.failure.message, attempt.failure.remedy);
}

async function retryStack(job: RetryJob): Promise<RetryReport> {
  const target = job.targets.find(({ account }) => account.name === job.account);
  if (target === undefined) return failed(`there is no usable account ${job.account} in the repository`);
  const cloud = job.cloudOf(target.account);
  const decided = await decide({ ...job, ...target, cloud, memory: newMemory(), unsettledBefore: [] });
  const judged = judge(decided.plan, decided.facts).steps.find(({ step }) => step.app === job.app);
  if (judged === undefined) {
    return failed(
      `${job.app} is neither wanted nor deployed in ${job.account}`,
      "`moor status` shows what is",
    );
  }
  const { step } = judged;
  const refusals = [...judged.refusals, ...refusalsOfLifting(step, decided)];
  const refused = refusals.find(({ rule }) => rule !== "quarantine");
  if (refused !== undefined) return failedBy(refused);
  if (step.kind === "update" && step.quarantine !== undefined && step.write.kind === "create-change-set") {
    return tryAgain({ job, cloud, to: step.to, type: "UPDATE", name: step.write.name });
  }
  if (step.kind === "recover" && step.quarantine !== undefined) {
    return createAnew({ job, cloud, decided, step, quarantine: step.quarantine });
  }
  if (step.kind === "hold" && step.retry !== undefined) return lift(step.retry, cloud, job);
  return nothing(`${job.app} in ${job.account} is not quarantined: ${step.reason}`);
}

/** What is only held is no write, and so no guard of writes has looked at it. */
function refusalsOfLifting(step: Step, { facts }: Decided): readonly Refusal[] {
  if (step.kind !== "hold" || step.retry === undefined || step.from === undefined) return [];
  const { from, retry: write, to } = step;
  const plan = { account: facts.account.name, steps: [liftingOf({ ...step, from }, write, to)] };
  return judge(plan, facts).steps.flatMap(({ refusals }) => refusals);
}

function liftingOf(
  step: HoldStep & { readonly from: ObservedStack },
  write: NonNullable<HoldStep["retry"]>,
  to: BoundStack | undefined,
): RecoverStep | UpdateStep | CreateStep {
  const { from } = step;
  if (write.kind !== "mark-release")
    return { ...step, kind: "recover", from, write, adopt: to?.adopt === true };
  if (to === undefined) throw new TypeError("a release is held without what it is for");
  return { ...step, kind: from.phase === "shell" ? "create" : "update", from, to, write };
}

interface NewAttempt {
  readonly job: RetryJob;
  readonly cloud: Cloud;
  readonly to: BoundStack;
  readonly type: "CREATE" | "UPDATE";
  readonly name: string;
}

/** The change set of the next attempt is what tells every later pass that a person asked. */
async function tryAgain({ job, cloud, to, type, name }: NewAttempt): Promise<RetryReport> {
  const prepared = changeSetRequest(to, { kind: "create-change-set", type, name }, job);
  if (prepared.kind === "too-large") return failed(prepared.message);
  const result = await cloud.createChangeSet(prepared.request);
  return report(result, `made a change set for another try of ${to.name}`);
}

interface Anew {
  readonly job: RetryJob;
  readonly cloud: Cloud;
  readonly decided: Decided;
  readonly step: RecoverStep;
  readonly quarantine: Quarantine;
}

/** A dead stack has to be gone before its name is free. Killed in between, the next sync creates it: as was asked. */
async function createAnew({ job, cloud, decided, step, quarantine }: Anew): Promise<RetryReport> {
  const binding = decided.bindings.find((each) => each.kind === "bound" && each.stack.app === step.app);
  if (binding?.kind !== "bound" || step.write.kind !== "delete-stack") return nothing(step.reason);
  const deleted = report(
    await applyWrite(step.write, cloud),
    `deleted ${step.stack}, whose first creation failed`,
  );
  if (deleted.kind === "failed") return deleted;
  const deadline = newDeadline(job.clock, job.timeoutMs, job.signal);
  if (!(await isGone(step.from.id, cloud, deadline))) {
    const lines = [
      `asked CloudFormation to delete ${step.stack}, whose first creation failed; it is not gone yet`,
    ];
    return {
      kind: "lifted",
      lines,
      remedy: "run `moor sync`: it creates the stack when the old one is gone",
    };
  }
  const name = changeSetName({ digest: quarantine.digest, attempt: quarantine.attempt + 1 });
  const again = await tryAgain({ job, cloud, to: binding.stack, type: "CREATE", name });
  return { ...again, lines: [...deleted.lines, ...again.lines] };
}

const POLL_MS = 2000;

async function isGone(stackId: string, cloud: Cloud, deadline: Deadline): Promise<boolean> {
  for (;;) {
    const stacks = await cloud.sweep();
    if (!stacks.some(({ id }) => id === stackId)) return true;
    if (deadline.isOver()) return false;
    await deadline.sleep(POLL_MS);
  }
}

async function lift(
  write: NonNullable<HoldStep["retry"]>,
  cloud: Cloud,
  { app }: RetryJob,
): Promise<RetryReport> {
  return report(await applyWrite(write, cloud), DONE[write.kind](app));
}

const DONE: Readonly<Record<NonNullable<HoldStep["retry"]>["kind"], (app: string) => string>> = {
  "delete-change-set": (app) =>
    `deleted the change set of ${app} that CloudFormation refused; the next sync makes a new one`,
  "delete-stack": (app) => `asked CloudFormation once more to delete the stack of ${app}`,
  "roll-back": (app) => `asked CloudFormation once more to roll ${app} back`,
  "mark-release": (app) => `noted that the release of ${app} is to run once more`,
  "continue-rollback": (app) => `asked CloudFormation once more to continue rolling ${app} back`,
};

const NEXT = "run `moor sync` to go on";

function report(result: WriteResult, done: string): RetryReport {
  switch (result.kind) {
    case "accepted":
      return { kind: "lifted", lines: [done], remedy: NEXT };
    case "conflict":
      return failed(
        `somebody else is at work on it: ${result.message}`,
        "run `moor status`, and try again when it is at rest",
      );
    case "rejected":
      return failed(`AWS will not take it: ${result.message}`);
  }
}

function failedBy({ rule, why, allowBy }: Refusal): RetryReport {
  return failed(why, rule === "window" ? IGNORE_WINDOWS : allowBy);
}

const IGNORE_WINDOWS =
  "wait until it is open, or add --ignore-windows here and to the `moor sync` that follows";

function failed(line: string, remedy?: string): RetryReport {
  return { kind: "failed", lines: [line], ...(remedy === undefined ? {} : { remedy }) };
}

function nothing(line: string): RetryReport {
  return { kind: "nothing", lines: [line] };
}
