import type { ResourceEvent } from "../model/observed-stack.ts";
import type { JudgedStep } from "../model/plan.ts";
import type { PassReport, Standing } from "../model/report.ts";
import { isLater } from "../model/stack-state.ts";
import { formatDuration } from "./duration.ts";
import type { Paint, Tone } from "./palette.ts";
import { oneLine } from "./untrusted.ts";
import { looks, reasonOf, verdictOf, type Verdict } from "./verdict.ts";

/** What a running sync shows of one account. */
export interface LiveAccount {
  readonly account: string;
  /** Absent before the first pass. */
  readonly last?: { readonly report: PassReport; readonly standing: Standing };
  /** Latest resource events, newest last, by app. */
  readonly events: Readonly<Record<string, readonly ResourceEvent[]>>;
  /** Since when a stack has been moving, in milliseconds since the epoch, by app. */
  readonly movingSince: Readonly<Record<string, number>>;
}

/** The size of the terminal, and now. */
export interface LiveFrame {
  readonly now: number;
  readonly startedAt: number;
  readonly columns: number;
  readonly rows: number;
}

/** How soon a line gives way when the terminal is too low; 0 never does. */
type Rank = 0 | 1 | 2 | 3 | 4;

interface Row {
  readonly rank: Rank;
  readonly indent: number;
  readonly tone: Tone;
  readonly text: string;
}

/** A running sync: a line an account, a line a stack, the latest resource events below what moves; it fits the terminal. */
export function liveLines(
  accounts: readonly LiveAccount[],
  frame: LiveFrame,
  paint: Paint,
): readonly string[] {
  const rows = accounts.flatMap((account) => accountRows(account, frame));
  const elapsed: Row = {
    rank: 0,
    indent: 0,
    tone: "quiet",
    text: formatDuration(frame.now - frame.startedAt),
  };
  const fitting = fit([...rows, elapsed], Math.max(3, frame.rows - 1));
  return fitting.map(({ indent, tone, text }) => {
    const room = Math.max(10, frame.columns - 1 - indent);
    const shown = text.length > room ? `${text.slice(0, room - 1)}…` : text;
    return `${" ".repeat(indent)}${paint(tone, shown)}`;
  });
}

function accountRows({ account, last, events, movingSince }: LiveAccount, frame: LiveFrame): readonly Row[] {
  const name = oneLine(account);
  if (last === undefined) return [{ rank: 0, indent: 0, tone: "quiet", text: `${name}  waits for its turn` }];
  const { report, standing } = last;
  const header: Row = {
    rank: 0,
    indent: 0,
    tone: standingTones[standing],
    text: `${name}  ${sumOf(report.steps)}`,
  };
  if (report.failure !== undefined) {
    return [header, { rank: 1, indent: 2, tone: "danger", text: `! ${oneLine(report.failure.message)}` }];
  }
  if (standing === "settled") return [header];
  const pending = report.steps.filter((judged) => verdictOf(judged) !== "keep");
  const waiting = pending.find(({ refusals }) => refusals.length > 0);
  if (waiting !== undefined && pending.every(isLater)) {
    return [{ ...header, tone: "quiet", text: `${header.text}: ${oneLine(reasonOf(waiting))}` }];
  }
  const width = Math.min(32, Math.max(0, ...report.steps.map(({ step }) => step.app.length)));
  return [
    header,
    ...report.steps.flatMap((judged) => [
      stackRow(judged, width, since(movingSince[judged.step.app], frame)),
      ...(isMoving(judged) ? eventRows(judged.step.stack, events[judged.step.app] ?? []) : []),
    ]),
  ];
}

const standingTones: Readonly<Record<Standing, Tone>> = {
  settled: "good",
  moving: "strong",
  blocked: "danger",
};

function sumOf(steps: readonly JudgedStep[]): string {
  const words: Readonly<Record<Verdict, string>> = {
    keep: "in sync",
    wait: "in flight",
    create: "to create",
    update: "to update",
    recover: "to recover",
    delete: "to delete",
    held: "held",
    refused: "refused",
  };
  const verdicts = steps.map(verdictOf);
  return Object.entries(words)
    .map(([verdict, word]) => ({ word, count: verdicts.filter((other) => other === verdict).length }))
    .filter(({ count }) => count > 0)
    .map(({ word, count }) => `${count} ${word}`)
    .join(", ");
}

function since(start: number | undefined, frame: LiveFrame): string {
  return start === undefined ? "" : `  ${formatDuration(frame.now - start)}`;
}

/** Whether something of the stack is under way: an operation, or a write of the last pass. */
export function isMoving(judged: JudgedStep): boolean {
  return ["create", "update", "recover", "delete", "wait"].includes(verdictOf(judged)) && !isLater(judged);
}

function stackRow(judged: JudgedStep, width: number, elapsed: string): Row {
  const verdict = verdictOf(judged);
  const isWaiting = isLater(judged) || verdict === "held";
  const { sign, tone } = looks[verdict];
  const text = `${sign} ${oneLine(judged.step.app).padEnd(width)}  ${verdict === "keep" ? "" : oneLine(reasonOf(judged))}${elapsed}`;
  const rank = verdict === "keep" ? 4 : isWaiting ? 3 : 1;
  return { rank, indent: 2, tone: isWaiting ? "quiet" : tone, text: text.trimEnd() };
}

/**
 * Of each resource its latest event only, three of them: failures first, then what still runs, then the latest. Nothing
 * of the stack itself, which has its own line.
 */
function eventRows(stack: string, events: readonly ResourceEvent[]): readonly Row[] {
  const latest = new Map<string, ResourceEvent>();
  for (const event of events.filter(({ logicalId }) => logicalId !== stack)) {
    latest.delete(event.logicalId);
    latest.set(event.logicalId, event);
  }
  const urgency = (event: ResourceEvent): number => (event.isFailure ? 2 : event.isRunning === true ? 1 : 0);
  const shown = [...latest.values()]
    .toReversed()
    .toSorted((a, b) => urgency(b) - urgency(a))
    .slice(0, 3);
  return shown.map((event) => ({
    rank: 2,
    indent: 6,
    tone: event.isFailure ? "danger" : "quiet",
    text: oneLine(
      `${event.logicalId} (${event.type}) ${event.status}${event.reason === undefined ? "" : `: ${event.reason}`}`,
    ),
  }));
}

function fit(rows: readonly Row[], limit: number): readonly Row[] {
  for (const highest of [4, 3, 2, 1, 0]) {
    const kept = rows.filter((row) => row.rank <= highest);
    if (kept.length <= limit) return kept;
  }
  const headers = rows.filter((row) => row.rank === 0);
  const more: Row = {
    rank: 0,
    indent: 0,
    tone: "quiet",
    text: `… ${headers.length - limit + 1} more accounts`,
  };
  return [...headers.slice(0, limit - 1), more];
}
