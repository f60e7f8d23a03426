import type { Log } from "../model/ports.ts";
import type { Progress, Revision } from "../model/report.ts";
import { stepLine } from "../report/step-line.ts";

/** The way of a sync as log lines: a line when what is to happen to a stack changes, and one for every resource that fails. */
export function lineProgress(log: Log, revision: Revision | undefined): Progress {
  const told = new Map<string, string>();
  const commit = revision?.commit.slice(0, 12);
  return {
    passed(report, standing) {
      const { account, failure } = report;
      for (const judged of report.steps) {
        const outcome = report.outcomes.find((candidate) => candidate.app === judged.step.app);
        const line = stepLine(judged, outcome);
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
