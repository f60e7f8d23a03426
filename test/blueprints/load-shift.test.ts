import { describe, expect, test } from "@jest/globals";
import { anAccount, aService, placed, placedIn } from "../support/placements.ts";
import { specificationProblems } from "../support/resource-specification.ts";
import { propertiesOf, readTemplate, resourcesOfType } from "../support/template-targets.ts";
import type { DesiredStack } from "../../src/model/desired-stack.ts";
import type { ServiceSpec } from "../../src/model/repository.ts";

const both = aService({ expose: ["public", "internal"], strategy: "blue-green" });
const GROUP = "AWS::ElasticLoadBalancingV2::TargetGroup";

interface Deployed {
  readonly DeploymentConfiguration: { readonly Alarms?: { readonly AlarmNames: readonly unknown[] } };
}

function deploymentOf(stack: DesiredStack): Deployed["DeploymentConfiguration"] {
  return (propertiesOf(stack, "Service") as unknown as Deployed).DeploymentConfiguration;
}

function configuration(overrides: Partial<ServiceSpec>): unknown {
  return deploymentOf(placed(aService({ expose: ["public"], ...overrides })));
}

describe("a service whose load ECS moves", () => {
  const stack = placed(both);

  test("has a second target group on every balancer, like the first", () => {
    expect(resourcesOfType(stack, GROUP)).toEqual([
      "InternalAlternateTargetGroup",
      "InternalTargetGroup",
      "PublicAlternateTargetGroup",
      "PublicTargetGroup",
    ]);
    expect(propertiesOf(stack, "PublicAlternateTargetGroup")).toEqual(
      propertiesOf(stack, "PublicTargetGroup"),
    );
  });

  test("tells ECS the other group, the rule that leads to one of them, and the role to change it with", () => {
    expect(propertiesOf(stack, "Service")).toMatchObject({
      LoadBalancers: [
        {
          TargetGroupArn: { Ref: "PublicTargetGroup" },
          AdvancedConfiguration: {
            AlternateTargetGroupArn: { Ref: "PublicAlternateTargetGroup" },
            ProductionListenerRule: { Ref: "PublicRule1" },
            RoleArn: { "Fn::GetAtt": ["InfrastructureRole", "Arn"] },
          },
        },
        { AdvancedConfiguration: { ProductionListenerRule: { Ref: "InternalRule1" } } },
      ],
    });
  });

  test("lets ECS use AWS's own policy for it, under the account's boundary", () => {
    const boundary = "arn:aws:iam::222222222222:policy/apps";
    const inside = placedIn(anAccount({ roles: { boundary } }), both).at(-1);
    expect(inside === undefined ? undefined : propertiesOf(inside, "InfrastructureRole")).toMatchObject({
      AssumeRolePolicyDocument: { Statement: [{ Principal: { Service: "ecs.amazonaws.com" } }] },
      ManagedPolicyArns: [
        {
          "Fn::Sub":
            "arn:${AWS::Partition}:iam::aws:policy/AmazonECSInfrastructureRolePolicyForLoadBalancers",
        },
      ],
      PermissionsBoundary: boundary,
    });
  });

  test("waits for its rules by naming them, once", () => {
    expect(JSON.parse(stack.template)).not.toHaveProperty(["Resources", "Service", "DependsOn"]);
  });

  test("has the very rules that it would have without", () => {
    const rolling = placed(aService({ expose: ["public", "internal"] }));
    expect(propertiesOf(stack, "PublicRule1")).toEqual(propertiesOf(rolling, "PublicRule1"));
  });

  test("goes back on alarms that ECS knows by name, and CloudFormation leaves that to it", () => {
    const alarms = resourcesOfType(stack, "AWS::CloudWatch::Alarm");
    const names = alarms.map((id) => ({ "Fn::Sub": `\${AWS::StackName}-${id}` }));
    for (const [index, id] of alarms.entries())
      expect(propertiesOf(stack, id)).toMatchObject({ AlarmName: names[index] });
    const { Alarms } = deploymentOf(stack);
    expect(Alarms).toMatchObject({ Enable: true, Rollback: true });
    expect(Alarms?.AlarmNames).toHaveLength(names.length);
    expect(Alarms?.AlarmNames).toEqual(expect.arrayContaining(names));
    expect(stack.rollbackAlarms).toEqual([]);
  });

  test("is watched in both groups, because its tasks may be in either", () => {
    const errors = JSON.stringify(propertiesOf(stack, "ErrorsAlarm"));
    for (const group of resourcesOfType(stack, GROUP)) expect(errors).toContain(group);
  });

  test("is scaled by the requests of both groups", () => {
    const scaled = placed(
      aService({ expose: ["public"], strategy: "canary", scale: { min: 1, max: 4, requests: 100 } }),
    );
    const policy = JSON.stringify(propertiesOf(scaled, "RequestsScaling"));
    expect(policy).toContain('"PublicTargetGroup"');
    expect(policy).toContain('"PublicAlternateTargetGroup"');
  });

  test("is all right by the resource specification", () => {
    expect(specificationProblems(stack.template)).toEqual([]);
  });
});

describe("the deployment", () => {
  test("is as ever where tasks are exchanged one by one", () => {
    expect(configuration({ strategy: "rolling" })).toEqual({
      MinimumHealthyPercent: 100,
      MaximumPercent: 200,
      DeploymentCircuitBreaker: { Enable: true, Rollback: true },
    });
    const { Resources } = readTemplate(placed(aService({ expose: ["public"] })).template);
    expect(Object.keys(Resources)).not.toContain("InfrastructureRole");
  });

  test("moves all of the load at once", () => {
    expect(configuration({ strategy: "blue-green" })).toMatchObject({
      Strategy: "BLUE_GREEN",
      BakeTimeInMinutes: 5,
    });
    expect(configuration({ strategy: "blue-green" })).not.toHaveProperty("CanaryConfiguration");
  });

  test("moves a part of the load first", () => {
    const strategy = { kind: "canary", bakeMinutes: 20, canaryPercent: 2.5, canaryMinutes: 30 } as const;
    expect(configuration({ strategy })).toMatchObject({
      Strategy: "CANARY",
      BakeTimeInMinutes: 20,
      CanaryConfiguration: { CanaryPercent: 2.5, CanaryBakeTimeInMinutes: 30 },
    });
  });

  test.each([
    ["are off", false],
    [
      "only tell",
      {
        errors5xxPercent: 5,
        latencySeconds: 2,
        unhealthyHosts: true,
        cpuPercent: 90,
        memoryPercent: 90,
        rollback: false,
      },
    ],
  ] as const)("goes back for no alarm where alarms %s", (_, alarms) => {
    expect(configuration({ strategy: "blue-green", alarms })).not.toHaveProperty("Alarms");
  });
});
