import { describe, expect, test } from "@jest/globals";
import { driftLogLines } from "../../src/report/drift-log.ts";
import { accountDriftOf, driftedProperty } from "../support/drift.ts";

const drifted = accountDriftOf({ properties: [driftedProperty()] });

function messages(...given: Parameters<typeof driftLogLines>): readonly string[] {
  return driftLogLines(...given).map(({ message }) => message);
}

describe("the log of drift", () => {
  test("a difference that is new is one line with all that identifies it, and a summary", () => {
    expect(driftLogLines(drifted)).toEqual([
      {
        level: "warn",
        message: "drift found",
        fields: {
          layer: "resource",
          account: "test",
          app: "storefront",
          stack: "acme-storefront",
          resource: "LogGroup",
          type: "AWS::Logs::LogGroup",
          property: "/RetentionInDays",
          expected: "30",
          actual: "1",
          since: "2026-01-02T00:00:00.000Z",
        },
      },
      {
        level: "warn",
        message: "drift of account",
        fields: {
          account: "test",
          stacks: 3,
          driftedStacks: 1,
          driftedResources: 1,
          driftedProperties: 1,
          ignored: 0,
          unknown: 0,
        },
      },
    ]);
  });

  test("the same once more is silence", () => {
    expect(messages(drifted, drifted)).toEqual([]);
    expect(messages(accountDriftOf())).toEqual([]);
  });

  test("what is gone is told once", () => {
    expect(messages(accountDriftOf(), drifted)).toEqual(["drift gone", "drift of account"]);
    expect(messages(accountDriftOf(), accountDriftOf())).toEqual([]);
  });

  test("another value is a new difference, and the old one is gone", () => {
    const other = accountDriftOf({ properties: [driftedProperty({ actual: "7" })] });
    expect(messages(other, drifted)).toEqual(["drift found", "drift gone", "drift of account"]);
  });

  test.each([
    ["the stack", { app: "storefront", stack: "acme-storefront", why: "it was busy" }],
    [
      "the resource",
      { app: "storefront", stack: "acme-storefront", resource: "LogGroup", why: "no permission" },
    ],
  ])("what nobody could look at is not gone: %s is unknown", (_what, unknown) => {
    expect(messages(accountDriftOf({ unknown: [unknown] }), drifted)).toEqual([
      "drift unknown",
      "drift of account",
    ]);
  });

  test("a survey that failed says so once, and nothing is gone by it", () => {
    const failed = accountDriftOf({ failure: { message: "Rate exceeded", mayRetry: true } });
    expect(messages(failed, drifted)).toEqual(["drift survey failed", "drift of account"]);
    expect(messages(failed, failed)).toEqual([]);
  });

  test("values are one line each, of bounded length", () => {
    const actual = `two\nlines\u001b[31m${"x".repeat(10_000)}`;
    const [line] = driftLogLines(accountDriftOf({ properties: [driftedProperty({ actual })] }));
    const shown = String(line?.fields["actual"]);
    expect(shown).toMatch(/^two\\nlines\\u\{1b\}/);
    expect(shown.length).toBeLessThan(600);
  });
});
