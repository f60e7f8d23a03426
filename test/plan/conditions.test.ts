import { describe, expect, test } from "@jest/globals";
import type { Json } from "../../src/model/canonical.ts";
import { MASKED } from "../../src/model/observed-stack.ts";
import { withoutAbsentResources } from "../../src/plan/conditions.ts";

const isSingle = { "Fn::Equals": [{ Ref: "Nat" }, "single"] };
const isPerZone = { "Fn::Equals": [{ Ref: "Nat" }, "per-zone"] };

function templateWith(condition: Json): Record<string, Json> {
  return {
    Parameters: { Nat: { Type: "String" }, Zones: { Type: "Number", Default: 2 } },
    Conditions: { isSingle, isPerZone, asked: condition },
    Resources: {
      Always: { Type: "AWS::EC2::VPC" },
      Sometimes: { Type: "AWS::EC2::NatGateway", Condition: "asked" },
    },
  };
}

function isShown(condition: Json, values: Record<string, string>): boolean {
  const { Resources } = withoutAbsentResources(templateWith(condition), values);
  expect(Resources).toHaveProperty("Always");
  return Object.keys(Resources as object).includes("Sometimes");
}

describe("a resource with a condition", () => {
  test.each<[string, Json, boolean]>([
    ["that holds", isSingle, true],
    ["that does not hold", isPerZone, false],
    ["of a preset value", { "Fn::Equals": [{ Ref: "Zones" }, "2"] }, true],
    ["of a preset value that differs", { "Fn::Equals": [{ Ref: "Zones" }, 3] }, false],
    ["that is another one", { Condition: "isPerZone" }, false],
    ["that is the opposite", { "Fn::Not": [{ Condition: "isSingle" }] }, false],
    [
      "of which one of two holds",
      { "Fn::Or": [{ Condition: "isSingle" }, { Condition: "isPerZone" }] },
      true,
    ],
    ["of which not both hold", { "Fn::And": [{ Condition: "isSingle" }, { Condition: "isPerZone" }] }, false],
  ])("%s is there or not, as it says", (_title, condition, shown) => {
    expect(isShown(condition, { Nat: "single" })).toBe(shown);
  });

  test.each<[string, Json, Record<string, string>]>([
    ["its parameter has no value yet", isPerZone, {}],
    ["its parameter is masked", isPerZone, { Nat: MASKED }],
    [
      "it asks for what only AWS knows",
      { "Fn::Equals": [{ Ref: "AWS::Region" }, "eu-west-1"] },
      { Nat: "single" },
    ],
    ["it goes round in a circle", { "Fn::Not": [{ Condition: "asked" }] }, { Nat: "single" }],
    ["it is nothing we know", { "Fn::Whatever": [] }, { Nat: "single" }],
    [
      "half of it is not known",
      { "Fn::Or": [{ Condition: "isPerZone" }, { Condition: "none" }] },
      { Nat: "single" },
    ],
  ])("stays when %s", (_title, condition, values) => {
    expect(isShown(condition, values)).toBe(true);
  });

  test("is gone when what is known of it is enough", () => {
    const condition = { "Fn::And": [{ Condition: "isPerZone" }, { Condition: "none" }] };
    expect(isShown(condition, { Nat: "single" })).toBe(false);
  });
});
