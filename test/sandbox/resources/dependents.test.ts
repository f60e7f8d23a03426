import { describe, expect, test } from "@jest/globals";
import type { Answer, Engine } from "../cloudformation/engine.ts";
import { createEngine } from "../cloudformation/engine.ts";

function reasons(engine: Engine, stack: string): readonly string[] {
  return engine
    .call("DescribeStackEvents", { StackName: stack })
    .StackEvents.filter((event: Answer) => event.ResourceStatus.endsWith("_FAILED"))
    .map((event: Answer) => event.ResourceStatusReason);
}

const outputOf = (engine: Engine, stack: string): string => engine.stack(stack).Outputs[0].OutputValue;

const vpc = { Vpc: { Type: "AWS::EC2::VPC", Properties: { CidrBlock: "10.0.0.0/16" } } };
const group = {
  Group: { Type: "AWS::EC2::SecurityGroup", Properties: { GroupDescription: "d", VpcId: { Ref: "Vpc" } } },
};
const ref = (Value: string) => ({ Id: { Value: { Ref: Value } } });

/** A stack with something to be used, and the properties of a resource of another stack that uses it. */
const cases: readonly (readonly [
  used: string,
  owner: object,
  user: (id: string) => { Type: string; Properties: object },
  reason: string,
])[] = [
  [
    "a security group of a load balancer",
    { Resources: { ...vpc, ...group }, Outputs: ref("Group") },
    (id) => ({
      Type: "AWS::ElasticLoadBalancingV2::LoadBalancer",
      Properties: { SecurityGroups: [id], Subnets: ["subnet-1", "subnet-2"] },
    }),
    "resource sg-[0-9a-f]{17} has a dependent object",
  ],
  [
    "a security group that another group's rule names",
    { Resources: { ...vpc, ...group }, Outputs: ref("Group") },
    (id) => ({
      Type: "AWS::EC2::SecurityGroup",
      Properties: {
        GroupDescription: "d",
        SecurityGroupIngress: [{ IpProtocol: "tcp", SourceSecurityGroupId: id }],
      },
    }),
    "resource sg-[0-9a-f]{17} has a dependent object",
  ],
  [
    "a subnet of a database's interface",
    {
      Resources: {
        ...vpc,
        Subnet: { Type: "AWS::EC2::Subnet", Properties: { VpcId: { Ref: "Vpc" }, CidrBlock: "10.0.0.0/24" } },
      },
      Outputs: ref("Subnet"),
    },
    (id) => ({ Type: "AWS::EC2::NetworkInterface", Properties: { SubnetId: id } }),
    "The subnet 'subnet-[0-9a-f]{17}' has dependencies and cannot be deleted\\.",
  ],
  [
    "a VPC with a foreign route table",
    { Resources: vpc, Outputs: ref("Vpc") },
    (id) => ({ Type: "AWS::EC2::RouteTable", Properties: { VpcId: id } }),
    "The vpc 'vpc-[0-9a-f]{17}' has dependencies and cannot be deleted\\.",
  ],
  [
    "an internet gateway that is attached",
    { Resources: { Gateway: { Type: "AWS::EC2::InternetGateway" } }, Outputs: ref("Gateway") },
    (id) => ({
      Type: "AWS::EC2::VPCGatewayAttachment",
      Properties: { InternetGatewayId: id, VpcId: "vpc-1" },
    }),
    "The internetGateway 'igw-[0-9a-f]{17}' has dependencies and cannot be deleted\\.",
  ],
  [
    "a target group of a listener's rule",
    {
      Resources: { Targets: { Type: "AWS::ElasticLoadBalancingV2::TargetGroup" } },
      Outputs: ref("Targets"),
    },
    (id) => ({
      Type: "AWS::ElasticLoadBalancingV2::ListenerRule",
      Properties: {
        ListenerArn: "arn:aws:elasticloadbalancing:eu-west-1:111111111111:listener/app/lb/1/2",
        Priority: 1,
        Actions: [{ Type: "forward", TargetGroupArn: id }],
        Conditions: [{ Field: "path-pattern", Values: ["/"] }],
      },
    }),
    "Target group 'arn:aws:elasticloadbalancing:.*' is currently in use by a listener or a rule",
  ],
];

describe("what another stack uses cannot be deleted", () => {
  test.each(cases)("%s stays until its user is gone", (_, owner, user, reason) => {
    const engine = createEngine();
    expect(engine.deploy("owner", owner).StackStatus).toBe("CREATE_COMPLETE");
    const template = { Resources: { User: user(outputOf(engine, "owner")) } };
    expect(engine.deploy("user", template).StackStatus).toBe("CREATE_COMPLETE");

    engine.call("DeleteStack", { StackName: "owner" });
    expect(engine.stack("owner").StackStatus).toBe("DELETE_FAILED");
    const messages = reasons(engine, "owner").filter((text) => text.startsWith("Resource handler"));
    expect(messages).toHaveLength(1);
    expect(messages[0]).toMatch(new RegExp(`returned message: "${reason} \\(Service: .*, Status Code: 400`));

    engine.call("DeleteStack", { StackName: "user" });
    engine.call("DeleteStack", { StackName: "owner" });
    expect(() => engine.stack("owner")).toThrow(/does not exist/);
  });

  test("a user that turns to something else lets go, and one that turns back holds again", () => {
    const engine = createEngine();
    engine.deploy("owner", { Resources: { ...vpc, ...group }, Outputs: ref("Group") });
    const balancer = (groups: readonly string[]) => ({
      Resources: {
        User: {
          Type: "AWS::ElasticLoadBalancingV2::LoadBalancer",
          Properties: { SecurityGroups: groups, Subnets: ["subnet-1"] },
        },
      },
    });
    const id = outputOf(engine, "owner");
    engine.deploy("user", balancer([id]));
    engine.deploy("user", balancer([]));
    engine.deploy("user", balancer([id]));
    engine.call("DeleteStack", { StackName: "owner" });
    expect(engine.stack("owner").StackStatus).toBe("DELETE_FAILED");
    engine.deploy("user", balancer([]));
    engine.call("DeleteStack", { StackName: "owner" });
    expect(() => engine.stack("owner")).toThrow(/does not exist/);
  });

  test("a group that is replaced while another stack uses it is left behind by the update's cleanup", () => {
    const engine = createEngine();
    const owner = (description: string) => ({
      Resources: { Group: { ...group.Group, Properties: { GroupDescription: description } } },
      Outputs: ref("Group"),
    });
    engine.deploy("owner", owner("one"));
    engine.deploy("user", { Resources: { User: cases[0]![2](outputOf(engine, "owner")) } });
    expect(engine.deploy("owner", owner("two"))).toMatchObject({
      StackStatus: "UPDATE_COMPLETE",
      StackStatusReason: "Update successful. One or more resources could not be deleted.",
    });
  });

  test("a rule between a group and itself does not hold the group", () => {
    const engine = createEngine();
    engine.deploy("owner", { Resources: { ...vpc, ...group }, Outputs: ref("Group") });
    const id = outputOf(engine, "owner");
    const rule = { GroupId: id, SourceSecurityGroupId: id, IpProtocol: "tcp" };
    engine.deploy("rule", {
      Resources: { Rule: { Type: "AWS::EC2::SecurityGroupIngress", Properties: rule } },
    });
    engine.call("DeleteStack", { StackName: "owner" });
    expect(() => engine.stack("owner")).toThrow(/does not exist/);
  });
});

test("two rules that swap their priorities in one update meet the clash of the moment, and roll back", () => {
  const engine = createEngine();
  const rule = (priority: number) => ({
    Type: "AWS::ElasticLoadBalancingV2::ListenerRule",
    Properties: {
      ListenerArn: "arn:aws:elasticloadbalancing:eu-west-1:111111111111:listener/app/lb/1/2",
      Priority: priority,
      Actions: [{ Type: "fixed-response" }],
      Conditions: [{ Field: "path-pattern", Values: ["/"] }],
    },
  });
  engine.deploy("rules", { Resources: { One: rule(1), Two: rule(2) } });
  expect(engine.deploy("rules", { Resources: { One: rule(2), Two: rule(1) } }).StackStatus).toBe(
    "UPDATE_ROLLBACK_COMPLETE",
  );
  expect(reasons(engine, "rules").some((text) => text.includes("Priority '2' is currently in use"))).toBe(
    true,
  );
});
