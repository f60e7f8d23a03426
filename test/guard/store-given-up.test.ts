import { describe, expect, test } from "@jest/globals";
import { judge } from "../../src/guard/judge.ts";
import type { ResourceChange } from "../../src/model/change-set.ts";
import { factsOf, updateStep } from "../support/facts.ts";
import { boundStack, changeOf } from "../support/stacks.ts";

const removed = changeOf({
  logicalId: "Database",
  type: "AWS::RDS::DBInstance",
  action: "remove",
  policy: "snapshot",
});

/** Why a change set is refused that takes a database out, keeps it, and makes something else. */
function refusedWith(added?: Partial<ResourceChange>): readonly string[] {
  const other = added === undefined ? [] : [changeOf({ logicalId: "Other", action: "add", ...added })];
  const step = updateStep({ to: boundStack({ app: "catalog-db" }), changes: [removed, ...other] });
  const { steps } = judge({ account: "test", steps: [step] }, factsOf());
  return steps.flatMap(({ refusals }) => refusals.map(({ why }) => why));
}

describe("a store that is taken out of a template and kept", () => {
  test("is missed when another one of its service comes, which is empty", () => {
    expect(refusedWith({ type: "AWS::RDS::DBCluster" })).toEqual([
      "data would be left behind: it gives up Database (AWS::RDS::DBInstance): the new one is empty, and the data of the old one stays in a snapshot that nothing uses",
    ]);
  });

  test.each<[string, Partial<ResourceChange> | undefined]>([
    ["nothing", undefined],
    ["another service's store", { type: "AWS::SQS::Queue" }],
    ["an instance that holds no data", { type: "AWS::RDS::DBInstance", holdsNoData: true }],
  ])("lives on by itself beside %s", (_title, added) => {
    expect(refusedWith(added)).toEqual([]);
  });
});
