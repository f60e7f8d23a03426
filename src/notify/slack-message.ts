import type { AgentEvent } from "../model/agent-event.ts";

/**
 * An event as Slack shows it: `text` for the notification and for programs that know no blocks, blocks for the channel.
 * Texts from outside mention nobody and are no markup. Sizes: https://docs.slack.dev/reference/block-kit/blocks/section-block
 */
export function slackMessage(event: AgentEvent): object {
  const headline = headlineOf(event);
  const details = detailsOf(event);
  return {
    text: inert([`${headline}: ${event.message}`, ...details].join("\n"), MAX_TEXT),
    blocks: [
      section("mrkdwn", `*${inert(headline, MAX_HEADLINE)}*`),
      section("plain_text", legible(event.message, MAX_SECTION)),
      ...details.map((detail) => context(legible(detail, MAX_SECTION))),
    ],
    unfurl_links: false,
    unfurl_media: false,
  };
}

/** UTF-16 units. Slack takes 3000 of a text in a block. */
const MAX_SECTION = 2900;
const MAX_HEADLINE = 500;
const MAX_TEXT = 3500;

function headlineOf({ kind, account, app, version }: AgentEvent): string {
  const subject = app === undefined ? account : `${account}/${app}`;
  return `${subject}${version === undefined ? "" : ` ${version}`} ${kind}`;
}

function detailsOf({ revision, remedy, repository }: AgentEvent): readonly string[] {
  const commit =
    revision === undefined
      ? repository
      : `${repository}, commit ${revision.commit.slice(0, 12)} by ${revision.author}: ${revision.subject}`;
  return [...(remedy === undefined ? [] : [`→ ${remedy}`]), commit];
}

function section(type: "mrkdwn" | "plain_text", text: string): object {
  return { type: "section", text: { type, text, ...(type === "plain_text" ? { emoji: false } : {}) } };
}

function context(text: string): object {
  return { type: "context", elements: [{ type: "plain_text", text, emoji: false }] };
}

/** Invisible, and enough that no program sees a mention, a link or emphasis. */
const BREAK = "\u200b";

/** Text that is no markup, neither Slack's nor Markdown, which compatible programs read. */
function inert(text: string, maxLength: number): string {
  return legible(text, maxLength)
    .replace(/[@#~`*_\]]|:(?=\S)/g, (mark) => `${mark}${BREAK}`)
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;");
}

/** Text without what hides or reorders it, bounded, and never empty, which Slack refuses. */
function legible(text: string, maxLength: number): string {
  const bounded = text.length <= maxLength ? text : `${text.slice(0, maxLength - 1)}…`;
  const shown = bounded.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, (it) => (it === "\n" ? it : " "));
  return shown.trim() === "" ? "(no text)" : shown;
}
