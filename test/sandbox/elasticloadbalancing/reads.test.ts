import {
  DescribeAccountLimitsCommand,
  DescribeListenerCertificatesCommand,
  DescribeListenersCommand,
  DescribeRulesCommand,
  DescribeTargetGroupsCommand,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import type { TestSandbox } from "../../support/sandbox.ts";
import { startTestSandbox } from "../../support/sandbox.ts";
import { deploy } from "../../support/sandbox-stacks.ts";

const forwarding = { Type: "forward", TargetGroupArn: { Ref: "Group" } };

const rule = (Priority: number, host: string) => ({
  Type: "AWS::ElasticLoadBalancingV2::ListenerRule",
  Properties: {
    ListenerArn: { Ref: "Listener" },
    Priority,
    Conditions: [{ Field: "host-header", HostHeaderConfig: { Values: [host] } }],
    Actions: [forwarding],
  },
});

const template = {
  Resources: {
    Balancer: { Type: "AWS::ElasticLoadBalancingV2::LoadBalancer", Properties: { Name: "public" } },
    Group: {
      Type: "AWS::ElasticLoadBalancingV2::TargetGroup",
      Properties: { Name: "shop", Port: 80, Protocol: "HTTP", VpcId: "vpc-0a1b2c3d" },
    },
    Listener: {
      Type: "AWS::ElasticLoadBalancingV2::Listener",
      Properties: {
        LoadBalancerArn: { Ref: "Balancer" },
        Port: 443,
        Protocol: "HTTPS",
        Certificates: [{ CertificateArn: "arn:aws:acm:eu-west-1:111111111111:certificate/first" }],
        DefaultActions: [{ Type: "fixed-response", FixedResponseConfig: { StatusCode: "404" } }],
      },
    },
    More: {
      Type: "AWS::ElasticLoadBalancingV2::ListenerCertificate",
      Properties: {
        ListenerArn: { Ref: "Listener" },
        Certificates: [{ CertificateArn: "arn:aws:acm:eu-west-1:111111111111:certificate/second" }],
      },
    },
    Late: rule(200, "late.example"),
    Early: rule(3, "early.example"),
  },
  Outputs: { Listener: { Value: { Ref: "Listener" } }, Balancer: { Value: { Ref: "Balancer" } } },
};

let sandbox: TestSandbox;
let elb: ReturnType<TestSandbox["elb"]>;
let outputs: Readonly<Record<string, string>>;

beforeEach(async () => {
  sandbox = await startTestSandbox();
  elb = sandbox.elb();
  const { Outputs = [] } = await deploy(sandbox.cloudformation(), "CREATE", { stack: "network", template });
  outputs = Object.fromEntries(Outputs.map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue]));
});

afterEach(() => sandbox.close());

test("the rules of a listener come in the order of their priorities, the default one last", async () => {
  const ListenerArn = outputs["Listener"];
  const { Rules } = await elb.send(new DescribeRulesCommand({ ListenerArn }));
  expect(Rules).toMatchObject([
    {
      Priority: "3",
      IsDefault: false,
      Conditions: [{ Field: "host-header", HostHeaderConfig: { Values: ["early.example"] } }],
      Actions: [{ Type: "forward", TargetGroupArn: expect.stringContaining(":targetgroup/shop/") }],
    },
    { Priority: "200" },
    { Priority: "default", IsDefault: true, Actions: [{ Type: "fixed-response" }] },
  ]);
  const page = await elb.send(new DescribeRulesCommand({ ListenerArn, PageSize: 2 }));
  expect([page.Rules?.length, page.NextMarker]).toEqual([2, "2"]);
});

test("a listener shows its balancer, and all of its certificates", async () => {
  const LoadBalancerArn = outputs["Balancer"];
  const { Listeners } = await elb.send(new DescribeListenersCommand({ LoadBalancerArn }));
  expect(Listeners).toMatchObject([{ ListenerArn: outputs["Listener"], LoadBalancerArn, Port: 443 }]);
  const { Certificates } = await elb.send(
    new DescribeListenerCertificatesCommand({ ListenerArn: outputs["Listener"] }),
  );
  expect(Certificates).toMatchObject([
    { CertificateArn: expect.stringContaining("first"), IsDefault: true },
    { CertificateArn: expect.stringContaining("second"), IsDefault: false },
  ]);
});

test("target groups are listed, and found by name", async () => {
  const all = await elb.send(new DescribeTargetGroupsCommand({}));
  const named = await elb.send(new DescribeTargetGroupsCommand({ Names: ["shop"] }));
  expect(named.TargetGroups).toMatchObject([{ TargetGroupName: "shop", Port: 80, VpcId: "vpc-0a1b2c3d" }]);
  expect(named.TargetGroups).toEqual(all.TargetGroups);
});

test.each([
  ["ListenerNotFound", () => new DescribeRulesCommand({ ListenerArn: "arn:none" })],
  ["RuleNotFound", () => new DescribeRulesCommand({ RuleArns: ["arn:none"] })],
])("%s is told", async (name, command) => {
  await expect(elb.send(command())).rejects.toMatchObject({ name: expect.stringContaining(name) });
});

test("limits are as usual until they are set, and then they hold", async () => {
  const limit = async () =>
    (await elb.send(new DescribeAccountLimitsCommand({}))).Limits?.find(
      ({ Name }) => Name === "rules-per-application-load-balancer",
    )?.Max;
  expect(await limit()).toBe("100");
  await sandbox.control("POST", "limits", { "rules-per-application-load-balancer": 2, StackLimit: 2 });
  expect(await limit()).toBe("2");
  const { Late } = template.Resources;
  const foreign = {
    ...Late,
    Properties: { ...Late.Properties, Priority: 9, ListenerArn: outputs["Listener"] },
  };
  const Resources = { Group: template.Resources.Group, Foreign: foreign };
  Resources.Group = { ...Resources.Group, Properties: { ...Resources.Group.Properties, Name: "other" } };
  const stack = await deploy(sandbox.cloudformation(), "CREATE", {
    stack: "other",
    template: { Resources },
  });
  expect(stack.StackStatus).toBe("ROLLBACK_COMPLETE");
  await expect(
    deploy(sandbox.cloudformation(), "CREATE", { stack: "third", template: { Resources } }),
  ).rejects.toThrow("Limit for stack has been exceeded");
});
