import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
  CreateStackCommand,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
  UpdateStackCommand,
  type Parameter,
} from "@aws-sdk/client-cloudformation";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { startTestSandbox, type TestSandbox } from "../support/sandbox.ts";
import { root } from "../support/source-files.ts";

let sandbox: TestSandbox;
beforeAll(async () => {
  sandbox = await startTestSandbox();
});
afterAll(() => sandbox.close());

function template(name: string): string {
  return readFileSync(join(root, "examples/operator", `${name}.template.yaml`), "utf8");
}

function parametersOf(values: Readonly<Record<string, string>>): Parameter[] {
  return Object.entries(values).map(([ParameterKey, ParameterValue]) => ({ ParameterKey, ParameterValue }));
}

interface Wanted {
  readonly name: string;
  readonly template: string;
  readonly values?: Readonly<Record<string, string>>;
}

async function deploy(verb: "create" | "update", wanted: Wanted) {
  const client = sandbox.cloudformation();
  const input = {
    StackName: wanted.name,
    TemplateBody: wanted.template,
    Parameters: parametersOf(wanted.values ?? {}),
    Capabilities: ["CAPABILITY_NAMED_IAM" as const],
  };
  if (verb === "create") await client.send(new CreateStackCommand(input));
  else await client.send(new UpdateStackCommand(input));
  const { Stacks } = await client.send(new DescribeStacksCommand({ StackName: wanted.name }));
  const outputs = Stacks?.[0]?.Outputs?.map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue]) ?? [];
  return {
    status: Stacks?.[0]?.StackStatus,
    outputs: Object.fromEntries(outputs) as Readonly<Record<string, string>>,
  };
}

/** A network with a listener, as the agent finds it. */
const NETWORK = JSON.stringify({
  Resources: {
    Vpc: { Type: "AWS::EC2::VPC", Properties: { CidrBlock: "10.0.0.0/16" } },
    Subnet: {
      Type: "AWS::EC2::Subnet",
      Properties: { VpcId: { Ref: "Vpc" }, CidrBlock: "10.0.0.0/24", AvailabilityZone: "eu-west-1a" },
    },
    Other: {
      Type: "AWS::EC2::Subnet",
      Properties: { VpcId: { Ref: "Vpc" }, CidrBlock: "10.0.1.0/24", AvailabilityZone: "eu-west-1b" },
    },
    Group: {
      Type: "AWS::EC2::SecurityGroup",
      Properties: { GroupDescription: "balancer", VpcId: { Ref: "Vpc" } },
    },
    Balancer: {
      Type: "AWS::ElasticLoadBalancingV2::LoadBalancer",
      Properties: {
        Scheme: "internal",
        Subnets: [{ Ref: "Subnet" }, { Ref: "Other" }],
        SecurityGroups: [{ Ref: "Group" }],
      },
    },
    Listener: {
      Type: "AWS::ElasticLoadBalancingV2::Listener",
      Properties: {
        LoadBalancerArn: { Ref: "Balancer" },
        Port: 80,
        Protocol: "HTTP",
        DefaultActions: [{ Type: "fixed-response", FixedResponseConfig: { StatusCode: "404" } }],
      },
    },
  },
  Outputs: Object.fromEntries(
    ["Vpc", "Subnet", "Group", "Listener"].map((id) => [
      id,
      { Value: id === "Group" ? { "Fn::GetAtt": [id, "GroupId"] } : { Ref: id } },
    ]),
  ),
});

describe("the agent on Fargate", () => {
  test("is deployed, then gets webhooks through a load balancer", async () => {
    const network = await deploy("create", { name: "network", template: NETWORK });
    expect(network.status).toBe("CREATE_COMPLETE");
    const values = {
      Image: "111111111111.dkr.ecr.eu-west-1.amazonaws.com/mooring:0.1.0",
      RepositoryUrl: "git@github.com:acme/environments.git",
      GitSecretArn: "arn:aws:secretsmanager:eu-west-1:111111111111:secret:mooring-git-AbCdEf",
      VpcId: network.outputs["Vpc"] ?? "",
      SubnetIds: network.outputs["Subnet"] ?? "",
    };
    const agent = { name: "mooring-agent", template: template("agent"), values };
    const alone = await deploy("create", agent);
    expect(alone).toMatchObject({
      status: "CREATE_COMPLETE",
      outputs: { TaskRoleArn: "arn:aws:iam::111111111111:role/mooring-agent" },
    });

    const webhooks = await deploy("create", {
      name: "mooring-webhooks",
      template: template("webhooks"),
      values: {
        VpcId: values.VpcId,
        ListenerArn: network.outputs["Listener"] ?? "",
        Host: "mooring.acme.example",
        BalancerSecurityGroupId: network.outputs["Group"] ?? "",
        AgentSecurityGroupId: alone.outputs["SecurityGroupId"] ?? "",
      },
    });
    expect(webhooks.status).toBe("CREATE_COMPLETE");
    const TargetGroupArn = webhooks.outputs["TargetGroupArn"] ?? "";
    const reached = await deploy("update", { ...agent, values: { ...values, TargetGroupArn } });
    expect(reached.status).toBe("UPDATE_COMPLETE");
  });

  test("with every option given is deployed as well", async () => {
    const deployed = await deploy("create", {
      name: "other-agent",
      template: template("agent"),
      values: {
        Image: "mooring:0.1.0",
        Architecture: "ARM64",
        RepositoryUrl: "https://gitlab.com/acme/environments.git",
        GitAuth: "token",
        GitSecretArn: "arn:aws:secretsmanager:eu-west-1:111111111111:secret:mooring-git-AbCdEf",
        AllowedSigners: "ann@acme.example ssh-ed25519 AAAA",
        VpcId: "vpc-0123456789abcdef0",
        SubnetIds: "subnet-0123456789abcdef0,subnet-0123456789abcdef1",
        AssignPublicIp: "ENABLED",
        TaskRoleName: "other-agent",
        OrganizationId: "o-a1b2c3d4e5",
        AlarmTopicArn: "arn:aws:sns:eu-west-1:111111111111:alarms",
      },
    });
    expect(deployed.status).toBe("CREATE_COMPLETE");
    const { StackResources } = await sandbox
      .cloudformation()
      .send(new DescribeStackResourcesCommand({ StackName: "other-agent" }));
    expect(StackResources?.map(({ LogicalResourceId }) => LogicalResourceId)).toContain("Cluster");
  });
});

test("the role of pull requests is deployed", async () => {
  const { status, outputs } = await deploy("create", {
    name: "mooring-pull-requests",
    template: template("pull-requests"),
    values: { GithubRepository: "acme/environments" },
  });
  expect(status).toBe("CREATE_COMPLETE");
  expect(outputs).toEqual({ RoleArn: "arn:aws:iam::111111111111:role/mooring-pull-requests" });
});
