import { createHmac } from "node:crypto";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import type { AgentEventKind } from "../../src/model/agent-event.ts";
import { slackReceiver } from "../../src/notify/slack-receiver.ts";
import { webhookReceiver } from "../../src/notify/webhook-receiver.ts";
import { eventSchemaErrors } from "../support/event-schema.ts";
import { accountVerdict, agentEvent } from "../support/events.ts";
import { startScriptedServer, type ScriptedServer } from "../support/scripted-server.ts";

let server: ScriptedServer;
beforeEach(async () => {
  server = await startScriptedServer(() => ({ status: 200, body: "ok" }));
});
afterEach(() => server.close());

const { signal } = new AbortController();
const NOW = Date.UTC(2026, 10, 23, 12, 0, 0, 999);

describe("a webhook", () => {
  test("gets the event as its schema says, with headers that name it and a signature over time and body", async () => {
    const receiver = webhookReceiver({
      url: `${server.url}/hook`,
      secret: () => Promise.resolve("k"),
      now: () => NOW,
    });
    const event = agentEvent(7, { message: "grüße ✓" });
    expect(await receiver.deliver({ kind: "event", event }, signal)).toEqual({ kind: "delivered" });
    const [heard] = server.heard;
    const body = heard?.body ?? "";
    expect(heard).toMatchObject({
      method: "POST",
      path: "/hook",
      headers: {
        "content-type": "application/json",
        "x-mooring-event": "applied",
        "x-mooring-delivery": event.id,
        "x-mooring-timestamp": String(Math.floor(NOW / 1000)),
        "x-mooring-signature": createHmac("sha256", "k")
          .update(`${Math.floor(NOW / 1000)}.${body}`)
          .digest("hex"),
      },
    });
    const document: unknown = JSON.parse(body);
    expect(eventSchemaErrors(document)).toEqual([]);
    expect(document).toMatchObject({ version: 1, event: { id: event.id, message: "grüße ✓" } });
  });

  test.each(["ftp://example/x", "nowhere", ""])(
    "with %p for an address refuses, and does not quote it",
    async (url) => {
      const receiver = webhookReceiver({ url, secret: () => Promise.resolve("k") });
      const delivery = await receiver.deliver({ kind: "event", event: agentEvent(1) }, signal);
      expect(delivery).toEqual({ kind: "refused", why: "its address is not one of http or https" });
    },
  );

  test("is named by its host alone", () => {
    const receiver = webhookReceiver({
      url: "https://alice:pw@hooks.example:8443/T0/s3cr3t?token=x",
      secret: () => Promise.resolve("k"),
    });
    expect(receiver.name).toBe("webhook hooks.example:8443");
  });
});

describe("a channel", () => {
  test("gets text and blocks at its secret address", async () => {
    const receiver = slackReceiver({ url: () => Promise.resolve(`${server.url}/services/T/B/X`) });
    await receiver.deliver({ kind: "event", event: agentEvent(1) }, signal);
    expect(server.heard[0]?.path).toBe("/services/T/B/X");
    expect(Object.keys(JSON.parse(server.heard[0]?.body ?? ""))).toEqual([
      "text",
      "blocks",
      "unfurl_links",
      "unfurl_media",
    ]);
    expect(receiver.name).toBe("slack");
  });
});

test.each([
  ["a webhook", (secret: () => Promise<string>) => webhookReceiver({ url: server.url, secret })],
  ["a channel", (secret: () => Promise<string>) => slackReceiver({ url: secret })],
])(
  "%s whose secret cannot be read is tried again later, and the place is named",
  async (_what, receiverFor) => {
    const receiver = receiverFor(() => Promise.reject(new Error("the variable SLACK_URL is not set")));
    expect(await receiver.deliver({ kind: "event", event: agentEvent(1) }, signal)).toEqual({
      kind: "failed",
      why: "its secret cannot be read: the variable SLACK_URL is not set",
    });
    expect(server.heard).toEqual([]);
  },
);

describe("a subscription", () => {
  const wants = (
    subscription: { readonly events?: readonly AgentEventKind[]; readonly accounts?: readonly string[] },
    event: Parameters<typeof agentEvent>[1],
  ): boolean =>
    slackReceiver({ url: () => Promise.resolve(""), ...subscription }).wants({
      kind: "event",
      event: agentEvent(1, event),
    });

  test.each([
    [{}, {}, true],
    [{ events: ["failed"] as const }, { kind: "failed" as const }, true],
    [{ events: ["failed"] as const }, { kind: "applied" as const }, false],
    [{ events: [] }, {}, false],
    [{ accounts: ["production"] }, { account: "production" }, true],
    [{ accounts: ["production"] }, { account: "dev" }, false],
    [
      { events: ["failed"] as const, accounts: ["production"] },
      { kind: "failed" as const, account: "dev" },
      false,
    ],
  ])("%j of %j: %p", (subscription, event, expected) => {
    expect(wants(subscription, event)).toBe(expected);
  });

  test("verdicts are for Git hosts", () => {
    const receiver = slackReceiver({ url: () => Promise.resolve("") });
    expect(receiver.wants({ kind: "verdict", verdict: accountVerdict("success") })).toBe(false);
  });
});
