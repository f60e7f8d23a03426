import {
  DescribeStackResourceDriftsCommand,
  DetectStackResourceDriftCommand,
  ExecuteChangeSetCommand,
} from "@aws-sdk/client-cloudformation";
import { DescribeServicesCommand } from "@aws-sdk/client-ecs";
import { DescribeRulesCommand } from "@aws-sdk/client-elastic-load-balancing-v2";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import type { TestSandbox } from "../../../support/sandbox.ts";
import { startTestSandbox } from "../../../support/sandbox.ts";
import { deploy, describe as describeStack, makeChangeSet } from "../../../support/sandbox-stacks.ts";

const LISTENER = "arn:aws:elasticloadbalancing:eu-west-1:111111111111:listener/app/lb/1/2";
const ROLE = "arn:aws:iam::111111111111:role/ecs";

const targetGroup = { Type: "AWS::ElasticLoadBalancingV2::TargetGroup" };

const template = (tag: string, { advanced = true, host = "shop.example" } = {}) => ({
  Resources: {
    Blue: targetGroup,
    Green: targetGroup,
    Rule: {
      Type: "AWS::ElasticLoadBalancingV2::ListenerRule",
      Properties: {
        ListenerArn: LISTENER,
        Priority: 1,
        Actions: [{ Type: "forward", TargetGroupArn: { Ref: "Blue" } }],
        Conditions: [{ Field: "host-header", Values: [host] }],
      },
    },
    Cluster: { Type: "AWS::ECS::Cluster", Properties: { ClusterName: "main" } },
    Task: {
      Type: "AWS::ECS::TaskDefinition",
      Properties: { Family: "shop", ContainerDefinitions: [{ Name: "app", Image: `repo/shop:${tag}` }] },
    },
    Service: {
      Type: "AWS::ECS::Service",
      DependsOn: ["Rule"],
      Properties: {
        Cluster: { Ref: "Cluster" },
        ServiceName: "shop",
        TaskDefinition: { Ref: "Task" },
        DeploymentConfiguration: {
          Strategy: "CANARY",
          BakeTimeInMinutes: 5,
          CanaryConfiguration: { CanaryPercent: 10, CanaryBakeTimeInMinutes: 3 },
          Alarms: { AlarmNames: ["shop-errors"], Enable: true, Rollback: true },
        },
        LoadBalancers: [
          {
            ContainerName: "app",
            ContainerPort: 80,
            TargetGroupArn: { Ref: "Blue" },
            ...(advanced && {
              AdvancedConfiguration: {
                AlternateTargetGroupArn: { Ref: "Green" },
                ProductionListenerRule: { Ref: "Rule" },
                RoleArn: ROLE,
              },
            }),
          },
        ],
      },
    },
  },
  Outputs: { Rule: { Value: { Ref: "Rule" } } },
});

let sandbox: TestSandbox;
let cloudformation: ReturnType<TestSandbox["cloudformation"]>;
let rule: string | undefined;

const bring = async (type: "CREATE" | "UPDATE", tag: string, options = {}) => {
  const stack = await deploy(cloudformation, type, {
    stack: "shop",
    template: template(tag, options),
    token: `t-${tag}-${JSON.stringify(options).replaceAll(/\W/g, "")}`,
  });
  return stack.StackStatus;
};

/** The target groups that the rule leads to, with their weights, by their logical ids. */
const load = async () => {
  const { Rules } = await sandbox.elb().send(new DescribeRulesCommand({ RuleArns: [rule ?? ""] }));
  const groups = Rules?.[0]?.Actions?.[0]?.ForwardConfig?.TargetGroups ?? [];
  return groups.map(
    ({ TargetGroupArn, Weight }) =>
      `${/shop-(\w+)-/.exec(TargetGroupArn ?? "")?.[1] ?? ""} ${String(Weight)}`,
  );
};

const alarm = (state: string) =>
  sandbox.control("POST", "alarms", {
    account: "111111111111",
    region: "eu-west-1",
    alarm: "shop-errors",
    state,
  });

beforeEach(async () => {
  sandbox = await startTestSandbox();
  cloudformation = sandbox.cloudformation();
  await bring("CREATE", "1");
  rule = (await describeStack(cloudformation, "shop")).Outputs?.[0]?.OutputValue;
});

afterEach(() => sandbox.close());

test("every deployment moves the load to the other target group", async () => {
  const loads = [await load()];
  for (const tag of ["2", "3"]) {
    await bring("UPDATE", tag);
    loads.push(await load());
  }
  expect(loads).toEqual([
    ["Blue 100", "Green 0"],
    ["Green 100", "Blue 0"],
    ["Blue 100", "Green 0"],
  ]);
});

test("drift detection finds what ECS made of the rule", async () => {
  await cloudformation.send(
    new DetectStackResourceDriftCommand({ StackName: "shop", LogicalResourceId: "Rule" }),
  );
  const { StackResourceDrifts } = await cloudformation.send(
    new DescribeStackResourceDriftsCommand({ StackName: "shop" }),
  );
  expect(StackResourceDrifts?.find(({ LogicalResourceId }) => LogicalResourceId === "Rule")).toMatchObject({
    StackResourceDriftStatus: "MODIFIED",
    ActualProperties: expect.stringContaining('"Weight":100'),
  });
});

test("an update of the rule writes the actions of the template", async () => {
  await bring("UPDATE", "1", { host: "other.example" });
  expect(await load()).toEqual([]);
});

describe("while the tasks before are kept", () => {
  const statusAfter = async (seconds: number) => {
    await sandbox.control("POST", "clock", { advanceMs: seconds * 1000 });
    return (await describeStack(cloudformation, "shop")).StackStatus;
  };

  beforeEach(async () => {
    const { id } = await makeChangeSet(cloudformation, "UPDATE", {
      stack: "shop",
      template: template("2"),
    });
    await sandbox.control("POST", "clock", { durations: { scale: 1 } });
    await cloudformation.send(new ExecuteChangeSetCommand({ ChangeSetName: id }));
    await statusAfter(5);
    await statusAfter(100);
  });

  test("the load has moved, the stack waits for the bake time, and then goes on", async () => {
    expect(await load()).toEqual(["Green 100", "Blue 0"]);
    expect(await statusAfter(300)).toBe("UPDATE_IN_PROGRESS");
    expect(await statusAfter(400)).toBe("UPDATE_COMPLETE");
  });

  test("an alarm ends the deployment, and the load goes back", async () => {
    await alarm("ALARM");
    expect(await statusAfter(60)).toBe("UPDATE_ROLLBACK_IN_PROGRESS");
    expect(await load()).toEqual(["Blue 100", "Green 0"]);
    expect(await statusAfter(1000)).toBe("UPDATE_ROLLBACK_COMPLETE");
  });
});

test("a deployment that begins in ALARM may be the remedy, and heeds none", async () => {
  await alarm("ALARM");
  expect(await bring("UPDATE", "2")).toBe("UPDATE_COMPLETE");
});

test("a service that does not say where else its load may go is refused", async () => {
  expect(await bring("UPDATE", "1", { advanced: false })).toBe("UPDATE_ROLLBACK_COMPLETE");
  const { services } = await sandbox
    .ecs()
    .send(new DescribeServicesCommand({ cluster: "main", services: ["shop"] }));
  expect(services?.[0]?.deployments).toHaveLength(1);
});
