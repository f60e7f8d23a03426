import type { JudgedStep } from "../model/plan.ts";
import type { Outcome, PassReport, Standing } from "../model/report.ts";

/**
 * Where an account stands after a pass. `elsewhere` are steps of apps that the pass was not about: a stack that waits for
 * one of them moves as long as that one is busy.
 */
export function standingOf(report: PassReport, elsewhere: readonly JudgedStep[] = []): Standing {
  if (report.failure !== undefined) return report.failure.mayRetry ? "moving" : "blocked";
  const outcomes = new Map(report.outcomes.map((outcome) => [outcome.app, outcome]));
  const busy = new Set(elsewhere.filter(({ step }) => step.kind === "wait").map(({ step }) => step.app));
  const standings = report.steps.map((judged) => standingOfStep(judged, outcomes.get(judged.step.app), busy));
  if (standings.includes("moving")) return "moving";
  return standings.every((standing) => standing === "settled") ? "settled" : "blocked";
}

/** A step that was not refused and has no outcome is about to be applied. */
function standingOfStep(
  { step, refusals }: JudgedStep,
  outcome: Outcome | undefined,
  busy: ReadonlySet<string>,
): Standing {
  switch (step.kind) {
    case "keep":
      return "settled";
    case "wait":
      return "moving";
    case "hold":
      return step.because.kind === "dependency" && step.because.on.some((app) => busy.has(app))
        ? "moving"
        : "blocked";
    case "create":
    case "update":
    case "recover":
    case "delete":
      return refusals.length > 0 || outcome?.result.kind === "rejected" ? "blocked" : "moving";
  }
}
