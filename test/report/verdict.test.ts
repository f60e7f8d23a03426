import { describe, expect, test } from "@jest/globals";
import { isLater } from "../../src/model/stack-state.ts";
import { reasonOf, verdictOf } from "../../src/report/verdict.ts";
import { steps } from "./sample-report.ts";

const order = {
  rule: "order",
  why: "production comes after test, which has not settled",
  allowBy: "wait",
} as const;
const prune = { rule: "prune", why: "too many deletions", allowBy: "removed.yaml" } as const;
const mailer = steps.find(({ step }) => step.app === "mailer")!;

describe("what a step means for a reader", () => {
  test.each([
    ["zone", "keep", false],
    ["network", "wait", false],
    ["mailer", "create", false],
    ["search", "create", true],
    ["storefront", "update", false],
    ["catalog-db", "refused", false],
    ["report", "held", false],
    ["old", "delete", false],
  ])("%s is %s", (app, verdict, later) => {
    const judged = steps.find(({ step }) => step.app === app)!;
    expect([verdictOf(judged), isLater(judged)]).toEqual([verdict, later]);
  });

  test("a step that only waits for an earlier account is what it will do then, and says what it waits for", () => {
    const waiting = { ...mailer, refusals: [order] };
    expect([verdictOf(waiting), isLater(waiting)]).toEqual(["create", true]);
    expect(reasonOf(waiting)).toBe(order.why);
    expect(verdictOf({ ...mailer, refusals: [order, { ...order, rule: "window" }] })).toBe("create");
    expect(verdictOf({ ...mailer, refusals: [{ ...order, rule: "paused" }] })).toBe("refused");
  });

  test("with any other refusal it is refused, for all of the reasons", () => {
    const refused = { ...mailer, refusals: [order, prune] };
    expect([verdictOf(refused), isLater(refused)]).toEqual(["refused", false]);
    expect(reasonOf(refused)).toBe(`${order.why}; ${prune.why}`);
  });
});
