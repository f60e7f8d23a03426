import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { canonicalJson, type Json } from "../../src/model/canonical.ts";

const json = fc.jsonValue() as fc.Arbitrary<Json>;

function reversed(value: Json): Json {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, member]) => [key, reversed(member as Json)]),
  );
}

describe("canonicalJson", () => {
  test("is ASCII, whatever goes in", () => {
    expect(canonicalJson({ name: "Größe 🚢" })).toBe('{"name":"Gr\\u00f6\\u00dfe \\ud83d\\udea2"}');
    fc.assert(fc.property(json, (value) => /^[\x20-\x7e]*$/.test(canonicalJson(value))));
  });

  test("says the same as went in", () => {
    fc.assert(
      fc.property(json, (value) =>
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value))),
      ),
    );
  });

  test("does not depend on the order of keys", () => {
    fc.assert(
      fc.property(json, (value) => expect(canonicalJson(reversed(value))).toBe(canonicalJson(value))),
    );
  });

  test("leaves undefined members out and keeps the order of lists", () => {
    expect(canonicalJson({ b: [3, 1, 2], a: undefined })).toBe('{"b":[3,1,2]}');
  });
});
