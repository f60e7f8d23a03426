import { formatPlace } from "../model/place.ts";
import type { JudgedStep, Step } from "../model/plan.ts";
import { isLater } from "../model/stack-state.ts";
import type { Line } from "./line.ts";
import { markdownCode, markdownFence, markdownProse } from "./markdown-escape.ts";
import type { AccountView, Report } from "./report.ts";
import { commandLine, releaseBefore } from "./release-before.ts";
import { resourceLines } from "./resource-lines.ts";
import { revisionLine } from "./revision-line.ts";
import { versionChange } from "./stack-lines.ts";
import { summarize } from "./tally.ts";
import { oneLine } from "./untrusted.ts";
import { changesOf, isLossAllowed, looks, lossesOf, reasonOf, verdictOf } from "./verdict.ts";

/** What GitHub takes as one comment, in characters. */
export const COMMENT_LIMIT = 65_536;

/** What is left out, the least missed first, until a comment fits. */
const cuts = [
  { level: 0, says: "" },
  { level: 1, says: "stacks in sync" },
  { level: 2, says: "stacks in sync and property values" },
  { level: 3, says: "stacks in sync and everything about resources" },
] as const;

type Level = (typeof cuts)[number]["level"];

/** A plan as a comment on a pull request, at most `limit` characters: what does not fit is left out, and that is said. */
export function planMarkdown(report: Report, limit = COMMENT_LIMIT): string {
  for (const { level, says } of cuts) {
    const text = comment(report, level, says);
    if (text.length <= limit) return text;
  }
  return cutAtLine(comment(report, 3, "everything that did not fit"), limit);
}

function comment(report: Report, level: Level, leftOut: string): string {
  return `${[
    `### Mooring: ${markdownProse(summarize(report))}`,
    markdownProse(revisionLine(report)),
    ...lossBlock(report),
    ...problemBlock(report),
    ...report.accounts.flatMap((account) => accountBlock(account, level)),
    ...report.heldAccounts.map(
      (name) => `#### ${markdownProse(name)}\n\n**Held:** its manifest has problems.`,
    ),
    ...(leftOut === ""
      ? []
      : [`_Left out, to fit into a comment: ${leftOut}. \`moor plan\` shows all of it._`]),
  ].join("\n\n")}\n`;
}

function lossBlock(report: Report): readonly string[] {
  const losses = report.accounts.flatMap((account) =>
    account.last.steps.flatMap((judged) =>
      lossesOf(judged).map(
        (loss) =>
          `> - ${markdownProse(account.account)} / ${markdownProse(judged.step.app)}: ${markdownProse(loss)}${
            isLossAllowed(judged) ? " (**allowed**)" : " (refused)"
          }`,
      ),
    ),
  );
  return losses.length === 0 ? [] : [["> [!CAUTION]", "> **DATA LOSS**", ...losses].join("\n")];
}

function problemBlock(report: Report): readonly string[] {
  if (report.problems.length === 0) return [];
  const lines = report.problems.map(({ place, message, remedy }) => {
    const advice = remedy === undefined ? "" : ` — ${markdownProse(remedy)}`;
    return `- ${markdownCode(formatPlace(place))} ${markdownProse(message)}${advice}`;
  });
  return [["**Problems in the repository**", "", ...lines].join("\n")];
}

function accountBlock(account: AccountView, level: Level): readonly string[] {
  const shown = account.last.steps.filter((judged) => level === 0 || verdictOf(judged) !== "keep");
  const { failure } = account.last;
  return [
    `#### ${markdownProse(account.account)} (${markdownProse(account.id)}, ${markdownProse(account.region)})`,
    ...(failure === undefined ? [] : [failureText(failure.message, failure.remedy)]),
    ...(shown.length === 0 ? [] : [table(shown)]),
    ...(shown.length === 0 && failure === undefined ? ["Everything is in sync."] : []),
    ...shown.filter((judged) => !isLater(judged)).flatMap(refusalBlock),
    ...shown.flatMap(({ step }) => releaseBlock(step)),
    ...(level === 3 ? [] : shown.flatMap((judged) => details(judged, level))),
  ];
}

function failureText(message: string, remedy: string | undefined): string {
  return `**Not read to the end:** ${markdownProse(message)}${remedy === undefined ? "" : ` — ${markdownProse(remedy)}`}`;
}

function table(steps: readonly JudgedStep[]): string {
  const rows = steps.map((judged) => {
    const { step } = judged;
    const verdict = verdictOf(judged);
    const cells = [
      `\`${looks[verdict].sign}\` ${verdict}`,
      markdownCode(step.app),
      markdownProse(versionChange(step)),
      markdownProse(isLater(judged) ? reasonOf(judged) : step.reason),
    ];
    return `| ${cells.join(" | ")} |`;
  });
  return ["| | stack | version | why |", "|---|---|---|---|", ...rows].join("\n");
}

function refusalBlock(judged: JudgedStep): readonly string[] {
  return judged.refusals.map(
    ({ rule, why, allowBy }) =>
      `**${markdownProse(judged.step.app)} is refused (${rule}):** ${markdownProse(why)}. To allow it: ${markdownProse(allowBy)}`,
  );
}

/** What runs before, or what it wrote when it failed. */
function releaseBlock(step: Step): readonly string[] {
  const command = releaseBefore(step);
  const lines = step.kind === "hold" ? (step.lines ?? []) : [];
  const app = `**${markdownProse(step.app)}**`;
  return [
    ...(command === undefined
      ? []
      : [`${app}: its release runs first: ${markdownCode(commandLine(command), 200)}`]),
    ...(lines.length === 0
      ? []
      : [
          `${app}: the last lines of its release\n\n${markdownFence(
            "text",
            lines.map((line) => oneLine(line)),
          )}`,
        ]),
  ];
}

function details(judged: JudgedStep, level: Level): readonly string[] {
  const lines = resourceLines(changesOf(judged.step), 0, level === 0).filter(
    (line) => level < 2 || line.detail !== "property",
  );
  if (lines.length === 0) return [];
  const count = lines.filter((line) => line.detail === "resource").length;
  const summary = `${markdownProse(judged.step.app)}: ${count} ${count === 1 ? "resource" : "resources"}`;
  return [
    `<details><summary>${summary}</summary>\n\n${markdownFence("diff", lines.map(diffLine))}\n\n</details>`,
  ];
}

/** GitHub colours a line of a diff by its first character. */
const marks: Readonly<Record<string, string>> = { "+": "+", "-": "-", "-/+": "!", "!": "!" };

function diffLine(line: Line): string {
  const mark = marks[line.sign] ?? " ";
  const sign = line.sign === mark || line.sign.trim() === "" ? "" : `${line.sign} `;
  const note = line.note === undefined ? "" : `  # ${line.note}`;
  return `${mark} ${"  ".repeat(line.depth)}${sign}${line.text}${note}`;
}

function cutAtLine(text: string, limit: number): string {
  const ending = "\n\n_The rest did not fit into a comment. `moor plan` shows all of it._\n";
  const room = text.slice(0, Math.max(0, limit - ending.length));
  return `${room.slice(0, Math.max(0, room.lastIndexOf("\n")))}${ending}`;
}
