import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { isValidName, isWithin, normalizeName, sortKey } from "../../../src/sandbox/route53/names.ts";

describe("a domain name", () => {
  test.each([
    ["WWW.Acme.Example", "www.acme.example."],
    ["acme.example.", "acme.example."],
    ["*.acme.example", "\\052.acme.example."],
    ["\\052.acme.example", "\\052.acme.example."],
    ["\\141b.example", "ab.example."],
    ["_dmarc.a-b.example", "_dmarc.a-b.example."],
    ["ä.example", "\\303\\244.example."],
  ])("%s is spelled %s", (name, spelled) => {
    expect(normalizeName(name)).toBe(spelled);
  });

  test("spelling what is spelled changes nothing", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", minLength: 1 }), (name) => {
        expect(normalizeName(normalizeName(name))).toBe(normalizeName(name));
      }),
    );
  });

  test.each([
    ["a.example.", true],
    ["a..example.", false],
    [".", false],
    [`${"a".repeat(63)}.example.`, true],
    [`${"a".repeat(64)}.example.`, false],
    [`${"abcdefg.".repeat(32)}`, false],
  ])("%.30s is valid: %p", (name, expected) => {
    expect(isValidName(name)).toBe(expected);
  });

  test("a name is within a zone when it is the zone's or below it, not when it only ends alike", () => {
    const within = ["acme.example.", "a.b.acme.example.", "notacme.example.", "example."].map((name) =>
      isWithin(name, "acme.example."),
    );
    expect(within).toEqual([true, true, false, false]);
  });

  test("names are ordered by their labels from the right, dots included", () => {
    const names = ["b.example.", "a.b.example.", "example.", "a-b.example.", "\\052.example."];
    expect(names.toSorted((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1))).toEqual([
      "example.",
      "\\052.example.",
      "a-b.example.",
      "b.example.",
      "a.b.example.",
    ]);
  });
});
