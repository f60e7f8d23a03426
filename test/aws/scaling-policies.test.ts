import { describe, expect, test } from "@jest/globals";
import { onScriptedAws } from "./on-scripted-aws.ts";
import { json } from "./scripted-aws.ts";

const arnOf = (name: string, service = "shop"): string =>
  `arn:aws:autoscaling:eu-west-1:222222222222:scalingPolicy:6d8972f3-efc8-437c-92d1-6270f29a66e7:resource/ecs/service/main/${service}:policyName/${name}`;

const policy = (name: string, more: object = {}) => ({
  PolicyARN: arnOf(name),
  PolicyName: name,
  ServiceNamespace: "ecs",
  ResourceId: "service/main/shop",
  ScalableDimension: "ecs:service:DesiredCount",
  PolicyType: "TargetTrackingScaling",
  TargetTrackingScalingPolicyConfiguration: { TargetValue: 75.5, DisableScaleIn: false },
  CreationTime: 1_795_000_000,
  ...more,
});

const policiesOf = (arns: readonly string[], answers: readonly object[]) =>
  onScriptedAws(
    (_call, nth) => json(answers[nth] ?? {}),
    async ({ aws, cloud }) => ({
      policies: await cloud.scalingPolicies(arns),
      inputs: aws.calls.map(({ input }) => input),
      counted: cloud.calls(),
    }),
  );

describe("scaling policies", () => {
  test("are those that were asked for, by name, with their configuration as a template writes it", async () => {
    const step = {
      PolicyType: "StepScaling",
      TargetTrackingScalingPolicyConfiguration: undefined,
      StepScalingPolicyConfiguration: {
        StepAdjustments: [{ ScalingAdjustment: 1, MetricIntervalLowerBound: 0 }],
        AdjustmentType: "ChangeInCapacity",
      },
    };
    const { policies, inputs } = await policiesOf(
      [arnOf("memory"), arnOf("cpu"), arnOf("gone"), "not an ARN"],
      [
        { ScalingPolicies: [policy("memory", step), policy("cpu")], NextToken: "more" },
        { ScalingPolicies: [policy("cpu", { PolicyARN: arnOf("cpu", "other") })] },
      ],
    );
    expect(policies).toEqual([
      {
        arn: arnOf("cpu"),
        name: "cpu",
        resourceId: "service/main/shop",
        policyType: "TargetTrackingScaling",
        configuration:
          '{"TargetTrackingScalingPolicyConfiguration":{"DisableScaleIn":false,"TargetValue":75.5}}',
      },
      {
        arn: arnOf("memory"),
        name: "memory",
        resourceId: "service/main/shop",
        policyType: "StepScaling",
        configuration:
          '{"StepScalingPolicyConfiguration":{"AdjustmentType":"ChangeInCapacity","StepAdjustments":[{"MetricIntervalLowerBound":0,"ScalingAdjustment":1}]}}',
      },
    ]);
    expect(inputs).toEqual([
      { ServiceNamespace: "ecs", PolicyNames: ["cpu", "gone", "memory"] },
      { ServiceNamespace: "ecs", PolicyNames: ["cpu", "gone", "memory"], NextToken: "more" },
    ]);
  });

  test("of other services than ECS are asked for there", async () => {
    const table = arnOf("reads").replace("resource/ecs/service/main/shop", "resource/dynamodb/table/shop");
    const replica = arnOf("load").replace("resource/ecs/service/main/shop", "resource/rds/cluster:shop");
    const { policies, inputs } = await policiesOf(
      [replica, table, arnOf("cpu")],
      [
        { ScalingPolicies: [policy("reads", { PolicyARN: table, ServiceNamespace: "dynamodb" })] },
        { ScalingPolicies: [policy("cpu")] },
        { ScalingPolicies: [policy("load", { PolicyARN: replica, ServiceNamespace: "rds" })] },
      ],
    );
    expect(policies.map(({ arn }) => arn)).toEqual([arnOf("cpu"), replica, table]);
    expect(inputs).toEqual([
      { ServiceNamespace: "dynamodb", PolicyNames: ["reads"] },
      { ServiceNamespace: "ecs", PolicyNames: ["cpu"] },
      { ServiceNamespace: "rds", PolicyNames: ["load"] },
    ]);
  });

  test("a stack's id for a policy is more than its ARN, and the policy goes by it", async () => {
    const id = `${arnOf("cpu")}|ecs:service:DesiredCount`;
    const { policies } = await policiesOf([id], [{ ScalingPolicies: [policy("cpu")] }]);
    expect(policies).toMatchObject([{ arn: id, name: "cpu" }]);
  });

  test("cost one call for fifty, and none for none", async () => {
    const arns = Array.from({ length: 51 }, (_, index) => arnOf(`p${String(index)}`));
    expect((await policiesOf(arns, [])).counted).toEqual({ DescribeScalingPolicies: 2 });
    expect((await policiesOf([], [])).counted).toEqual({});
  });
});
