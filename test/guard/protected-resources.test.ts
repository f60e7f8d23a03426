import { describe, expect, test } from "@jest/globals";
import { judge } from "../../src/guard/judge.ts";
import { removalsOf } from "../../src/plan/deployed-template.ts";
import { deleteStep, factsOf } from "../support/facts.ts";
import { account } from "../support/stacks.ts";

/** Why a stack with that database is not deleted although `removed.yaml` names it. */
function refused(properties: Readonly<Record<string, boolean | string>>, policy: string) {
  const Database = { Type: "AWS::RDS::DBInstance", Properties: properties, DeletionPolicy: policy };
  const step = deleteStep("catalog-db", { changes: removalsOf({ Resources: { Database } }) });
  const facts = factsOf({ account: { ...account, removed: ["catalog-db"] } });
  return judge({ account: "test", steps: [step] }, facts).steps.flatMap(({ refusals }) => refusals);
}

describe("a stack with a database in it that RDS protects", () => {
  test.each([true, "true"])("is not deleted half-way (%p)", (DeletionProtection) => {
    expect(refused({ DeletionProtection }, "Snapshot")).toEqual([
      {
        rule: "protected",
        why: "Database (AWS::RDS::DBInstance) is protected against deletion",
        allowBy:
          "place catalog-db once more with its protection off (`deletionProtection: false` of a Database), and take it away when that is deployed",
      },
    ]);
  });

  test("is deleted once the protection is off, or when the database stays", () => {
    expect(refused({ DeletionProtection: false }, "Snapshot")).toEqual([]);
    expect(refused({ DeletionProtection: true }, "Retain")).toEqual([]);
  });
});
