import type { JudgedStep } from "../model/plan.ts";
import type { Outcome, PassReport } from "../model/report.ts";
import { stackState, type StackState } from "../model/stack-state.ts";
import { readDeployed } from "./deployed-version.ts";
import type { Tone } from "./palette.ts";
import { reasonOf } from "./verdict.ts";

/** How a state is shown. */
export const stateTones: Readonly<Record<StackState, Tone>> = {
  "in sync": "good",
  "out of date": "update",
  missing: "update",
  "to be removed": "delete",
  "in flight": "wait",
  waiting: "wait",
  held: "danger",
  refused: "danger",
  failed: "danger",
  unknown: "danger",
};

/** One stack of a status. */
export interface StatusRow {
  readonly app: string;
  readonly stack: string;
  readonly state: StackState;
  /** CloudFormation's own word; absent for a stack that is not there. */
  readonly status?: string;
  /** The version that runs, as the stack's description tells. */
  readonly deployed?: string;
  /** The version the repository says. */
  readonly wanted?: string;
  /** The first digits of the commit deployed last. */
  readonly commit?: string;
  /** When CloudFormation last changed it, in milliseconds since the epoch. */
  readonly since?: number;
  readonly why: string;
  /** What a person can do about it. */
  readonly remedy?: string;
  /** What a task that failed wrote last, oldest first. */
  readonly lines?: readonly string[];
}

/** Every stack of an account as it is right now. */
export function statusRows({ last }: LastPass): readonly StatusRow[] {
  return last.steps.map((judged) => statusRow(judged, last.outcomes));
}

/** Of an account: what its last pass decided and did. */
interface LastPass {
  readonly last: Pick<PassReport, "steps" | "outcomes">;
}

function statusRow(judged: JudgedStep, outcomes: readonly Outcome[]): StatusRow {
  const { step } = judged;
  const from = "from" in step ? step.from : undefined;
  const outcome = outcomes.find((candidate) => candidate.app === step.app);
  const wanted = step.kind === "delete" ? undefined : step.version;
  const { version: deployed, commit } = readDeployed(from);
  const since = from?.updatedAt ?? from?.createdAt;
  const remedy = remedyOf(judged);
  return {
    app: step.app,
    stack: step.stack,
    state: stackState(judged, outcome),
    ...(from === undefined ? {} : { status: from.status }),
    ...(deployed === undefined ? {} : { deployed }),
    ...(wanted === undefined ? {} : { wanted }),
    ...(commit === undefined ? {} : { commit }),
    ...(since === undefined ? {} : { since }),
    why: whyOf(judged, outcome),
    ...(remedy === undefined ? {} : { remedy }),
    ...(step.kind === "hold" && step.lines !== undefined ? { lines: step.lines } : {}),
  };
}

function whyOf(judged: JudgedStep, outcome: Outcome | undefined): string {
  const isRejected = judged.refusals.length === 0 && outcome?.result.kind === "rejected";
  return isRejected ? outcome.result.message : reasonOf(judged);
}

function remedyOf(judged: JudgedStep): string | undefined {
  const allowed = judged.refusals.map((refusal) => refusal.allowBy).join("; ");
  if (allowed !== "") return allowed;
  return judged.step.kind === "hold" ? judged.step.remedy : undefined;
}
