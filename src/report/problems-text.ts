import { formatPlace } from "../model/place.ts";
import type { Held, Problem } from "../model/problem.ts";
import { counted } from "./counted.ts";
import { palette, type Paint } from "./palette.ts";
import { oneLine, severalLines } from "./untrusted.ts";

/** Every problem with its place, code frame and remedy, and how many there are. Ends with a line break. */
export function problemsText(problems: readonly Problem[], options: { readonly colour: boolean }): string {
  const paint = palette(options.colour);
  const blocks = problems.map((problem) => problemBlock(problem, paint));
  const files = new Set(problems.map((problem) => problem.place.file)).size;
  const count = `${counted(problems.length, "problem")} in ${counted(files, "file")}.`;
  return `${[...blocks, paint("strong", count)].join("\n\n")}\n`;
}

function problemBlock(problem: Problem, paint: Paint): string {
  const place = oneLine(formatPlace(problem.place));
  const head = `${paint("strong", place)} ${paint("danger", oneLine(problem.message))}${heldWords(problem.holds, paint)}`;
  return [
    head,
    ...(problem.frame === undefined ? [] : [indented(severalLines(problem.frame))]),
    ...(problem.remedy === undefined ? [] : [`  ${paint("wait", "→")} ${oneLine(problem.remedy)}`]),
  ].join("\n");
}

function heldWords(held: Held, paint: Paint): string {
  switch (held.kind) {
    case "repository":
      return "";
    case "account":
      return paint("quiet", ` (holds account ${oneLine(held.account)})`);
    case "app":
      return paint("quiet", ` (holds ${oneLine(held.app)} in ${oneLine(held.account)})`);
    case "app-everywhere":
      return paint("quiet", ` (holds ${oneLine(held.app)} everywhere)`);
    case "nothing":
      return "";
  }
}

function indented(text: string): string {
  return text
    .split("\n")
    .map((line) => `  ${line}`.trimEnd())
    .join("\n");
}
