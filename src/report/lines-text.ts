import { palette, type Tone } from "./palette.ts";
import { oneLine } from "./untrusted.ts";

/** How lines are shown. */
export interface LinesOptions {
  readonly colour: boolean;
  readonly tone: Tone;
  /** What to do about it; shown below the lines. */
  readonly remedy?: string | undefined;
}

/** Sentences, one a line, and what to do. */
export function linesText(lines: readonly string[], { colour, tone, remedy }: LinesOptions): string {
  const paint = palette(colour);
  const shown = lines.map((line) => paint(tone, oneLine(line)));
  const advice = remedy === undefined ? [] : [`  ${paint("wait", "→")} ${oneLine(remedy)}`];
  return `${[...shown, ...advice].join("\n")}\n`;
}
