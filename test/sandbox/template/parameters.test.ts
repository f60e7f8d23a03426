import { describe, expect, test } from "@jest/globals";
import { resolveParameters, typedParameters } from "../../../src/sandbox/template/parameters.ts";
import { parseTemplate } from "../../../src/sandbox/template/parse.ts";

const withParameters = (Parameters: object) =>
  parseTemplate(JSON.stringify({ Parameters, Resources: { A: { Type: "AWS::SNS::Topic" } } }));
const given = (value: string) => [{ key: "P", value, usePrevious: false }];
const previous = [{ key: "P", value: "before" }];
const usePrevious = [{ key: "P", value: undefined, usePrevious: true }];

test("a given value wins over the default, a previous one is taken only when asked for", () => {
  const template = withParameters({ P: { Type: "String", Default: "default" } });
  expect(resolveParameters(template, given("x"), previous)).toEqual([{ key: "P", value: "x" }]);
  expect(resolveParameters(template, usePrevious, previous)).toEqual(previous);
  expect(resolveParameters(template, [], previous)).toEqual([{ key: "P", value: "default" }]);
});

test("lists are split and trimmed", () => {
  const template = withParameters({ P: { Type: "List<AWS::EC2::Subnet::Id>" } });
  const values = resolveParameters(template, given("a, b"), []);
  expect(typedParameters(template, values).get("P")).toEqual(["a", "b"]);
});

describe("what does not fit is refused in CloudFormation's words", () => {
  test.each<[string, object, string, string]>([
    [
      "another value than allowed",
      { Type: "String", AllowedValues: ["a"] },
      "b",
      "Parameter 'P' must be one of AllowedValues",
    ],
    [
      "another pattern",
      { Type: "String", AllowedPattern: "[a-z]+" },
      "a1",
      "Parameter 'P' must match pattern [a-z]+",
    ],
    [
      "a described constraint",
      { Type: "String", AllowedPattern: "[a-z]+", ConstraintDescription: "letters only" },
      "1",
      "Parameter P failed to satisfy constraint: letters only",
    ],
    ["too short", { Type: "String", MinLength: 3 }, "ab", "Parameter 'P' must contain at least 3 characters"],
    ["too long", { Type: "String", MaxLength: 1 }, "ab", "Parameter 'P' must contain at most 1 characters"],
    ["not a number", { Type: "Number" }, "x", "Parameter 'P' must be a number"],
    ["too small", { Type: "Number", MinValue: 2 }, "1", "Parameter 'P' must be a number not less than 2"],
    [
      "too great",
      { Type: "List<Number>", MaxValue: 2 },
      "1,3",
      "Parameter 'P' must be a number not greater than 2",
    ],
  ])("%s", (_, declaration, value, message) => {
    expect(() => resolveParameters(withParameters({ P: declaration }), given(value), [])).toThrow(message);
  });

  test("missing, unknown, and previous where there is none", () => {
    const template = withParameters({ P: { Type: "String" }, Q: { Type: "String" } });
    expect(() => resolveParameters(template, [], [])).toThrow("Parameters: [P, Q] must have values");
    expect(() => resolveParameters(template, [{ key: "Z", value: "", usePrevious: false }], [])).toThrow(
      "Parameters: [Z] do not exist in the template",
    );
    expect(() => resolveParameters(template, usePrevious, [])).toThrow(
      "Invalid input for parameter key P. Cannot specify usePreviousValue as true for a parameter key not in the previous template",
    );
  });
});
