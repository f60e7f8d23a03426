import {
  ApplicationAutoScalingClient,
  DescribeScalingPoliciesCommand,
} from "@aws-sdk/client-application-auto-scaling";
import { DescribeStackResourcesCommand } from "@aws-sdk/client-cloudformation";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { deploy } from "../../support/sandbox-stacks.ts";
import type { TestSandbox } from "../../support/sandbox.ts";
import { startTestSandbox, TEST_ACCOUNT, TEST_REGION } from "../../support/sandbox.ts";

const policy = (name: string, target: number | string, more: object = {}) => ({
  Type: "AWS::ApplicationAutoScaling::ScalingPolicy",
  Properties: {
    PolicyName: name,
    PolicyType: "TargetTrackingScaling",
    ScalingTargetId: { Ref: "Target" },
    TargetTrackingScalingPolicyConfiguration: {
      TargetValue: target,
      PredefinedMetricSpecification: { PredefinedMetricType: "ECSServiceAverageCPUUtilization" },
    },
    ...more,
  },
});

const template = {
  Resources: {
    Cluster: { Type: "AWS::ECS::Cluster", Properties: { ClusterName: "main" } },
    Definition: {
      Type: "AWS::ECS::TaskDefinition",
      Properties: { Family: "shop", ContainerDefinitions: [{ Name: "app", Image: "shop:1" }] },
    },
    Service: {
      Type: "AWS::ECS::Service",
      Properties: {
        Cluster: { Ref: "Cluster" },
        ServiceName: "shop",
        TaskDefinition: { Ref: "Definition" },
      },
    },
    Target: {
      Type: "AWS::ApplicationAutoScaling::ScalableTarget",
      Properties: {
        ServiceNamespace: "ecs",
        ScalableDimension: "ecs:service:DesiredCount",
        ResourceId: {
          "Fn::Join": ["/", ["service", { Ref: "Cluster" }, { "Fn::GetAtt": ["Service", "Name"] }]],
        },
        MinCapacity: 1,
        MaxCapacity: 4,
      },
    },
    Cpu: policy("cpu", "75"),
    Memory: policy("memory", 60),
  },
};

let sandbox: TestSandbox;
let scaling: ApplicationAutoScalingClient;

beforeAll(async () => {
  sandbox = await startTestSandbox();
  scaling = new ApplicationAutoScalingClient({
    endpoint: sandbox.url,
    region: TEST_REGION,
    credentials: { accessKeyId: TEST_ACCOUNT, secretAccessKey: "test" },
    maxAttempts: 1,
  });
});

beforeEach(async () => {
  await sandbox.control("POST", "reset");
  await deploy(sandbox.cloudformation(), "CREATE", { stack: "shop", template });
});

afterAll(async () => {
  scaling.destroy();
  await sandbox.close();
});

const described = async (input: object = {}) =>
  scaling.send(new DescribeScalingPoliciesCommand({ ServiceNamespace: "ecs", ...input }));

const byHand = (change: object) =>
  sandbox.control("POST", "drift", { account: TEST_ACCOUNT, region: TEST_REGION, stack: "shop", ...change });

describe("scaling policies that a stack made", () => {
  test("are shown as declared, under the id that the stack knows them by", async () => {
    const { StackResources = [] } = await sandbox
      .cloudformation()
      .send(new DescribeStackResourcesCommand({ StackName: "shop", LogicalResourceId: "Cpu" }));
    const { ScalingPolicies } = await described({ PolicyNames: ["cpu"] });
    expect(ScalingPolicies).toMatchObject([
      {
        PolicyARN: StackResources[0]?.PhysicalResourceId,
        PolicyName: "cpu",
        PolicyType: "TargetTrackingScaling",
        ServiceNamespace: "ecs",
        ResourceId: "service/main/shop",
        ScalableDimension: "ecs:service:DesiredCount",
        TargetTrackingScalingPolicyConfiguration: {
          TargetValue: 75,
          DisableScaleIn: false,
          PredefinedMetricSpecification: { PredefinedMetricType: "ECSServiceAverageCPUUtilization" },
        },
        CreationTime: expect.any(Object),
      },
    ]);
    expect(ScalingPolicies?.[0]?.PolicyARN).toMatch(
      /^arn:aws:autoscaling:eu-west-1:111111111111:scalingPolicy:[0-9a-f-]{36}:resource\/ecs\/service\/main\/shop:policyName\/cpu$/,
    );
  });

  test("are paged, and narrowed by resource", async () => {
    const first = await described({ MaxResults: 1 });
    expect(first.ScalingPolicies).toMatchObject([{ PolicyName: "cpu" }]);
    const second = await described({ MaxResults: 1, NextToken: first.NextToken });
    expect(second).toMatchObject({ ScalingPolicies: [{ PolicyName: "memory" }] });
    expect(second.NextToken).toBeUndefined();
    expect((await described({ ResourceId: "service/main/other" })).ScalingPolicies).toEqual([]);
    expect((await described({ ServiceNamespace: "dynamodb" })).ScalingPolicies).toEqual([]);
  });

  test("show what somebody changed by hand, and are gone when somebody deleted them", async () => {
    await byHand({ logicalId: "Cpu", set: { "/TargetTrackingScalingPolicyConfiguration/TargetValue": 20 } });
    await byHand({ logicalId: "Memory", delete: true });
    expect((await described()).ScalingPolicies).toMatchObject([
      { PolicyName: "cpu", TargetTrackingScalingPolicyConfiguration: { TargetValue: 20 } },
    ]);
  });

  test("without a namespace they are not shown at all", async () => {
    const refused = scaling.send(new DescribeScalingPoliciesCommand({ ServiceNamespace: undefined }));
    await expect(refused).rejects.toMatchObject({ name: "ValidationException" });
  });
});
