import type { DriftedProperty } from "../model/drift.ts";
import { driftedLayers, driftRemedies, driftSum, type DriftReport, type DriftView } from "./drift-report.ts";
import { markdownCode, markdownProse } from "./markdown-escape.ts";
import { COMMENT_LIMIT } from "./plan-markdown.ts";
import { revisionLine } from "./revision-line.ts";
import { UNREADABLE } from "./tally.ts";

/** The drift as a comment, at most `limit` characters: what does not fit is left out, and that is said. */
export function driftMarkdown(report: DriftReport, limit = COMMENT_LIMIT): string {
  const head = [`### Mooring: ${markdownProse(headline(report))}`, markdownProse(revisionLine(report))];
  const blocks = [
    ...head,
    ...report.accounts.flatMap(accountBlocks),
    ...report.heldAccounts.map(
      (name) => `#### ${markdownProse(name)}\n\n**Held:** its manifest has problems.`,
    ),
    ...remedyBlock(report),
  ];
  return cutAtLine(`${blocks.join("\n\n")}\n`, limit);
}

function headline(report: DriftReport): string {
  return report.repository === undefined ? UNREADABLE : driftSum(report);
}

function accountBlocks(account: DriftView): readonly string[] {
  const { properties, unknown, failure } = account;
  const isQuiet = properties.length + unknown.length === 0 && failure === undefined;
  return [
    `#### ${markdownProse(account.account)} (${markdownProse(account.id)}, ${markdownProse(account.region)})`,
    ...(isQuiet ? ["No drift."] : []),
    ...(properties.length === 0 ? [] : [table(properties)]),
    ...(unknown.length === 0 ? [] : [unknownList(account)]),
    ...(failure === undefined ? [] : [`**Not read to the end:** ${markdownProse(failure.message)}`]),
  ];
}

const LONGEST = 200;

function table(properties: readonly DriftedProperty[]): string {
  const rows = properties.map(({ app, resource, type, property, expected, actual }) => {
    const cells = [
      markdownCode(app),
      `${markdownCode(resource)} ${markdownProse(type)}`,
      property === "" ? "" : markdownCode(property),
      expected === undefined ? "_nothing_" : markdownCode(expected, LONGEST),
      actual === undefined ? "_nothing_" : markdownCode(actual, LONGEST),
    ];
    return `| ${cells.join(" | ")} |`;
  });
  return ["| app | resource | property | expected | is |", "|---|---|---|---|---|", ...rows].join("\n");
}

function unknownList({ unknown }: DriftView): string {
  const lines = unknown.map(({ app, resource, why }) => {
    const what = [app, resource].filter((part) => part !== undefined).map((part) => markdownCode(part));
    return `- ${what.join(" ")}: ${markdownProse(why)}`;
  });
  return ["**Not known:**", "", ...lines].join("\n");
}

function remedyBlock(report: DriftReport): readonly string[] {
  const lines = driftedLayers(report).map((layer) => `- **${layer}:** ${driftRemedies[layer]}`);
  return lines.length === 0 ? [] : [["**What to do**", "", ...lines].join("\n")];
}

function cutAtLine(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const ending = "\n\n_The rest did not fit into a comment. `moor drift` shows all of it._\n";
  const room = text.slice(0, Math.max(0, limit - ending.length));
  return `${room.slice(0, Math.max(0, room.lastIndexOf("\n")))}${ending}`;
}
