import { describe, expect, test } from "@jest/globals";
import { knownNoise } from "../../src/drift/noise.ts";
import type { PropertyDifference, ResourceDrift } from "../../src/model/cloud-drift.ts";

describe("a rule whose load ECS moves", () => {
  const group = (name: string): string =>
    `arn:aws:elasticloadbalancing:eu-west-1:111111111111:targetgroup/${name}/1`;
  const difference: PropertyDifference = {
    path: "/Actions/0/TargetGroupArn",
    expected: group("blue"),
    kind: "removed",
  };
  const rule = (...targets: readonly string[]): ResourceDrift => {
    const TargetGroups = targets.map((name, index) => ({
      TargetGroupArn: group(name),
      Weight: 100 * index,
    }));
    return {
      logicalId: "PublicRule1",
      type: "AWS::ElasticLoadBalancingV2::ListenerRule",
      state: "modified",
      differences: [difference],
      actual: JSON.stringify({ Actions: [{ Type: "forward", ForwardConfig: { TargetGroups } }] }),
    };
  };
  const neighbours = [
    ...["blue", "green"].map((name) => ({
      logicalId: name,
      physicalId: group(name),
      type: "AWS::ElasticLoadBalancingV2::TargetGroup",
    })),
    { logicalId: "Service", physicalId: "service", type: "AWS::ECS::Service" },
  ];
  const noise = (resource: ResourceDrift, beside = neighbours, what = difference): string | undefined =>
    knownNoise({
      resource,
      difference: what,
      surroundings: { scalableTargets: [], attachments: [], neighbours: beside },
    });

  test("leads to either group of its service, which is noise", () => {
    expect(noise(rule("blue", "green"))).toBe("ECS moves the load between the service's two target groups");
  });

  test("that leads to one group, or to another stack's, is drift", () => {
    expect(noise(rule("green"))).toBeUndefined();
    expect(noise(rule("blue", "others"))).toBeUndefined();
  });

  test("that leads to two groups without a service is drift", () => {
    expect(noise(rule("blue", "green"), neighbours.slice(0, 2))).toBeUndefined();
  });

  test("that is for other names than it was is drift all the same", () => {
    const names = { path: "/Conditions/0/Values/0", expected: "a", actual: "b", kind: "changed" } as const;
    expect(noise(rule("blue", "green"), neighbours, names)).toBeUndefined();
  });
});
