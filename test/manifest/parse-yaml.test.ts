import { describe, expect, test } from "@jest/globals";
import { parseYaml } from "../../src/manifest/parse-yaml.ts";
import type { Dialect } from "../../src/manifest/plain-scalar.ts";
import { placeOf, sourceFile } from "../../src/manifest/source-file.ts";
import { toJson } from "../../src/manifest/tree.ts";

function read(text: string, dialect: Dialect = "core"): unknown {
  const { value } = parseYaml(sourceFile("a.yaml", text), dialect);
  return value === undefined ? undefined : toJson(value);
}

function flaws(text: string, dialect: Dialect = "core"): readonly string[] {
  return parseYaml(sourceFile("a.yaml", text), dialect).flaws.map(({ origin, message, remedy }) => {
    const { line, column } = placeOf(origin);
    return `${line}:${column} ${message} → ${remedy ?? ""}`;
  });
}

describe("a file that cannot be read", () => {
  test.each([
    [
      "a tab as indentation",
      "a:\n\tb: 1",
      "2:1 this is not valid YAML: tabs are not allowed as indentation → indent with spaces",
    ],
    [
      "a quote that is not closed",
      'a: "x',
      '1:6 this is not valid YAML: missing closing "quote → close the quote or bracket, or put a space after the colon',
    ],
    [
      "a value with a colon in it",
      "a: b: c",
      "1:4 this is not valid YAML: nested mappings are not allowed in compact mappings → begin a new line for the inner key, or put the value in quotes",
    ],
    [
      "a key that is said twice",
      "a: 1\nb: 2\na: 3",
      "3:1 a is said twice, first on line 1 → keep one of the two",
    ],
    [
      "a second document",
      "a: 1\n---\nb: 1",
      "2:1 the file holds more than one YAML document → remove the line ---, or make it two files",
    ],
    ["a tag", "a: !Ref b", "1:4 the tag !Ref has no meaning here → remove it"],
    ["a tag of YAML's own", "a: !!str 5", "1:4 the tag !!str has no meaning here → remove it"],
    [
      "a merge key",
      "a: &x { b: 1 }\nc: { <<: *x }",
      "2:6 merge keys (<<) are not read → write the values out",
    ],
    ["a list as key", "? [a]\n: b", "1:3 a key has to be plain text → write a name before the colon"],
    [
      "an alias of nothing",
      "a: *x",
      "1:4 the alias *x names no finished value above it → put &x before the value that is meant, above this line",
    ],
    [
      "an alias inside what it names",
      "a: &x [*x]",
      "1:8 the alias *x names no finished value above it → put &x before the value that is meant, above this line",
    ],
    ["a control character", "a: \u0007", "1:4 the file holds a control character → remove it"],
  ])("%s is told at its place", (_, text, expected) => {
    expect(flaws(text)).toEqual([expected]);
    expect(read(text)).toBeUndefined();
  });

  test("nesting deeper than anything needs is refused before anything recursive sees it", () => {
    expect(flaws("[".repeat(100_000))).toEqual([
      expect.stringMatching(/^1:\d+ the file is nested deeper than 64 levels/),
    ]);
    expect(flaws("- ".repeat(50_000))[0]).toMatch(/nested deeper than 64 levels/);
  });

  test("aliases that expand without end are refused", () => {
    const levels = Array.from({ length: 20 }, (_, level) => {
      const inner = level === 0 ? "x" : `*a${level - 1}`;
      return `a${level}: &a${level} [${Array.from({ length: 10 }, () => inner).join(", ")}]`;
    });
    expect(flaws(levels.join("\n"))).toEqual([
      "1:1 the file holds more than 100000 values once its aliases are expanded → use fewer aliases, or split the file",
    ]);
  });
});

describe("values of the repository's own files", () => {
  test.each([
    ["text", "a: yes", { a: "yes" }],
    ["a date", "a: 2024-01-31", { a: "2024-01-31" }],
    ["a version with two dots", "a: 1.2.3", { a: "1.2.3" }],
    ["a number", "a: 2.10", { a: 2.1 }],
    ["a truth value", "a: true", { a: true }],
    ["nothing", "a:", { a: null }],
    ["quoted text", "a: '012'", { a: "012" }],
    ["an alias", "a: &x [1]\nb: *x", { a: [1], b: [1] }],
    ["folded text", "a: >-\n  b\n  c", { a: "b c" }],
    ["a key that looks like a number", "1: a", { "1": "a" }],
    ["a key that is dangerous in JavaScript", "__proto__: 1", JSON.parse('{"__proto__":1}')],
  ])("%s is read as YAML 1.2 has it", (_, text, expected) => {
    expect(read(text)).toEqual(expected);
  });

  test("a file of comments is nothing", () => {
    expect(read("# just this\n")).toBeNull();
    expect(read("")).toBeNull();
  });
});

describe("values of a CloudFormation template", () => {
  test.each([
    ["yes", true],
    ["Off", false],
    ["y", "y"],
    ["n", "n"],
    ["true", true],
    ["2010-09-09", "2010-09-09"],
    ["12:30", "12:30"],
    ["1.5", 1.5],
    ["10", 10],
    ["123456789012345678901", "123456789012345678901"],
    ["1e999", "1e999"],
    ["~", null],
  ])("%s is read as CloudFormation reads it", (text, expected) => {
    expect(read(`a: ${text}`, "cloudformation")).toEqual({ a: expected });
  });

  test("a number with a leading zero, which CloudFormation would take for another one, has to be quoted", () => {
    expect(flaws("a: 012345678901", "cloudformation")).toEqual([
      '1:4 012345678901 begins with a zero, and CloudFormation would read it as another number → put it in quotes: "012345678901"',
    ]);
    expect(read('a: "012345678901"', "cloudformation")).toEqual({ a: "012345678901" });
  });

  test.each([
    ["a: !Ref B", { Ref: "B" }],
    ["a: !Sub x${B}", { "Fn::Sub": "x${B}" }],
    ["a: !GetAtt B.Endpoint.Address", { "Fn::GetAtt": ["B", "Endpoint.Address"] }],
    ["a: !GetAtt [B, Arn]", { "Fn::GetAtt": ["B", "Arn"] }],
    ["a: !GetAZs ''", { "Fn::GetAZs": "" }],
    ["a: !If [C, !Ref B, !Ref AWS::NoValue]", { "Fn::If": ["C", { Ref: "B" }, { Ref: "AWS::NoValue" }] }],
    [
      "a: !Join\n  - ','\n  - - b\n    - !Select [0, !GetAZs x]",
      { "Fn::Join": [",", ["b", { "Fn::Select": [0, { "Fn::GetAZs": "x" }] }]] },
    ],
    ["a: !Condition C", { Condition: "C" }],
    ["a: !Transform { Name: AWS::Include }", { "Fn::Transform": { Name: "AWS::Include" } }],
    ["a: !!str 5", "5"],
  ])("%s becomes its long form", (text, expected) => {
    expect(read(text, "cloudformation")).toEqual({ a: expected });
  });

  test("a short tag that is none is told, with the one that was meant", () => {
    expect(flaws("a: !Reff B", "cloudformation")).toEqual([
      "1:4 !Reff is not a CloudFormation function → did you mean !Ref?",
    ]);
  });

  test("JSON with tabs is read like any template", () => {
    expect(read('{\n\t"a": {\n\t\t"b": [1, "x", null]\n\t}\n}', "cloudformation")).toEqual({
      a: { b: [1, "x", null] },
    });
  });
});
