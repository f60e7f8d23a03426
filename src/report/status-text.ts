import type { StackState } from "../model/stack-state.ts";
import { counted } from "./counted.ts";
import { formatDuration } from "./duration.ts";
import { palette, type Paint } from "./palette.ts";
import { failureLines } from "./plan-text.ts";
import { problemsText } from "./problems-text.ts";
import type { AccountView, Report } from "./report.ts";
import { revisionLine } from "./revision-line.ts";
import { UNREADABLE } from "./tally.ts";
import { isSettled } from "./standing.ts";
import { stateTones, statusRows, type StatusRow } from "./status-rows.ts";
import { statusTable } from "./status-table.ts";
import { oneLine } from "./untrusted.ts";

/** How the text for a terminal looks. */
export interface StatusOptions {
  readonly colour: boolean;
  /** Width of the terminal; without it no line is broken. */
  readonly columns?: number;
  /** Adds what was asked of AWS. */
  readonly isVerbose: boolean;
}

/** Every stack of every account: state, version, since when, why. */
export function statusText(report: Report, options: StatusOptions): string {
  const paint = palette(options.colour);
  return `${[
    paint("strong", revisionLine(report)),
    ...(report.problems.length === 0 ? [] : [problemsText(report.problems, options).trimEnd()]),
    ...accountTables(report, paint, options),
    report.repository === undefined ? paint("danger", UNREADABLE) : paint("strong", `${stateSum(report)}.`),
  ].join("\n\n")}\n`;
}

/** How a sync ended. */
export interface SyncEnd {
  readonly elapsedMs: number;
  /** The time given was used up. */
  readonly isTimeout: boolean;
  /** A person stopped it. */
  readonly isInterrupted: boolean;
}

/** What a sync came to: the tables, what failed with its cause and what to do, and the sum. */
export function syncText(report: Report, end: SyncEnd, options: StatusOptions): string {
  const paint = palette(options.colour);
  return `${[
    ...accountTables(report, paint, { ...options, isVerbose: true, toldBelow: TROUBLES }),
    ...troubles(report, paint),
    ...(report.problems.length === 0 ? [] : [problemsText(report.problems, options).trimEnd()]),
    syncSum(report, end, paint),
  ].join("\n\n")}\n`;
}

/** States whose reason is not told in the table. */
interface TableOptions extends StatusOptions {
  readonly toldBelow?: ReadonlySet<StackState>;
}

function accountTables(report: Report, paint: Paint, options: TableOptions): readonly string[] {
  const held = report.heldAccounts.map(
    (name) => `${paint("strong", oneLine(name))}\n  ${paint("danger", "! held: its manifest has problems")}`,
  );
  return [...report.accounts.map((account) => accountTable(account, paint, options)), ...held];
}

function accountTable(account: AccountView, paint: Paint, options: TableOptions): string {
  const header = `${paint("strong", oneLine(account.account))}  ${paint("quiet", `${account.id} ${account.region}`)}`;
  const rows = statusRows(account).map((row) =>
    options.toldBelow?.has(row.state) === true ? { ...row, why: "see below" } : row,
  );
  return [
    header,
    ...(rows.length === 0 ? [] : [statusTable(rows, paint, options.columns)]),
    ...(account.last.failure === undefined ? [] : failureLines(account.last.failure, paint)),
    ...(options.isVerbose ? [paint("quiet", `  AWS calls: ${callsText(account.calls)}`)] : []),
  ].join("\n");
}

/** AWS calls by operation, the most frequent first. */
export function callsText(calls: Readonly<Record<string, number>>): string {
  const ranked = Object.entries(calls).toSorted(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  return ranked.length === 0 ? "none" : ranked.map(([name, count]) => `${count} ${oneLine(name)}`).join(", ");
}

const TROUBLES: ReadonlySet<StackState> = new Set(["failed", "refused", "held", "unknown"]);

function troubles(report: Report, paint: Paint): readonly string[] {
  const found = report.accounts.flatMap((account) =>
    statusRows(account)
      .filter((row) => TROUBLES.has(row.state))
      .map((row) => trouble(account, row, paint)),
  );
  return found.length === 0 ? [] : [found.join("\n")];
}

function trouble(account: AccountView, row: StatusRow, paint: Paint): string {
  const name = `${oneLine(account.account)}/${oneLine(row.app)}`;
  return [
    `${paint(stateTones[row.state], `! ${name} ${row.state}`)}: ${oneLine(row.why)}`,
    ...(row.lines ?? []).map((line) => paint("quiet", `    | ${oneLine(line)}`)),
    ...(row.remedy === undefined ? [] : [`    ${paint("wait", "→")} ${oneLine(row.remedy)}`]),
  ].join("\n");
}

function syncSum(report: Report, end: SyncEnd, paint: Paint): string {
  if (report.repository === undefined) return paint("danger", UNREADABLE);
  const took = formatDuration(end.elapsedMs);
  if (isSettled(report)) return paint("good", `Settled in ${took}: ${stateSum(report)}.`);
  const sum = `${stateSum(report)}.`;
  if (end.isInterrupted) {
    return paint(
      "danger",
      `Stopped after ${took}: ${sum} What AWS has begun goes on; the same command takes it up again.`,
    );
  }
  if (end.isTimeout) {
    return paint("danger", `Time is up after ${took}: ${sum} The same command takes it up again.`);
  }
  return paint("danger", `Not settled after ${took}: ${sum}`);
}

/** How many stacks are in which state. */
function stateSum(report: Report): string {
  const states = report.accounts.flatMap((account) => statusRows(account).map((row) => row.state));
  const parts = [...new Set(states)].map((state) => ({
    state,
    count: states.filter((other) => other === state).length,
  }));
  const failed = report.accounts.filter((account) => account.last.failure !== undefined).length;
  const list = parts.toSorted((a, b) => b.count - a.count).map(({ state, count }) => `${count} ${state}`);
  const trouble = [
    failed === 0 ? "" : `${counted(failed, "account")} not read to the end`,
    report.heldAccounts.length === 0 ? "" : `${counted(report.heldAccounts.length, "account")} held`,
  ];
  const total = `${counted(states.length, "stack")} in ${counted(report.accounts.length, "account")}`;
  return [[total, ...list.slice(0, 1)].join(": "), ...list.slice(1), ...trouble]
    .filter((part) => part !== "")
    .join(", ");
}
