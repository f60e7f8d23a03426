import { describe, expect, test } from "@jest/globals";
import { judge } from "../../src/guard/judge.ts";
import type { PropertyChange } from "../../src/model/change-set.ts";
import { factsOf, updateStep } from "../support/facts.ts";
import { boundStack, changeOf } from "../support/stacks.ts";

interface Edit {
  readonly from: string;
  readonly to: string;
  readonly engine?: PropertyChange["causesReplacement"];
  readonly allow?: readonly string[];
}

function judged({ from, to, engine = "never", allow = [] }: Edit) {
  const change = changeOf({
    logicalId: "Database",
    type: "AWS::RDS::DBInstance",
    replacement: engine,
    policy: "snapshot",
    properties: [
      { path: "AllocatedStorage", causesReplacement: "never", before: from, after: to },
      { path: "Engine", causesReplacement: engine },
    ],
  });
  const stack = boundStack({ app: "catalog-db", kind: "Database", allow });
  const steps = [updateStep({ to: stack, changes: [change] })];
  const refusals = judge({ account: "test", steps }, factsOf()).steps.flatMap((step) => step.refusals);
  return refusals.find(({ why }) => why.startsWith("RDS makes no disk smaller"));
}

describe("a disk under a database", () => {
  test("is not made smaller", () => {
    expect(judged({ from: "100", to: "20" })).toMatchObject({
      why: "RDS makes no disk smaller, and Database (AWS::RDS::DBInstance) would go from 100 to 20 GiB",
      allowBy: expect.stringContaining("write 100 GiB or more on catalog-db in accounts/test/apps.yaml:7"),
    });
  });

  test("is made larger", () => {
    expect(judged({ from: "20", to: "100" })).toBeUndefined();
  });

  test("is of any size where somebody allowed another database", () => {
    const edit: Edit = { from: "100", to: "20", engine: "conditional" };
    expect(judged(edit)).toBeDefined();
    expect(judged({ ...edit, allow: ["Database"] })).toBeUndefined();
  });

  test("is not made smaller by an allowance that nothing needs", () => {
    expect(judged({ from: "100", to: "20", allow: ["Database"] })).toBeDefined();
  });
});
