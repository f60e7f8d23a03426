import type { AgentEventKind } from "../model/agent-event.ts";
import type { JudgedStep } from "../model/plan.ts";
import type { Outcome, PassReport, Revision } from "../model/report.ts";
import type { Underway } from "./underway.ts";

/** Something that people want to be told; `key` tells it from everything else that happens in the account. */
export interface Happening {
  readonly kind: AgentEventKind;
  readonly key: readonly string[];
  readonly app?: string;
  readonly stack?: string;
  readonly version?: string;
  /** Absent: the commit that is worked from. */
  readonly revision?: Revision;
  /** One sentence without a full stop. */
  readonly message: string;
  readonly remedy?: string;
}

/** What a pass shows that people want to know: operations that ended well, failures, and what needs a person. */
export function happeningsIn(report: PassReport, ended: readonly Underway[]): readonly Happening[] {
  return [
    ...ended.flatMap((underway) => endOf(underway)),
    ...report.steps.flatMap((judged) => {
      const outcome = report.outcomes.find(({ app }) => app === judged.step.app);
      return troubleOf(judged, outcome);
    }),
  ];
}

/** The end of a heal is told by the survey that finds nothing any more. */
function endOf(underway: Underway): readonly Happening[] {
  const { kind, app, stack, stackId, name, version, revision, way = "roll-back", isFirst } = underway;
  const about = {
    app,
    stack,
    ...(version === undefined ? {} : { version }),
    ...(revision === undefined ? {} : { revision }),
  };
  switch (kind) {
    case "deploy": {
      const what = version === undefined ? app : `${app} ${version}`;
      const message = `${what} is ${isFirst === true ? "created" : "deployed"}`;
      return [{ ...about, kind: "applied", key: [stackId, name], message }];
    }
    case "delete":
      return [{ ...about, kind: "pruned", key: [stackId], message: `${app} is deleted` }];
    case "recover":
      return [{ ...about, kind: "recovered", key: [stackId, name], message: RECOVERED[way](app) }];
    case "heal":
      return [];
  }
}

/** What has come of a recovery, by what was asked of CloudFormation. */
const RECOVERED: Readonly<Record<NonNullable<Underway["way"]>, (app: string) => string>> = {
  "roll-back": (app) => `${app} has its older content again: the update that had failed is undone`,
  "continue-rollback": (app) => `${app} has its older content again: the rollback that had failed is done`,
  "delete-stack": (app) => `what was left of ${app} is deleted`,
};

/** What a person decided (a pause, a window) or what goes on by itself (the order of accounts) is no trouble. */
const BY_INTENT: ReadonlySet<string> = new Set(["order", "paused", "window"]);

function troubleOf({ step, refusals }: JudgedStep, outcome: Outcome | undefined): readonly Happening[] {
  const from = "from" in step ? step.from : undefined;
  const about = {
    app: step.app,
    stack: step.stack,
    ...(step.version === undefined ? {} : { version: step.version }),
  };
  const state = [from?.id ?? "", String(from?.updatedAt ?? "")];
  const refusal = refusals.find(({ rule }) => !BY_INTENT.has(rule));
  if (refusal !== undefined) {
    const { rule, why: message, allowBy: remedy } = refusal;
    const quarantine = "quarantine" in step ? step.quarantine : undefined;
    if (rule === "quarantine" && quarantine !== undefined) {
      const key = [from?.id ?? "", quarantine.digest, String(quarantine.attempt)];
      return [{ ...about, kind: "failed", key, message: step.reason, remedy }];
    }
    return [{ ...about, kind: "held", key: [step.app, rule, message, ...state], message, remedy }];
  }
  if (outcome?.result.kind === "rejected") {
    const message = `AWS will not take it as it is: ${outcome.result.message}`;
    const remedy =
      "correct the content or the permissions; it is tried again on schedule, and when the agent is asked to look";
    return [
      { ...about, kind: "held", key: [step.app, "refused-change-set", message, ...state], message, remedy },
    ];
  }
  if (step.kind !== "hold" || step.because.kind === "dependency") return [];
  const { reason: message, remedy, because } = step;
  const advice = remedy === undefined ? {} : { remedy };
  if (because.kind === "release") {
    const key = [because.taskDefinition, String(because.attempt)];
    return [{ ...about, kind: "failed", key, message, ...advice }];
  }
  const key = [step.app, because.kind, message, ...state];
  return [{ ...about, kind: "held", key, message, ...advice }];
}
