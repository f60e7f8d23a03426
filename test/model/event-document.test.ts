import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { AgentEvent } from "../../src/model/agent-event.ts";
import { eventDocument, eventKinds, readEventDocument } from "../../src/model/event-document.ts";
import { eventSchemaErrors } from "../support/event-schema.ts";
import { agentEvent } from "../support/events.ts";

const text = fc.string({ maxLength: 50 });
const events: fc.Arbitrary<AgentEvent> = fc.record(
  {
    id: fc.stringMatching(/^[0-9a-f]{32}$/),
    kind: fc.constantFrom(...eventKinds),
    at: fc.integer({ min: 0, max: 4e12 }),
    repository: text,
    account: text,
    app: text,
    stack: text,
    version: text,
    revision: fc.record({ commit: text, author: text, subject: text, isDirty: fc.boolean() }),
    message: text,
    remedy: text,
  },
  { requiredKeys: ["id", "kind", "at", "repository", "account", "message"] },
);

describe("an event as a document", () => {
  test("keeps to the schema, and is the same event when it is read back", () => {
    fc.assert(
      fc.property(events, (event) => {
        const document: unknown = JSON.parse(JSON.stringify(eventDocument(event)));
        expect(eventSchemaErrors({ version: 1, event: document })).toEqual([]);
        expect(readEventDocument(document)).toEqual(event);
      }),
    );
  });

  test("has texts of bounded length", () => {
    const long = "x".repeat(100_000);
    const document = eventDocument(agentEvent(1, { message: long, remedy: long }));
    expect(JSON.stringify(document).length).toBeLessThan(10_000);
  });

  test("anything else is no event, and nothing throws", () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        expect(readEventDocument(value)).toBeUndefined();
      }),
    );
  });

  test.each([
    ["a kind of a newer version", { kind: "paused" }],
    ["no time", { at: "yesterday" }],
    ["a time as a number", { at: 5 }],
    ["no account", { account: undefined }],
  ])("a document with %s is left out", (_what, change) => {
    expect(readEventDocument({ ...eventDocument(agentEvent(1)), ...change })).toBeUndefined();
  });

  test("what only a newer version knows is left out of the event", () => {
    expect(readEventDocument({ ...eventDocument(agentEvent(1)), more: 1 })).toEqual(agentEvent(1));
  });
});
