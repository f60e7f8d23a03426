import { expect, test } from "@jest/globals";
import { judge } from "../../src/guard/judge.ts";
import type { FailedFinding } from "../../src/model/preflight.ts";
import { factsOf, updateStep } from "../support/facts.ts";

const failed = (name: string): FailedFinding => ({
  app: "storefront",
  place: { file: "accounts/test/apps.yaml", line: 7, column: 1 },
  check: "secret",
  subject: name,
  ruling: { state: "failed", why: `there is no secret ${name}`, remedy: "put the secret there" },
});

const refusalsOf = (names: readonly string[], app = "storefront") => {
  const failedChecks = new Map([[app, names.map(failed)]]);
  return judge({ account: "test", steps: [updateStep()] }, factsOf({ failedChecks })).steps[0]?.refusals;
};

test("a step whose check failed is refused, with all that failed in one sentence and each remedy once", () => {
  expect(refusalsOf(["a", "b"])).toEqual([
    { rule: "preflight", why: "there is no secret a; there is no secret b", allowBy: "put the secret there" },
  ]);
});

test("of many that failed three are told, and where the others are", () => {
  expect(refusalsOf(["a", "b", "c", "d", "e"])).toMatchObject([
    { why: "there is no secret a; there is no secret b; there is no secret c; and 2 more (`moor verify`)" },
  ]);
});

test("a check of another app that failed refuses nothing", () => {
  expect(refusalsOf(["a"], "mailer")).toEqual([]);
});
