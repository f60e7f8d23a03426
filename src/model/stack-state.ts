import { isUpkeep, type HoldReason, type JudgedStep, type Refusal } from "./plan.ts";
import type { Outcome } from "./report.ts";

/** What a stack is like right now, in one word or two. */
export type StackState =
  | "in sync"
  | "out of date"
  | "missing"
  | "to be removed"
  | "in flight"
  | "waiting"
  | "held"
  | "refused"
  | "failed"
  | "unknown";

/** The state of a stack as a pass found it. `outcome`: what applying the step came to, when that was tried. */
export function stackState(judged: JudgedStep, outcome?: Outcome): StackState {
  if (judged.refusals.some((refusal) => refusal.rule === "quarantine")) return "failed";
  if (isUpkeep(judged.step) && !judged.refusals.some(({ rule }) => rule === "heal")) return "in sync";
  if (judged.refusals.length > 0) return isLater(judged) ? "waiting" : "refused";
  if (outcome?.result.kind === "rejected") return "failed";
  const { step } = judged;
  switch (step.kind) {
    case "keep":
      return "in sync";
    case "create":
      return "missing";
    case "update":
      return "out of date";
    case "recover":
      return "failed";
    case "delete":
      return "to be removed";
    case "wait":
      return "in flight";
    case "hold":
      return heldState[step.because.kind];
  }
}

/** Whether a step waits for nothing but another stack, an earlier account or a window, and will be taken then. */
export function isLater({ step, refusals }: JudgedStep): boolean {
  if (refusals.length > 0) return refusals.every(isPassing);
  return step.kind === "hold" && step.because.kind === "dependency" && step.next !== undefined;
}

/** Whether a refusal goes away without anybody doing anything. */
export function isPassing({ rule }: Refusal): boolean {
  return rule === "order" || rule === "window";
}

const heldState: Readonly<Record<HoldReason["kind"], StackState>> = {
  dependency: "waiting",
  "missing-output": "held",
  "missing-image": "held",
  invalid: "held",
  "refused-change-set": "failed",
  delegation: "held",
  release: "failed",
  stuck: "failed",
  unknown: "unknown",
};
