import { describe, expect, test } from "@jest/globals";
import type { GuardRule } from "../../src/model/plan.ts";
import { stackState } from "../../src/model/stack-state.ts";
import { steps } from "../report/sample-report.ts";

const of = (app: string) => steps.find(({ step }) => step.app === app)!;
const refusedBy = (...rules: readonly GuardRule[]) => ({
  ...of("mailer"),
  refusals: rules.map((rule) => ({ rule, why: "so", allowBy: "this" })),
});

describe("the state of a stack", () => {
  test.each([
    ["zone", "in sync"],
    ["network", "in flight"],
    ["mailer", "missing"],
    ["search", "waiting"],
    ["storefront", "out of date"],
    ["catalog-db", "refused"],
    ["orders", "failed"],
    ["report", "held"],
    ["old", "to be removed"],
  ])("of %s is %s", (app, state) => {
    expect(stackState(of(app))).toBe(state);
  });

  test("is waiting while only its turn has not come, and refused by any other rule", () => {
    expect(stackState(refusedBy("order"))).toBe("waiting");
    expect(stackState(refusedBy("order", "prune"))).toBe("refused");
  });

  test("is failed where the content failed before, or AWS rejected the write", () => {
    expect(stackState(refusedBy("prune", "quarantine"))).toBe("failed");
    const result = { kind: "rejected", message: "no" } as const;
    expect(stackState(of("mailer"), { app: "mailer", stack: "acme-mailer", step: "create", result })).toBe(
      "failed",
    );
  });
});
