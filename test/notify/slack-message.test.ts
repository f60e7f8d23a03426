import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { slackMessage } from "../../src/notify/slack-message.ts";
import { agentEvent } from "../support/events.ts";

interface Message {
  readonly text: string;
  readonly blocks: readonly {
    readonly type: string;
    readonly text?: { readonly type: string; readonly text: string };
    readonly elements?: readonly { readonly type: string; readonly text: string }[];
  }[];
}

const messageOf = (...given: Parameters<typeof agentEvent>): Message =>
  slackMessage(agentEvent(...given)) as Message;

/** Every text of the blocks. */
const textsOf = ({ blocks }: Message) =>
  blocks.flatMap(({ text, elements }) => [...(text === undefined ? [] : [text]), ...(elements ?? [])]);

describe("an event in a channel", () => {
  test("says what happened to what, what to do, and for which commit", () => {
    const event = { kind: "failed", message: "update failed: no such image", remedy: "push it" } as const;
    expect(messageOf(1, event)).toEqual({
      text: [
        "production/storefront 2.7.1 failed: update failed: no such image",
        "→ push it",
        "acme, commit 0123456789ab by Ann Lee: storefront 2.7.1",
      ].join("\n"),
      blocks: [
        {
          type: "section",
          text: { type: "mrkdwn", text: "*production/storefront 2.7.1 failed*" },
        },
        {
          type: "section",
          text: { type: "plain_text", text: "update failed: no such image", emoji: false },
        },
        { type: "context", elements: [{ type: "plain_text", text: "→ push it", emoji: false }] },
        {
          type: "context",
          elements: [
            {
              type: "plain_text",
              text: "acme, commit 0123456789ab by Ann Lee: storefront 2.7.1",
              emoji: false,
            },
          ],
        },
      ],
      unfurl_links: false,
      unfurl_media: false,
    });
  });

  test("about an account as a whole names the account", () => {
    const { id, kind, at, repository, account } = agentEvent(1);
    const message = slackMessage({ id, kind, at, repository, account, message: "it is" }) as Message;
    expect(message.text).toBe("production applied: it is\nacme");
  });

  test.each([
    ["a mention of everybody", "<!channel>", "<!"],
    ["a mention of a person", "<@U123>", "<@"],
    ["a mention as Mattermost reads it", "@all", "@all"],
    ["a link with another text", "<https://evil.example|ok>", "<http"],
    ["a link in Markdown", "[ok](https://evil.example)", "]("],
    ["a bare link", "https://evil.example", "://"],
    ["an emoji", ":tada:", ":tada"],
    ["an entity", "&lt;!channel&gt;", "&lt;!channel"],
    ["an override of direction", "\u202eabc", "\u202e"],
  ])("%s in a text from outside has no effect", (_what, evil, effect) => {
    const { text, blocks } = messageOf(1, { version: evil, message: evil, remedy: evil });
    expect(text.replace("&amp;lt;", "")).not.toContain(effect);
    const markup = textsOf({ text, blocks }).filter(({ type }) => type === "mrkdwn");
    expect(markup).toHaveLength(1);
    expect(markup[0]?.text.replace("&amp;lt;", "")).not.toContain(effect);
  });

  test("whatever the texts are, sizes stay within Slack's, none is empty, and no mention or link comes through", () => {
    const words = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.constantFrom("<!here>", "@everyone", "&", "<", "\ud800", "\n\n", "", " "),
      fc.integer({ min: 2000, max: 9000 }).map((length) => "<&é".repeat(length)),
    );
    fc.assert(
      fc.property(words, words, words, words, (app, version, message, remedy) => {
        const it = messageOf(1, { app, version, message, remedy });
        expect(it.text.length).toBeLessThan(40_000);
        expect(it.text).not.toMatch(/[<>]|@\w|\p{Cs}/u);
        for (const { text } of textsOf(it)) {
          expect(text.length).toBeGreaterThan(0);
          expect(text.length).toBeLessThanOrEqual(3000);
          expect(text).not.toMatch(/\p{Cs}/u);
        }
      }),
    );
  });
});
