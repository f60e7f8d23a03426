import { describe, expect, test } from "@jest/globals";
import { eventsJson } from "../../src/report/event-json.ts";
import { eventLines } from "../../src/report/event-lines.ts";
import { eventSchemaErrors } from "../support/event-schema.ts";
import { agentEvent, revision } from "../support/events.ts";
import { golden } from "../support/golden.ts";

const events = [
  agentEvent(5, {
    kind: "failed",
    version: "2.8.0",
    message: "update failed after 3m 12s: Service (AWS::ECS::Service): no such image",
    remedy: "push the image, or set the version to one that is there",
  }),
  agentEvent(4, { kind: "healed", app: "catalog", message: "drift put right in 9s" }),
  agentEvent(3, { kind: "drifted", app: "catalog", message: "2 properties differ" }),
  agentEvent(2, { account: "dev", revision: { ...revision, subject: "", isDirty: true } }),
  { ...agentEvent(1), kind: "failed", message: "credentials have expired" } as const,
];
const text = { colour: false, isCut: false };

describe("events for people", () => {
  test("the newest is last, with commit, author and remedy, and what is still wrong", () => {
    const { app: _app, stack: _stack, version: _version, revision: _revision, ...wholeAccount } = events[4]!;
    const shown = eventLines([...events.slice(0, 4), wholeAccount], text);
    expect(shown).toBe(golden(new URL("golden/events.txt", import.meta.url), shown));
  });

  test("when all is well, nothing is said to be wrong", () => {
    expect(eventLines([agentEvent(1)], text)).toMatch(/\n\n1 event in 1 account\.\n$/);
  });

  test("none is said in a sentence", () => {
    expect(eventLines([], text)).toBe("Nothing happened that is known here.\n");
  });

  test("older ones that are left out are mentioned first", () => {
    expect(eventLines([agentEvent(1)], { ...text, isCut: true })).toMatch(/^\(older events are left out/);
  });

  test("texts from outside do not steer the terminal", () => {
    const evil = "a\u001b[2J\nb\u202e";
    const shown = eventLines(
      [agentEvent(1, { app: evil, version: evil, message: evil, remedy: evil })],
      text,
    );
    expect(shown).not.toMatch(/[^\n\P{C}]/u);
    expect(shown.split("\n")).toHaveLength(6);
  });

  test("colour only when it is asked for", () => {
    expect(eventLines(events, text)).not.toContain("\u001b");
    expect(eventLines(events, { ...text, colour: true })).toContain("\u001b[");
  });
});

test("events for programs keep to the schema", () => {
  const document: unknown = JSON.parse(eventsJson(events));
  expect(eventSchemaErrors(document)).toEqual([]);
  expect(eventSchemaErrors(JSON.parse(eventsJson([])))).toEqual([]);
  expect(document).toMatchObject({ version: 1, events: events.map(({ id }) => ({ id })) });
});
