import type { HoldStep, Plan, Step } from "../model/plan.ts";
import { blockersOf, holdFor } from "./blocker.ts";

/**
 * A plan some of whose steps were replaced since `before`: what waits for one of those says what has become of it, so that
 * nobody waits for a stack to be created that is held.
 */
export function retellBlockers(plan: Plan, before: Plan): Plan {
  const [now, then] = [byApp(plan), byApp(before)];
  const steps = plan.steps.map((step) => (isWaiting(step) ? retell(step, now, then) : step));
  return { ...plan, steps };
}

type Steps = ReadonlyMap<string, Step>;

function byApp({ steps }: Plan): Steps {
  return new Map(steps.map((step) => [step.app, step]));
}

type Waiting = HoldStep & { readonly because: { readonly kind: "dependency" } };

function isWaiting(step: Step): step is Waiting {
  return step.kind === "hold" && step.because.kind === "dependency";
}

function retell(step: Waiting, now: Steps, then: Steps): Step {
  const { on } = step.because;
  const told = holdFor(blockersOf(on, then)).reason;
  return { ...step, reason: step.reason.replace(told, () => holdFor(blockersOf(on, now)).reason) };
}
