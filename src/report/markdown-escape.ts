import { oneLine } from "./untrusted.ts";

/** Invisible in Markdown, and enough that GitHub sees no mention, issue number or link. */
const BREAK = "\u200b";

/**
 * Untrusted text as one line of Markdown prose: nothing in it is markup, HTML, a mention (`@team`), an issue number
 * (`#1`) or a link. Backslashes alone do not do: GitHub looks for mentions and links in what was rendered.
 */
export function markdownProse(text: string, maxLength = 500): string {
  return oneLine(text, maxLength)
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replace(/[\\`*_[\]#|~$]/g, "\\$&")
    .replace(/^(\d*)([-+.)=])(?=[\s=]|$)/, "$1\\$2")
    .replace(/@|#|:(?=\/\/)|\bwww(?=\.)|\bGH(?=-\d)/gi, (start) => `${start}${BREAK}`);
}

/** Untrusted text as code inside a line: the delimiter is longer than any run of backticks in it. */
export function markdownCode(text: string, maxLength = 500): string {
  const line = oneLine(text, maxLength);
  const delimiter = "`".repeat(longestRun(line) + 1);
  const isTouching = line.startsWith("`") || line.endsWith("`") || line.trim() === "";
  const padded = isTouching ? ` ${line} ` : line;
  return `${delimiter}${padded}${delimiter}`.replaceAll("|", "\\|");
}

/** Lines as a fenced block; its fence is longer than any run of backticks in it. */
export function markdownFence(language: "diff" | "text", lines: readonly string[]): string {
  const fence = "`".repeat(Math.max(3, longestRun(lines.join("\n")) + 1));
  return [`${fence}${language}`, ...lines, fence].join("\n");
}

function longestRun(text: string): number {
  return Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
}
