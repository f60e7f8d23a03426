import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { parseText, referencesOf } from "../../src/model/text.ts";

describe("parseText", () => {
  test.each([
    ["plain text", "postgres", ["postgres"]],
    ["an empty text", "", [""]],
    ["one reference", "${catalog-db.Endpoint}", [{ stack: "catalog-db", output: "Endpoint" }]],
    [
      "references among literals",
      "https://${cdn.Domain}/a?b=${network.VpcId}",
      ["https://", { stack: "cdn", output: "Domain" }, "/a?b=", { stack: "network", output: "VpcId" }],
    ],
    ["an escaped reference", "$${HOME.Dir}", ["${HOME.Dir}"]],
    ["an escape next to a reference", "$${x}${a.B}", ["${x}", { stack: "a", output: "B" }]],
    ["what only looks like a reference", "${Upper.Case} $ { ${a}", ["${Upper.Case} $ { ${a}"]],
  ])("%s", (_name, source, parts) => {
    expect(parseText(source)).toEqual(parts);
  });

  test("a text without dollar signs stands for itself", () => {
    fc.assert(
      fc.property(
        fc.string().filter((s) => !s.includes("$")),
        (s) => expect(parseText(s)).toEqual([s]),
      ),
    );
  });

  test("any literal survives when its openings are escaped", () => {
    fc.assert(
      fc.property(fc.string(), (s) => {
        const escaped = s.replaceAll("${", "$${");
        const trailing = s.includes("$${") || s.includes("$$${");
        fc.pre(!trailing);
        expect(parseText(escaped)).toEqual([s]);
      }),
    );
  });
});

test("referencesOf gives the references in order, repeats included", () => {
  expect(referencesOf(parseText("${a.X} and ${b.Y} and ${a.X}"))).toEqual([
    { stack: "a", output: "X" },
    { stack: "b", output: "Y" },
    { stack: "a", output: "X" },
  ]);
});
