import type { HoldStep, JudgedStep, Plan, Step, UpdateStep } from "../model/plan.ts";
import { isWrite } from "../guard/rule.ts";
import type { WritingStep } from "../apply/apply-step.ts";
import type { Memory } from "./memory.ts";

/** Holds what AWS has said it will never take as it is, so that one process does not ask it again and again. */
export function holdRejected(plan: Plan, memory: Memory): Plan {
  return { ...plan, steps: plan.steps.map((step) => holdStep(step, memory)) };
}

function holdStep(step: Step, memory: Memory): Step {
  const message = isWrite(step) ? memory.rejection(writeKey(step)) : undefined;
  if (!isWrite(step) || message === undefined) return step;
  if (step.kind === "update" && step.heals !== undefined) {
    return {
      ...step,
      heals: { ...step.heals, failure: `AWS will not take ${whatOf(step.write)}: ${message}` },
    };
  }
  const { app, stack, place, version, from } = step;
  const held: HoldStep = {
    kind: "hold",
    app,
    stack,
    ...(place === undefined ? {} : { place }),
    ...(version === undefined ? {} : { version }),
    ...(from === undefined ? {} : { from }),
    because: { kind: "refused-change-set" },
    reason: `AWS will not take it as it is: ${message}`,
    remedy: "correct the content or the permissions and run `moor sync` again",
  };
  return held;
}

function whatOf(write: UpdateStep["write"]): string {
  return write.kind === "change-records" ? `the change that ${write.comment}` : "the change set";
}

/** The same write on the same stack in the same state. */
export function writeKey({ stack, from, write }: WritingStep): string {
  const state = `${stack} ${from?.id ?? ""} ${from?.status ?? ""} ${from?.updatedAt ?? ""} ${write.kind}`;
  switch (write.kind) {
    case "create-change-set":
      return `${state} ${write.name}`;
    case "execute-change-set":
    case "delete-change-set":
      return `${state} ${write.changeSet.id}`;
    case "delete-stack":
    case "roll-back":
    case "continue-rollback":
      return `${state} ${write.token}`;
    case "change-records":
      return `${state} ${write.zoneId} ${JSON.stringify(write.changes)}`;
    case "run-release":
      return `${state} ${write.release.taskDefinition} ${write.attempt}`;
    case "stop-release":
      return `${state} ${write.run.task}`;
    case "mark-release":
      return `${state} ${write.release.taskDefinition} ${write.mark.kind} ${write.mark.attempt}`;
  }
}

/** Whether a judged step is applied. */
export function mayApply(judged: JudgedStep): judged is JudgedStep & { readonly step: WritingStep } {
  return isWrite(judged.step) && judged.refusals.length === 0;
}
