import { codeFrameColumns } from "@babel/code-frame";
import type { Held, Problem } from "../model/problem.ts";
import type { Finding } from "./flaw.ts";
import { placeOf, type Origin } from "./source-file.ts";

/** Problems told of one file; more of them help nobody. */
const MAX_PER_FILE = 20;

/** Widest part of a line that a code frame shows, before and after the marker. */
const WIDTH = 100;

/** What people read: in order of file, line and column, each once, not too many of one file, with code frames. */
export function toProblems(findings: readonly Finding[]): readonly Problem[] {
  const sorted = foldSame(findings).toSorted(byPlace);
  const byFile = groupBy(sorted, ({ origin }) => origin.file.path);
  return [...byFile.values()].flatMap((some) => [
    ...some.slice(0, MAX_PER_FILE).map(toProblem),
    ...rest(some),
  ]);
}

/** The same thing at the same place is one problem, however many accounts have it. */
function foldSame(findings: readonly Finding[]): readonly Finding[] {
  const same = groupBy(findings, ({ origin, message }) => `${origin.file.path}\n${origin.start}\n${message}`);
  return [...same.values()].flatMap((some) => {
    const [first] = some;
    return first === undefined ? [] : [{ ...first, holds: join(some.map(({ holds }) => holds)) }];
  });
}

function groupBy(
  findings: readonly Finding[],
  key: (finding: Finding) => string,
): ReadonlyMap<string, readonly Finding[]> {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const group = groups.get(key(finding));
    if (group === undefined) groups.set(key(finding), [finding]);
    else group.push(finding);
  }
  return groups;
}

/** One thing that stands for all that is held. */
function join(all: readonly Held[]): Held {
  const held = all.filter(({ kind }) => kind !== "nothing");
  const [first, ...others] = held;
  if (first === undefined) return { kind: "nothing" };
  if (others.every((other) => JSON.stringify(other) === JSON.stringify(first))) return first;
  const widest =
    held.find(({ kind }) => kind === "repository") ?? held.find(({ kind }) => kind === "account");
  if (widest !== undefined) return widest;
  return first.kind === "app" ? { kind: "app-everywhere", app: first.app } : first;
}

function byPlace(one: Finding, other: Finding): number {
  const [left, right] = [one.origin, other.origin];
  if (left.file.path !== right.file.path) return left.file.path < right.file.path ? -1 : 1;
  if (left.start !== right.start) return left.start - right.start;
  return one.message < other.message ? -1 : Number(one.message > other.message);
}

function toProblem({ origin, message, remedy, holds }: Finding): Problem {
  const frame = codeFrame(origin);
  return {
    place: placeOf(origin),
    message: printable(message),
    ...(remedy === undefined ? {} : { remedy: printable(remedy) }),
    ...(frame === undefined ? {} : { frame }),
    holds,
  };
}

function rest(some: readonly Finding[]): readonly Problem[] {
  const hidden = some.slice(MAX_PER_FILE);
  const [first] = hidden;
  if (first === undefined) return [];
  const holds = join(hidden.map((finding) => finding.holds));
  const message = `and ${hidden.length} more ${hidden.length === 1 ? "problem" : "problems"} in this file`;
  return [{ place: placeOf(first.origin), message, remedy: "fix those above first", holds }];
}

/** The lines around an origin with a marker under it; `undefined` for a file without text. */
function codeFrame(origin: Origin): string | undefined {
  const { file } = origin;
  if (file.text === "") return undefined;
  const { line, column } = placeOf(origin);
  const first = Math.max(1, line - 2);
  const left = Math.max(0, column - WIDTH);
  const shownLines = Array.from({ length: Math.min(5, file.lineStarts.length - first + 1) }, (_, index) =>
    lineText(origin, first + index).slice(left, left + 2 * WIDTH),
  );
  const location = { start: { line, column: column - left } };
  const options = { highlightCode: false, linesAbove: 2, linesBelow: 2, startLine: first };
  return codeFrameColumns(printable(shownLines.join("\n")), location, options);
}

function lineText({ file }: Origin, line: number): string {
  return file.text.slice(file.lineStarts[line - 1] ?? 0, file.lineStarts[line]).replace(/[\r\n]+$/, "");
}

/** Control characters and those that turn the direction of text would let a file write over a terminal. */
function printable(text: string): string {
  // oxlint-disable-next-line no-control-regex -- exactly these are replaced
  return text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g, "\ufffd");
}
