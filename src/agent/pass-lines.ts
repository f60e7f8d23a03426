import type { JudgedStep, Refusal } from "../model/plan.ts";
import type { Outcome, PassReport } from "../model/report.ts";
import { isLater } from "../model/stack-state.ts";
import { reasonOf } from "../report/verdict.ts";
import { stepLine, type StepLine } from "../report/step-line.ts";
import type { Underway } from "./underway.ts";

/** A line that a pass is worth, unless it has been said. */
export interface PassLine extends StepLine {
  /** What it is about. */
  readonly subject: string;
  /** It is said again when this changes. */
  readonly news: string;
  /** It says that somebody's will keeps changes back. */
  readonly isBrake?: boolean;
}

/** Subjects beside apps; no app has a name like that. */
const ORDER = "*order";
const BRAKE = "*brake";

/**
 * What a pass shows, for the log: a line when a change set is made or executed, when something fails or is held, and when
 * a stack or its whole account begins to wait. How the waiting goes is for those who debug.
 */
export function passLines(report: PassReport, underway: ReadonlyMap<string, Underway>): readonly PassLine[] {
  const isKept = report.steps.some(isKeptBack);
  return [
    ...keptBack(report, ORDER, "account waits", ({ rule }) => rule === "order"),
    ...keptBack(report, BRAKE, "changes are kept back", isBrake),
    ...report.steps.map((judged) => {
      const { app } = judged.step;
      const outcome = report.outcomes.find((candidate) => candidate.app === app);
      const line = { subject: app, ...stackLine(judged, outcome, underway.has(app)) };
      return isKept && line.news === WAITS ? { ...line, level: "debug" as const } : line;
    }),
  ];
}

/** What waits behind a stack that is kept back waits for the same. */
function isKeptBack({ refusals }: JudgedStep): boolean {
  return refusals.some((refusal) => refusal.rule === "order" || isBrake(refusal));
}

/** What is said of a stack that waits for others. */
const WAITS = "waits";

function isBrake({ rule }: Refusal): boolean {
  return rule === "paused" || rule === "window";
}

/** One line for the account, however many of its stacks wait for the same. */
function keptBack(
  { steps }: PassReport,
  subject: string,
  message: string,
  isIt: (refusal: Refusal) => boolean,
): readonly PassLine[] {
  const whys = steps.flatMap(({ refusals }) =>
    refusals
      .filter(isIt)
      .slice(0, 1)
      .map(({ why }) => why),
  );
  const [reason] = whys;
  if (reason === undefined) return [];
  const fields = { reason, stacks: String(whys.length) };
  const news = subject === ORDER ? "waits" : reason;
  return [{ subject, news, level: "info", message, fields, isBrake: subject === BRAKE }];
}

function stackLine(
  judged: JudgedStep,
  outcome: Outcome | undefined,
  isOurs: boolean,
): Omit<PassLine, "subject"> {
  const line = stepLine(judged, outcome);
  const { step } = judged;
  if (isKeptBack(judged)) return { ...line, level: "debug", news: reasonOf(judged) };
  if (isLater(judged)) return { ...line, news: WAITS };
  if (outcome?.result.kind === "accepted") {
    const message = WRITTEN[outcome.result.write] ?? line.message;
    return { ...line, message, news: `${outcome.result.write} ${step.reason}` };
  }
  if (step.kind === "wait") return { ...line, level: isOurs ? "debug" : "info", news: "in flight" };
  return { ...line, news: JSON.stringify(line) };
}

/** What was asked of AWS, by write. */
const WRITTEN: Readonly<Record<string, string>> = {
  "create-change-set": "change set created",
  "execute-change-set": "change set executed",
  "delete-change-set": "change set deleted",
  "delete-stack": "deletion begun",
  "roll-back": "roll-back begun",
  "continue-rollback": "roll-back continued",
  "change-records": "zone delegated",
  "run-release": "release begun",
  "stop-release": "release stopped",
  "mark-release": "release ended",
};
