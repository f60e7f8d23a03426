import type { Cloud } from "../model/cloud.ts";
import type { DesiredStack } from "../model/desired-stack.ts";
import type { ObservedStack } from "../model/observed-stack.ts";
import type { JudgedStep, Step } from "../model/plan.ts";
import type { Log } from "../model/ports.ts";
import { hasFailedCheck, type Check, type Finding } from "../model/preflight.ts";
import type { Account } from "../model/repository.ts";
import { isPassing } from "../model/stack-state.ts";
import type { FailedChecks } from "../guard/facts.ts";
import { inDependencyOrder } from "../plan/dependency-order.ts";
import { chooseListenerPriorities } from "../plan/listener-priorities.ts";
import { checksOf } from "../preflight/checks-of.ts";
import { describeSubject } from "../preflight/describe-subject.ts";
import { takenBefore } from "../preflight/taken.ts";
import { newCheckMemory } from "./check-memory.ts";
import type { Decided } from "./decide.ts";
import { inParallel } from "./in-parallel.ts";
import { ruleOn } from "./rule-on.ts";

/** Reads of one account that are under way at once; the adapter's limiter spaces them out. */
const CHECKS_AT_ONCE = 8;

/** What checking goes by. */
export interface Surroundings {
  readonly account: Account;
  readonly cloud: Cloud;
  /** Every stack that the account should have. */
  readonly desired: readonly DesiredStack[];
  /** Every stack of the account. */
  readonly observed: readonly ObservedStack[];
  readonly observedByApp: ReadonlyMap<string, ObservedStack>;
}

/** Everything that these stacks need of the world, in their order. */
export function checksFor(stacks: readonly DesiredStack[], around: Surroundings): readonly Check[] {
  const { account, desired, observedByApp } = around;
  const network = observedByApp.get("network")?.outputs ?? {};
  const priorities = chooseListenerPriorities(inDependencyOrder(desired), observedByApp);
  return stacks.flatMap((stack) =>
    checksOf(stack, {
      account,
      deployed: whole(observedByApp.get(stack.app)),
      network,
      priorityOf: (parameter) => priorities.priorityOf(stack.app, parameter),
    }),
  );
}

/** There is nothing in a shell, or in what failed at its first creation. */
function whole(stack: ObservedStack | undefined): ObservedStack | undefined {
  return stack?.phase === "shell" || stack?.phase === "dead" ? undefined : stack;
}

/** Makes all checks, and says what each came to, in their order. */
export async function findOut(checks: readonly Check[], around: Surroundings): Promise<readonly Finding[]> {
  const { account, cloud, observed } = around;
  const taken = takenBefore(checks);
  const memory = newCheckMemory(checks, cloud.checks);
  const witness = { account, cloud, memory, stacks: observed.length };
  const numbered = checks.map((check, index) => ({ check, taken: taken[index] ?? 0 }));
  return inParallel(numbered, CHECKS_AT_ONCE, async ({ check, taken: before }) => {
    const { app, place, subject } = check;
    const ruling = await ruleOn(check, before, witness);
    return { app, place, check: subject.kind, subject: describeSubject(subject), ruling };
  });
}

/** Whose stacks are checked. */
export interface PreflightWork extends Pick<Surroundings, "account" | "cloud" | "desired"> {
  readonly log?: Log | undefined;
}

/**
 * What failed of the checks of these steps, by app. What could not be found out is logged and stops nothing. Images are
 * left out: planning has asked for those.
 */
export async function failedChecks(
  steps: readonly JudgedStep[],
  decided: Decided,
  { account, cloud, desired, log }: PreflightWork,
): Promise<FailedChecks> {
  const apps = new Set(steps.map(({ step }) => step.app));
  const around = { ...decided, account, cloud, desired };
  const checks = checksFor(
    desired.filter(({ app }) => apps.has(app)),
    around,
  ).filter(({ subject }) => subject.kind !== "image");
  const findings = await findOut(checks, around);
  for (const { app, check, subject, ruling } of findings)
    if (ruling.state === "unknown")
      log?.warn("check not made", { account: account.name, app, check, subject, why: ruling.why });
  const failed = findings.filter(hasFailedCheck);
  return new Map(failed.map(({ app }) => [app, failed.filter((each) => each.app === app)]));
}

/** Whether the step is about to make the first change set of its content. */
export function isFirstWrite({ step, refusals }: JudgedStep): boolean {
  return refusals.length === 0 && bringsContent(step) && step.write.kind === "create-change-set";
}

/** Whether the step brings content as soon as nothing keeps it any more. */
export function willWrite({ step, refusals }: JudgedStep): boolean {
  const isLater = step.kind === "hold" && (step.next === "create" || step.next === "update");
  return refusals.every(isPassing) && (bringsContent(step) || isLater);
}

function bringsContent(step: Step): step is Extract<Step, { kind: "create" | "update" }> {
  return step.kind === "create" || (step.kind === "update" && step.heals === undefined);
}
