import { describe, expect, test } from "@jest/globals";
import { judge } from "../../src/guard/judge.ts";
import type { RecoverStep, RecoverWrite, Step } from "../../src/model/plan.ts";
import type { Closed } from "../../src/model/window.ts";
import { deleteStep, factsOf, updateStep } from "../support/facts.ts";
import { boundStack, changeSetOf, deployedStack } from "../support/stacks.ts";

const closed: Closed = {
  why: "closed for changes (deny 0 0 20 12 *, UTC): year-end freeze",
  until: Date.parse("2027-01-03T00:00Z"),
  untilWords: "2027-01-03 00:00 UTC",
};
const from = deployedStack(boundStack(), { phase: "update-failed" });

function refusals(step: Step, by: Closed | undefined = closed) {
  const judged = judge({ account: "test", steps: [step] }, factsOf({ closed: by }));
  return judged.steps.flatMap((each) => each.refusals);
}

function recoverStep(write: RecoverWrite): RecoverStep {
  return { kind: "recover", app: "storefront", stack: from.name, reason: "it failed", from, write };
}

describe("an account that its change windows close", () => {
  test("refuses a change, and says until when and how to do it all the same", () => {
    expect(refusals(updateStep())).toEqual([
      {
        rule: "window",
        why: "test is closed for changes (deny 0 0 20 12 *, UTC): year-end freeze; open again 2027-01-03 00:00 UTC",
        allowBy: "wait until 2027-01-03 00:00 UTC, or run `moor sync --ignore-windows`",
      },
    ]);
  });

  test("that never opens again says that the windows have to change", () => {
    expect(refusals(updateStep(), { why: "outside its change windows" })).toEqual([
      {
        rule: "window",
        why: "test is outside its change windows",
        allowBy: "change its windows, or run `moor sync --ignore-windows`",
      },
    ]);
  });

  test.each([
    ["a deletion", deleteStep("storefront")],
    [
      "the deletion of a stack whose first creation failed",
      recoverStep({ kind: "delete-stack", stackId: from.id, token: "mooring-delete-0-1" }),
    ],
    [
      "clearing a change set away",
      recoverStep({ kind: "delete-change-set", changeSet: changeSetOf(boundStack()) }),
    ],
  ])("refuses %s", (_name, step) => {
    expect(refusals(step).map(({ rule }) => rule)).toContain("window");
  });

  test.each(["roll-back", "continue-rollback"] as const)("lets %s bring a stack back", (kind) => {
    expect(refusals(recoverStep({ kind, stackId: from.id, token: "mooring-back-0-1" }))).toEqual([]);
  });

  test("refuses nothing where nothing would be written", () => {
    expect(refusals({ kind: "keep", app: "mailer", stack: from.name, reason: "in sync", from })).toEqual([]);
  });
});
