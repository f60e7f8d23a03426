import { describe, expect, test } from "@jest/globals";
import { judge } from "../../src/guard/judge.ts";
import type { ResourceChange } from "../../src/model/change-set.ts";
import { factsOf, updateStep } from "../support/facts.ts";
import { boundStack, changeOf } from "../support/stacks.ts";

const GROUP = "AWS::ElasticLoadBalancingV2::TargetGroup";
const MOVED = JSON.stringify({ Resources: { PublicAlternateTargetGroup: { Type: GROUP } } });
const PLAIN = JSON.stringify({ Resources: { PublicTargetGroup: { Type: GROUP } } });

const names = { path: "Conditions/0/HostHeaderConfig", causesReplacement: "never" } as const;
const rule = (given: Partial<ResourceChange> = {}): ResourceChange =>
  changeOf({
    logicalId: "PublicRule1",
    type: "AWS::ElasticLoadBalancingV2::ListenerRule",
    properties: [names],
    ...given,
  });
const group = (given: Partial<ResourceChange>): ResourceChange => changeOf({ type: GROUP, ...given });

function refusals(template: string, changes: readonly ResourceChange[], allow: readonly string[] = []) {
  const to = boundStack({ template, kind: "Service", allow: [...allow] });
  const judged = judge({ account: "test", steps: [updateStep({ to, changes: [...changes] })] }, factsOf());
  return judged.steps.flatMap((step) => step.refusals);
}

describe("a rule whose load ECS moves", () => {
  test("is not changed before a person has looked where the tasks are", () => {
    expect(refusals(MOVED, [rule()])).toEqual([
      {
        rule: "moved-load",
        why: "it changes PublicRule1, between whose target groups ECS moves the load, and all requests would go to the first one, where no task may be",
        allowBy:
          "if the tasks are in the first one (every deployment changes sides; the load balancer shows it), write `allow: [PublicRule1]` on storefront in accounts/test/apps.yaml:7; otherwise deploy a version first",
      },
    ]);
    expect(refusals(MOVED, [rule()], ["PublicRule1"])).toEqual([]);
  });

  test("is not left with the group that goes", () => {
    const gone = group({ logicalId: "PublicAlternateTargetGroup", action: "remove", policy: "delete" });
    expect(refusals(PLAIN, [gone])).toMatchObject([{ rule: "moved-load" }]);
    expect(refusals(PLAIN, [gone], ["PublicAlternateTargetGroup"])).toEqual([]);
  });

  test("may not follow its first group to another one", () => {
    const follows = { ...names, path: "Actions/0/TargetGroupArn", follows: "PublicTargetGroup" };
    const first = group({ logicalId: "PublicTargetGroup", replacement: "always" });
    expect(refusals(MOVED, [rule({ properties: [follows] }), first])).toMatchObject([{ rule: "moved-load" }]);
  });

  test.each([
    ["when it only follows what stays", MOVED, { ...names, follows: "PublicTargetGroup" }],
    ["when only its tags change", MOVED, { ...names, path: "Tags/0" }],
    ["when ECS moves nothing", PLAIN, names],
  ])("may change %s", (_, template, property) => {
    const first = group({ logicalId: "PublicTargetGroup" });
    expect(refusals(template, [rule({ properties: [property] }), first])).toEqual([]);
  });

  test("may change while ECS has not moved anything yet", () => {
    const added = group({ logicalId: "PublicAlternateTargetGroup", action: "add" });
    expect(refusals(MOVED, [rule(), added])).toEqual([]);
  });
});
