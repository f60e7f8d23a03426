import type { HoldStep, JudgedPlan, JudgedStep, Step } from "../model/plan.ts";
import { isPassing } from "../model/stack-state.ts";
import { retellBlockers } from "../plan/retell-blockers.ts";

/** The plan in which whatever waits for a refused step says that this one is held: until a person acts it does not come first. */
export function tellRefused(judged: JudgedPlan): JudgedPlan {
  const { account } = judged;
  const before = { account, steps: judged.steps.map(({ step }) => step) };
  const now = { account, steps: judged.steps.map(asHeld) };
  const told = retellBlockers(now, before).steps;
  const steps = judged.steps.map((each, index) =>
    isRefused(each) ? each : { ...each, step: told[index] ?? each.step },
  );
  return { ...judged, steps };
}

function asHeld(judged: JudgedStep): Step {
  const { app, stack, reason } = judged.step;
  const held: HoldStep = { kind: "hold", app, stack, reason, because: { kind: "stuck" } };
  return isRefused(judged) ? held : judged.step;
}

/** What failed before is told as that already. */
function isRefused({ step, refusals }: JudgedStep): boolean {
  const isContent = step.kind === "create" || (step.kind === "update" && step.quarantine === undefined);
  return isContent && !refusals.every(isPassing);
}
