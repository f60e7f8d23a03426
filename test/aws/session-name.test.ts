import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { sessionName } from "../../src/aws/session-name.ts";

test.each([
  ["acme", "alice", "mooring-acme-alice"],
  ["acme", "agent", "mooring-acme-agent"],
  ["acme", "Zoë Ødegård", "mooring-acme-Zoedegard"],
  ["acme", "", "mooring-acme-unknown"],
  ["a/b c", "x\\y", "mooring-abc-xy"],
])("repository %p and %p make %s", (repository, who, name) => {
  expect(sessionName(repository, who)).toBe(name);
});

test("of what is too long, something of both stays", () => {
  const name = sessionName("r".repeat(100), "w".repeat(100));
  expect(name).toMatch(/^mooring-r{20,}-w{20,}$/);
  expect(name).toHaveLength(64);
});

test("whatever it is made of, STS takes the name", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: "binary", maxLength: 100 }),
      fc.string({ unit: "binary", maxLength: 100 }),
      (a, b) => {
        expect(sessionName(a, b)).toMatch(/^mooring-[A-Za-z0-9_+=,.@-]{3,56}$/);
      },
    ),
  );
});
