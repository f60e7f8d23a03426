import type { Log } from "../model/ports.ts";
import type { JudgedStep } from "../model/plan.ts";
import type { Outcome, Progress, Revision } from "../model/report.ts";
import { isLater } from "../model/stack-state.ts";
import { reasonOf } from "../report/verdict.ts";

/** The way of a sync as log lines: a line when what is to happen to a stack changes, and one for every resource that fails. */
export function lineProgress(log: Log, revision: Revision | undefined): Progress {
  const told = new Map<string, string>();
  const commit = revision?.commit.slice(0, 12);
  return {
    passed(report, standing) {
      const { account, failure } = report;
      for (const judged of report.steps) {
        const outcome = report.outcomes.find((candidate) => candidate.app === judged.step.app);
        const line = lineOf(judged, outcome);
        const key = `${account}/${judged.step.app}`;
        if (told.get(key) === JSON.stringify(line)) continue;
        told.set(key, JSON.stringify(line));
        log[line.level](line.message, { account, ...line.fields, commit });
      }
      const state = JSON.stringify([standing, failure?.message]);
      if (told.get(account) === state) return;
      told.set(account, state);
      if (failure !== undefined)
        log.warn("pass failed", { account, why: failure.message, mayRetry: failure.mayRetry });
      else log.info("account passed", { account, standing });
    },
    moved(account, app, events) {
      for (const event of events) {
        const { logicalId, type, status, reason } = event;
        log[event.isFailure ? "warn" : "debug"]("resource event", {
          account,
          app,
          logicalId,
          type,
          status,
          reason,
        });
      }
    },
  };
}

interface ProgressLine {
  readonly level: "debug" | "info" | "warn";
  readonly message: string;
  readonly fields: Readonly<Record<string, string | undefined>>;
}

function lineOf(judged: JudgedStep, outcome: Outcome | undefined): ProgressLine {
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
  if (step.kind === "hold") return { level: "info", message: "stack held", fields };
  return { level: "info", message: "stack in flight", fields };
}
