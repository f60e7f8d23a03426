import type { ResourceChange } from "../model/change-set.ts";
import type { JudgedStep, Step } from "../model/plan.ts";
import { isLater, isPassing } from "../model/stack-state.ts";
import type { Tone } from "./palette.ts";

/** What a step means for a reader, once the guards have spoken. */
export type Verdict = "create" | "update" | "recover" | "delete" | "refused" | "held" | "wait" | "keep";

/** How a verdict is shown. */
export interface Look {
  readonly sign: string;
  readonly tone: Tone;
}

/** The look of every verdict. */
export const looks: Readonly<Record<Verdict, Look>> = {
  create: { sign: "+", tone: "create" },
  update: { sign: "~", tone: "update" },
  recover: { sign: "*", tone: "update" },
  delete: { sign: "-", tone: "delete" },
  refused: { sign: "!", tone: "danger" },
  held: { sign: "!", tone: "update" },
  wait: { sign: "…", tone: "wait" },
  keep: { sign: "=", tone: "quiet" },
};

/**
 * What a judged step means. A refusal outweighs the step; a step that only waits for another stack, another
 * account or a window is what it will do then.
 */
export function verdictOf(judged: JudgedStep): Verdict {
  const { step } = judged;
  if (!judged.refusals.every(isPassing)) return "refused";
  if (step.kind !== "hold") return step.kind;
  return isLater(judged) && step.next !== undefined ? step.next : "held";
}

/** Why the step, or why not: what speaks against it outweighs its own reason. */
export function reasonOf({ step, refusals }: JudgedStep): string {
  return refusals.length === 0 ? step.reason : refusals.map(({ why }) => why).join("; ");
}

/** What would happen to the resources, as far as the plan knows. */
export function changesOf(step: Step): readonly ResourceChange[] {
  return "changes" in step ? (step.changes ?? []) : [];
}

/** Resources that go and come anew, or may; nested stacks included. */
export function replacementsIn(changes: readonly ResourceChange[]): readonly ResourceChange[] {
  return changes.flatMap((change) => [
    ...(change.action === "modify" && change.replacement !== "never" ? [change] : []),
    ...replacementsIn(change.nested ?? []),
  ]);
}

/** What would be lost if the step ran, refused or not: one phrase a resource. */
export function lossesOf(judged: JudgedStep): readonly string[] {
  return judged.losses ?? [];
}

/** Whether a person has allowed what would be lost: no guard of data speaks against the step. */
export function isLossAllowed(judged: JudgedStep): boolean {
  return !judged.refusals.some(({ rule }) => rule === "data-loss" || rule === "prune");
}

/** Whether the stack is something else than the repository says. */
export function isPending(judged: JudgedStep): boolean {
  return verdictOf(judged) !== "keep";
}
