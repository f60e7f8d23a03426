import { expect, test } from "@jest/globals";
import { scalingFindings } from "../../src/drift/scaling-drift.ts";

const NAME = "TargetTrackingScalingPolicyConfiguration";

function found(declared: object, actual: object | undefined): readonly string[] {
  const template = {
    Resources: {
      Cpu: { Type: "AWS::ApplicationAutoScaling::ScalingPolicy", Properties: { [NAME]: declared } },
    },
  };
  const policy = {
    arn: "arn:policy",
    name: "cpu",
    resourceId: "service/main/web",
    policyType: "TargetTrackingScaling",
    configuration: JSON.stringify({ [NAME]: actual }),
  };
  const { properties } = scalingFindings({
    account: "test",
    app: "web",
    stack: "acme-web",
    ignoreDrift: [],
    now: 1,
    policies: actual === undefined ? [] : [policy],
    deployed: {
      template: JSON.parse(JSON.stringify(template)),
      parameters: {},
      outputs: {},
      physicalIds: new Map([["Cpu", "arn:policy"]]),
      pseudo: {},
    },
  });
  return properties.map(
    ({ property, expected, actual: is }) => `${property}: ${expected} → ${is ?? "nothing"}`,
  );
}

test("a policy that is as declared, with what the service added, is no drift", () => {
  expect(found({ TargetValue: "60" }, { TargetValue: 60, DisableScaleIn: false })).toEqual([]);
});

test("a policy that aims at something else is drift of that property", () => {
  expect(
    found({ TargetValue: 60, Spec: { Type: "Cpu" } }, { TargetValue: 90, Spec: { Type: "Memory" } }),
  ).toEqual([`/${NAME}/TargetValue: 60 → 90`, `/${NAME}/Spec/Type: Cpu → Memory`]);
});

test("a member that is gone is drift", () => {
  expect(found({ TargetValue: 60, ScaleInCooldown: 10 }, { TargetValue: 60 })).toEqual([
    `/${NAME}/ScaleInCooldown: 10 → nothing`,
  ]);
});

test("a policy that is gone is drift of the whole", () => {
  expect(found({ TargetValue: 60 }, undefined)).toEqual([": arn:policy → nothing"]);
});

test("a value that only CloudFormation knows is not compared", () => {
  expect(found({ TargetValue: { "Fn::ImportValue": "x" } }, { TargetValue: 90 })).toEqual([]);
});

test("a list in another order, with an element of which not everything is known, is no drift", () => {
  const declared = {
    Dimensions: [
      { Name: "a", Value: "1" },
      { Name: "b", Value: { "Fn::ImportValue": "x" } },
    ],
  };
  const there = {
    Dimensions: [
      { Name: "b", Value: "2" },
      { Name: "a", Value: 1 },
    ],
  };
  expect(found(declared, there)).toEqual([]);
  expect(found(declared, { Dimensions: there.Dimensions.slice(1) })).toHaveLength(1);
  expect(
    found(declared, {
      Dimensions: [
        { Name: "b", Value: "2" },
        { Name: "a", Value: 3 },
      ],
    }),
  ).toHaveLength(1);
});
