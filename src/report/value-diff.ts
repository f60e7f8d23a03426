/** How a value changed: on one line, or line by line. */
export type ValueDiff =
  | { readonly kind: "short"; readonly before: string | undefined; readonly after: string | undefined }
  | { readonly kind: "lines"; readonly lines: readonly DiffLine[] };

/** One line of a longer value; `gap` stands for lines that are the same on both sides. */
export interface DiffLine {
  readonly kind: "same" | "added" | "removed" | "gap";
  readonly text: string;
}

/** Longest value, and longest pair of values, that is told on one line. */
const SHORT = 120;
const LINE = 100;
const CONTEXT = 1;

/**
 * Compares two values for a reader. JSON objects and lists, and texts of several lines, are compared line by line with
 * the keys of JSON in order, so that a policy or a list of containers shows what changed in it and not itself twice.
 */
export function diffValue(before: string | undefined, after: string | undefined): ValueDiff {
  const [left, right] = [readable(before), readable(after)];
  const isOneLine = (left?.length ?? 0) + (right?.length ?? 0) <= LINE;
  if (isShort(left) && isShort(right) && isOneLine) return { kind: "short", before: left, after: right };
  if (left === undefined || right === undefined) {
    const kind = left === undefined ? "added" : "removed";
    return { kind: "lines", lines: (left ?? right ?? "").split("\n").map((text) => ({ kind, text })) };
  }
  return { kind: "lines", lines: withoutDistantLines(diffLines(left.split("\n"), right.split("\n"))) };
}

function isShort(text: string | undefined): boolean {
  return text === undefined || (text.length <= SHORT && !text.includes("\n"));
}

function readable(value: string | undefined): string | undefined {
  if (value === undefined || !/^\s*[[{]/.test(value)) return value;
  try {
    const parsed: unknown = JSON.parse(value);
    const compact = JSON.stringify(sorted(parsed));
    return compact.length <= 60 ? compact : JSON.stringify(sorted(parsed), undefined, 2);
  } catch {
    return value;
  }
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, member]) => [key, sorted(member)]));
}

/** Lines of both sides in order; what is equal at both ends never enters the quadratic part. */
function diffLines(left: readonly string[], right: readonly string[]): readonly DiffLine[] {
  let start = 0;
  while (start < left.length && start < right.length && left[start] === right[start]) start++;
  let end = 0;
  while (
    end < left.length - start &&
    end < right.length - start &&
    left[left.length - 1 - end] === right[right.length - 1 - end]
  ) {
    end++;
  }
  return [
    ...left.slice(0, start).map(same),
    ...diffMiddle(left.slice(start, left.length - end), right.slice(start, right.length - end)),
    ...left.slice(left.length - end).map(same),
  ];
}

function same(text: string): DiffLine {
  return { kind: "same", text };
}

const LARGEST_TABLE = 250_000;

/** Longest common subsequence; beyond a bound all of the old lines, then all of the new ones. */
function diffMiddle(left: readonly string[], right: readonly string[]): readonly DiffLine[] {
  const removed = (text: string): DiffLine => ({ kind: "removed", text });
  const added = (text: string): DiffLine => ({ kind: "added", text });
  if (left.length * right.length > LARGEST_TABLE) return [...left.map(removed), ...right.map(added)];
  const table = commonLengths(left, right);
  const at = (i: number, j: number): number => table[i]?.[j] ?? 0;
  const lines: DiffLine[] = [];
  let [i, j] = [0, 0];
  while (i < left.length || j < right.length) {
    const [old, young] = [left[i], right[j]];
    if (old !== undefined && old === young) {
      lines.push(same(old));
      i++;
      j++;
    } else if (old !== undefined && (young === undefined || at(i + 1, j) >= at(i, j + 1))) {
      lines.push(removed(old));
      i++;
    } else if (young !== undefined) {
      lines.push(added(young));
      j++;
    }
  }
  return lines;
}

/** `[i][j]`: length of the longest common subsequence of what follows `i` on the left and `j` on the right. */
function commonLengths(left: readonly string[], right: readonly string[]): readonly (readonly number[])[] {
  const table = Array.from({ length: left.length + 1 }, () => Array.from(right, () => 0).concat(0));
  for (let i = left.length - 1; i >= 0; i--) {
    const [row, below] = [table[i], table[i + 1]];
    if (row === undefined || below === undefined) continue;
    for (let j = right.length - 1; j >= 0; j--) {
      const isEqual = left[i] === right[j];
      row[j] = isEqual ? (below[j + 1] ?? 0) + 1 : Math.max(below[j] ?? 0, row[j + 1] ?? 0);
    }
  }
  return table;
}

function withoutDistantLines(lines: readonly DiffLine[]): readonly DiffLine[] {
  const isNear = (index: number): boolean =>
    lines.slice(Math.max(0, index - CONTEXT), index + CONTEXT + 1).some((line) => line.kind !== "same");
  const kept: DiffLine[] = [];
  for (const [index, line] of lines.entries()) {
    if (isNear(index)) kept.push(line);
    else if (kept.at(-1)?.kind !== "gap") kept.push({ kind: "gap", text: "…" });
  }
  return kept;
}
