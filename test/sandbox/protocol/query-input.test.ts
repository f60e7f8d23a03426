import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { Input, InputValue } from "../../../src/sandbox/cloudformation/api.ts";
import { ApiError } from "../../../src/sandbox/errors.ts";
import { parseQueryInput } from "../../../src/sandbox/protocol/query-input.ts";

const shapes = {
  Tags: "structures",
  Capabilities: "texts",
  RollbackConfiguration: "structure",
  RollbackTriggers: "structures",
  ResourceIdentifier: "map",
} as const;

const parse = (form: string): Input => parseQueryInput(new URLSearchParams(form), shapes);

const errorOf = (form: string): string => {
  try {
    parse(form);
  } catch (error) {
    return error instanceof ApiError ? `${error.code}: ${error.message}` : String(error);
  }
  return "no error";
};

describe("the parameters of AWS Query", () => {
  test("a scalar, a list of texts and a list of structures arrive nested", () => {
    expect(
      parse(
        "StackName=a&Capabilities.member.1=X&Capabilities.member.2=Y&Tags.member.1.Key=k&Tags.member.1.Value=v%26w+x",
      ),
    ).toEqual({ StackName: "a", Capabilities: ["X", "Y"], Tags: [{ Key: "k", Value: "v&w x" }] });
  });

  test("an empty list arrives as one, an omitted list not at all, an empty text as text", () => {
    expect(parse("Tags=&Description=")).toEqual({ Tags: [], Description: "" });
  });

  test("lists come in the order of their numbers, gaps closed", () => {
    expect(parse("Capabilities.member.10=c&Capabilities.member.2=b&Capabilities.member.1=a")).toEqual({
      Capabilities: ["a", "b", "c"],
    });
  });

  test("structures, lists in them and maps nest", () => {
    const form =
      "RollbackConfiguration.MonitoringTimeInMinutes=5&RollbackConfiguration.RollbackTriggers.member.1.Arn=a" +
      "&ResourceIdentifier.entry.1.key=Id&ResourceIdentifier.entry.1.value=7";
    expect(parse(form)).toEqual({
      RollbackConfiguration: { MonitoringTimeInMinutes: "5", RollbackTriggers: [{ Arn: "a" }] },
      ResourceIdentifier: { Id: "7" },
    });
  });

  test.each([
    [
      "a list where text is expected",
      "StackName.member.1=a",
      "MalformedInput: Start of list found where not expected",
    ],
    [
      "a structure where text is expected",
      "StackName.x=a",
      "MalformedInput: Start of structure or map found where not expected",
    ],
    [
      "a structure where a list is expected",
      "Tags.Key=a",
      "MalformedInput: Start of structure or map found where not expected",
    ],
    [
      "text where a list is expected",
      "Tags=a",
      "MalformedInput: Start of structure or map found where not expected",
    ],
    [
      "text and a list at once",
      "Tags=&Tags.member.1.Key=a",
      "MalformedInput: Unexpected complex element termination",
    ],
    [
      "a parameter given twice",
      "StackName=a&StackName=b",
      'MalformedInput: Parameter "StackName" is given more than once',
    ],
    ["an index that is none", "Capabilities.member.x=a", 'MalformedInput: "x" is not a valid index'],
    ["an index of zero", "Capabilities.member.0=a", 'MalformedInput: "0" is not a valid index'],
    ["an empty part of a name", "Tags..Key=a", 'MalformedInput: Parameter name "Tags..Key" is not valid'],
  ])("%s is refused", (_situation, form, outcome) => {
    expect(errorOf(form)).toBe(outcome);
  });

  test("a name that nests without end is refused", () => {
    expect(errorOf(`Tags${".member.1".repeat(10_000)}=a`)).toMatch(
      /^MalformedInput: Parameter .* is nested too deeply$/,
    );
  });

  test("more parameters than any operation has are refused", () => {
    const form = Array.from(
      { length: 10_001 },
      (_, index) => `Capabilities.member.${String(index + 1)}=a`,
    ).join("&");
    expect(errorOf(form)).toMatch(/^MalformedInput: A request may have 10000 parameters at most$/);
  });

  test("names that mean something to JavaScript are plain names", () => {
    expect(Object.entries(parse("__proto__=a&constructor=b"))).toEqual([
      ["__proto__", "a"],
      ["constructor", "b"],
    ]);
    expect(({} as Record<string, unknown>)["a"]).toBeUndefined();
  });

  test("whatever is written as Query is read back as it was", () => {
    const texts = fc.array(fc.string({ maxLength: 20 }), { maxLength: 12 });
    const tags = fc.array(fc.record({ Key: fc.string(), Value: fc.string() }), { maxLength: 12 });
    fc.assert(
      fc.property(fc.string(), texts, tags, (StackName, Capabilities, Tags) => {
        const input: Input = { StackName, Capabilities, Tags };
        const form = new URLSearchParams(written("", input)).toString();
        expect(parse(form)).toEqual(input);
      }),
    );
  });
});

function written(prefix: string, value: InputValue): [string, string][] {
  if (typeof value === "string") return [[prefix, value]];
  if (Array.isArray(value))
    return value.length === 0
      ? [[prefix, ""]]
      : value.flatMap((item: InputValue, index) => written(`${prefix}.member.${String(index + 1)}`, item));
  return Object.entries(value).flatMap(([name, inner]: [string, InputValue]) =>
    written(prefix === "" ? name : `${prefix}.${name}`, inner),
  );
}
