import type { Paint, Tone } from "./palette.ts";

/** One line of a plan, before it is text for a terminal or Markdown. Its text is harmless already. */
export interface Line {
  /** 0 for a stack. */
  readonly depth: number;
  /** `+`, `~`, `-/+` and so on; empty for a line that only explains the one above. */
  readonly sign: string;
  /** May end in blanks that align the notes. */
  readonly text: string;
  readonly tone: Tone;
  /** Quieter words after the text. */
  readonly note?: string;
  /** What the line tells of: a shorter form leaves out properties first, then resources. */
  readonly detail: "stack" | "resource" | "property";
}

/** The line as a terminal shows it. */
export function paintLine(line: Line, paint: Paint): string {
  const indent = "  ".repeat(line.depth + 1);
  const text = line.note === undefined ? line.text.trimEnd() : line.text;
  const note = line.note === undefined ? "" : `  ${paint("quiet", line.note)}`;
  if (line.sign === "") return `${indent}${paint(line.tone, text)}${note}`;
  const isWhole = line.tone === "quiet" || line.tone === "danger" || line.detail === "property";
  const body = isWhole ? paint(line.tone, `${line.sign} ${text}`) : `${paint(line.tone, line.sign)} ${text}`;
  return `${indent}${body}${note}`;
}
