import { describe, expect, test } from "@jest/globals";
import { canonicalJson } from "../../src/model/canonical.ts";
import type { ObservedStack } from "../../src/model/observed-stack.ts";
import { compareSweep, compareTemplate, describeDifference } from "../../src/plan/compare.ts";
import { boundStack, deployedStack, templateOf } from "../support/stacks.ts";

const to = boundStack({ parameters: { Secret: "s3cret", Size: "2" }, executor: "arn:executor" });
const there: Partial<ObservedStack> = { executor: "arn:executor" };

describe("by the sweep", () => {
  test.each<[string, Partial<ObservedStack>, string]>([
    ["our change set, everything equal", {}, "same"],
    ["a secret that CloudFormation does not show", { parameters: { Secret: "****", Size: "2" } }, "same"],
    ["tags that AWS put there", { tags: { ...to.tags, "aws:tag": "x" } }, "same"],
    ["another parameter value", { parameters: { Secret: "s3cret", Size: "3" } }, "different"],
    ["a parameter fewer", { parameters: { Secret: "s3cret" } }, "different"],
    ["a parameter more that has no default", { parameters: { ...to.parameters, Extra: "1" } }, "different"],
    ["a tag more", { tags: { ...to.tags, team: "x" } }, "different"],
    ["a tag fewer", { tags: {} }, "different"],
    ["another executor", { executor: "arn:other" }, "different"],
    ["our change set for other content", { lastChangeSet: `mooring-${"0".repeat(40)}-1` }, "different"],
    ["somebody else's change set", { lastChangeSet: "release-7" }, "unsure"],
    ["a preview's name", { lastChangeSet: `mooring-plan-${to.digest}` }, "unsure"],
    ["a roll-back", { phase: "rolled-back" }, "unsure"],
  ])("%s is as it should be", (_title, given, sameness) => {
    expect(compareSweep(to, deployedStack(to, { ...there, ...given }))).toBe(sameness);
  });

  test("a parameter that is there by its default is as it should be", () => {
    const template = templateOf("1", { Parameters: { Kind: { Type: "String", Default: 7 } } });
    const stack = boundStack({ template, parameters: {} });
    expect(compareSweep(stack, deployedStack(stack, { parameters: { Kind: "7" } }))).toBe("same");
    expect(compareSweep(stack, deployedStack(stack, { parameters: { Kind: "8" } }))).toBe("different");
  });

  test("a stack keeps an executor that the repository does not name any more", () => {
    const stack = boundStack();
    expect(compareSweep(stack, deployedStack(stack, { executor: "arn:old" }))).toBe("same");
  });
});

describe("by the template", () => {
  const stack = boundStack({ template: templateOf("1") });
  const observed = deployedStack(stack);

  test.each([
    ["with other white space", JSON.stringify(JSON.parse(stack.template), null, 2), "same"],
    [
      "with its keys in another order",
      '{"Resources":{"Main":{"Properties":{"DisplayName":"1"},"Type":"AWS::SNS::Topic"}}}',
      "same",
    ],
    [
      "with a description and metadata of ours",
      canonicalJson({ ...JSON.parse(stack.template), Description: "x", Metadata: {} }),
      "same",
    ],
    ["with another property", templateOf("2"), "different"],
    ["with another output", templateOf("1", { Outputs: {} }), "different"],
    ["in YAML", "Resources: {}", "different"],
    ["that is not an object", "[]", "different"],
    ["that is not there", undefined, "different"],
  ])("a template %s", (_title, body, sameness) => {
    expect(compareTemplate(stack, observed, body)).toBe(sameness);
  });

  test("of an equal template with other tags differs", () => {
    expect(compareTemplate(stack, deployedStack(stack, { tags: {} }), stack.template)).toBe("different");
  });
});

describe("in words", () => {
  test.each<[Partial<ObservedStack>, string]>([
    [{}, "differs in the template"],
    [{ parameters: { Secret: "s3cret", Size: "3" } }, "differs in parameter Size"],
    [{ parameters: {}, tags: { ...to.tags, team: "x" } }, "differs in parameters Secret, Size, tag team"],
    [
      { parameters: { A: "1", B: "2", C: "3", D: "4", ...to.parameters } },
      "differs in parameters A, B, C and 1 more",
    ],
    [{ executor: "arn:old" }, "differs in the executor role"],
  ])("%j: %s", (given, words) => {
    expect(describeDifference(to, deployedStack(to, { ...there, ...given }))).toBe(words);
  });
});
