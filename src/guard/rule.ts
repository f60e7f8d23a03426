import type {
  CreateStep,
  DeleteStep,
  HoldStep,
  RecoverStep,
  Refusal,
  Step,
  UpdateStep,
} from "../model/plan.ts";
import type { Place } from "../model/place.ts";
import type { Facts } from "./facts.ts";

/** One thing that may not happen by accident: says why a step may not run, or nothing. */
export type Rule = (step: Step, facts: Facts) => Refusal | undefined;

/** Whether the step writes to AWS, in this pass. */
export function isWrite(step: Step): step is CreateStep | UpdateStep | RecoverStep | DeleteStep {
  return (
    step.kind === "create" || step.kind === "update" || step.kind === "recover" || step.kind === "delete"
  );
}

/**
 * Whether a step only notes how a release ended: what it tells is true already, and ECS forgets it after an hour. It may
 * not have to wait for anything.
 */
export function isNote(step: Step): boolean {
  const { write } = "write" in step ? step : {};
  return write?.kind === "mark-release" && write.mark.kind !== "asked";
}

/** A step that removes a stack which the repository no longer mentions, or will once others are gone. */
export type Removal = DeleteStep | (HoldStep & { readonly next: "delete" });

/** Whether the step is one. */
export function isRemoval(step: Step): step is Removal {
  return step.kind === "delete" || (step.kind === "hold" && step.next === "delete");
}

/** Where to write something about the step's app, as `on <app> in <file>:<line>`; of `zone` and `network`, in account.yaml. */
export function placementOf(step: Step, facts: Facts): string {
  const folder = `accounts/${facts.account.name}`;
  if (step.app === "zone" || step.app === "network") return `in ${folder}/account.yaml`;
  return `on ${step.app} in ${step.place === undefined ? `${folder}/apps.yaml` : formatLine(step.place)}`;
}

function formatLine({ file, line }: Place): string {
  return `${file}:${line}`;
}
