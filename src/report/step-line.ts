import type { HoldStep, JudgedStep } from "../model/plan.ts";
import type { Outcome } from "../model/report.ts";
import { isLater } from "../model/stack-state.ts";
import { reasonOf } from "./verdict.ts";

/** One line of a log about one stack. */
export interface StepLine {
  readonly level: "debug" | "info" | "warn";
  readonly message: string;
  readonly fields: Readonly<Record<string, string | undefined>>;
}

/** What a pass means for one stack, as a log line; told again only when it changes. */
export function stepLine(judged: JudgedStep, outcome: Outcome | undefined): StepLine {
  const { step, refusals } = judged;
  const where = { stack: step.stack, app: step.app, step: step.kind };
  if (isLater(judged))
    return { level: "info", message: "stack waits", fields: { ...where, reason: reasonOf(judged) } };
  const [refusal] = refusals;
  if (refusal !== undefined) {
    const { rule, why, allowBy } = refusal;
    return { level: "warn", message: "step refused", fields: { ...where, rule, why, allowBy } };
  }
  if (outcome !== undefined && outcome.result.kind !== "accepted") {
    const { kind, message } = outcome.result;
    const level = kind === "rejected" ? "warn" : "info";
    return { level, message: `step ${kind}`, fields: { ...where, why: message } };
  }
  const fields = { ...where, reason: step.reason };
  if (outcome?.result.kind === "accepted") {
    return { level: "info", message: "step taken", fields: { ...fields, write: outcome.result.write } };
  }
  if (step.kind === "keep") return { level: "debug", message: "stack in sync", fields };
  if (step.kind === "hold")
    return { level: "info", message: "stack held", fields: { ...fields, ...quoted(step) } };
  return { level: "info", message: "stack in flight", fields };
}

/** What a task wrote to its log last, as one text. */
function quoted({ lines }: HoldStep): StepLine["fields"] {
  return lines === undefined ? {} : { log: lines.join("\n") };
}
