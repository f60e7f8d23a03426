import { describe, expect, test } from "@jest/globals";
import { judge } from "../../src/guard/judge.ts";
import type { Step } from "../../src/model/plan.ts";
import { deleteStep, factsOf, updateStep } from "../support/facts.ts";
import { account, boundStack, changeOf } from "../support/stacks.ts";

const table = changeOf({
  logicalId: "Table",
  type: "AWS::DynamoDB::Table",
  replacement: "always",
  policy: "delete",
});

function judged(step: Step, removed: readonly string[] = []) {
  return judge({ account: "test", steps: [step] }, factsOf({ account: { ...account, removed } })).steps[0];
}

describe("the data that a step would lose", () => {
  test.each([
    [[], 1],
    [["Table"], 0],
  ])("is named, whether the placement allows it or not: allow %j", (allow, refusals) => {
    const step = judged(updateStep({ to: boundStack({ allow }), changes: [table] }));
    expect(step?.losses).toEqual(["replaces Table (AWS::DynamoDB::Table)"]);
    expect(step?.refusals).toHaveLength(refusals);
  });

  test("is named of a deletion that removed.yaml means", () => {
    const step = judged(deleteStep("db", { stateful: ["Table (AWS::DynamoDB::Table)"] }), ["db"]);
    expect(step).toMatchObject({ losses: ["deletes Table (AWS::DynamoDB::Table)"], refusals: [] });
  });

  test("is not there when nothing that holds data goes", () => {
    expect(judged(updateStep({ changes: [changeOf()] }))).not.toHaveProperty("losses");
  });
});
