import {
  DescribeClustersCommand,
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
} from "@aws-sdk/client-ecs";
import { ChangeTagsForResourceCommand, ListTagsForResourceCommand } from "@aws-sdk/client-route-53";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import type { TestSandbox } from "../../../support/sandbox.ts";
import { startTestSandbox } from "../../../support/sandbox.ts";
import { deploy } from "../../../support/sandbox-stacks.ts";

const template = {
  Resources: {
    Zone: {
      Type: "AWS::Route53::HostedZone",
      Properties: { Name: "acme.example", HostedZoneTags: [{ Key: "team", Value: "dns" }] },
    },
    Cluster: { Type: "AWS::ECS::Cluster", Properties: { ClusterName: "shop" } },
    Definition: {
      Type: "AWS::ECS::TaskDefinition",
      Properties: { Family: "shop", ContainerDefinitions: [{ Name: "shop", Image: "shop:1" }] },
    },
    Service: {
      Type: "AWS::ECS::Service",
      Properties: { Cluster: { Ref: "Cluster" }, TaskDefinition: { Ref: "Definition" }, ServiceName: "shop" },
    },
  },
  Outputs: { Zone: { Value: { Ref: "Zone" } } },
};

let sandbox: TestSandbox;
beforeAll(async () => {
  sandbox = await startTestSandbox();
});
afterAll(() => sandbox.close());

async function zoneTags(id: string): Promise<Record<string, string | undefined>> {
  const asked = new ListTagsForResourceCommand({ ResourceType: "hostedzone", ResourceId: id });
  const { ResourceTagSet } = await sandbox.route53().send(asked);
  return Object.fromEntries((ResourceTagSet?.Tags ?? []).map(({ Key, Value }) => [Key, Value]));
}

describe("tags of a stack", () => {
  test("are on its resources beside CloudFormation's own and yield to theirs, until the stack has others", async () => {
    const cloudFormation = sandbox.cloudformation();
    const tags = { team: "platform", stage: "test" };
    const stack = await deploy(cloudFormation, "CREATE", { stack: "shop", template, tags });
    const zone = stack.Outputs?.[0]?.OutputValue ?? "";
    const own = (logicalId: string) => ({
      "aws:cloudformation:stack-name": "shop",
      "aws:cloudformation:stack-id": stack.StackId,
      "aws:cloudformation:logical-id": logicalId,
    });
    expect(await zoneTags(zone)).toEqual({ ...own("Zone"), stage: "test", team: "dns" });
    await sandbox.route53().send(
      new ChangeTagsForResourceCommand({
        ResourceType: "hostedzone",
        ResourceId: zone,
        AddTags: [{ Key: "by", Value: "hand" }],
      }),
    );
    await deploy(cloudFormation, "UPDATE", {
      stack: "shop",
      template,
      tags: { owner: "me" },
      token: "second",
    });
    expect(await zoneTags(zone)).toEqual({ ...own("Zone"), owner: "me", team: "dns", by: "hand" });
    const ecs = sandbox.ecs();
    const { services } = await ecs.send(
      new DescribeServicesCommand({ cluster: "shop", services: ["shop"], include: ["TAGS"] }),
    );
    const listed = (logicalId: string) =>
      Object.entries({ ...own(logicalId), owner: "me" }).map(([key, value]) => ({ key, value }));
    expect(services?.[0]?.tags).toEqual(listed("Service"));
    const { clusters } = await ecs.send(
      new DescribeClustersCommand({ clusters: ["shop"], include: ["TAGS"] }),
    );
    expect(clusters?.[0]?.tags).toEqual(listed("Cluster"));
    const { tags: ofDefinition } = await ecs.send(
      new DescribeTaskDefinitionCommand({ taskDefinition: "shop", include: ["TAGS"] }),
    );
    expect(ofDefinition).toEqual(listed("Definition"));
    const without = await ecs.send(new DescribeServicesCommand({ cluster: "shop", services: ["shop"] }));
    expect(without.services?.[0]?.tags).toBeUndefined();
  });

  test("come back when an update rolls back", async () => {
    const cloudFormation = sandbox.cloudformation({ account: "222222222222" });
    const { Zone } = template.Resources;
    const queue = { Type: "AWS::SQS::Queue", Properties: { QueueName: "q" } };
    const small = { Resources: { Zone }, Outputs: template.Outputs };
    const stack = await deploy(cloudFormation, "CREATE", { stack: "dns", template: small, tags: { a: "1" } });
    const clash = { A: queue, B: { ...queue, DependsOn: ["A", "Zone"] } };
    const failed = await deploy(cloudFormation, "UPDATE", {
      stack: "dns",
      template: { ...small, Resources: { Zone, ...clash } },
      tags: { a: "2" },
      token: "second",
    });
    expect(failed.StackStatus).toBe("UPDATE_ROLLBACK_COMPLETE");
    const asked = new ListTagsForResourceCommand({
      ResourceType: "hostedzone",
      ResourceId: stack.Outputs?.[0]?.OutputValue,
    });
    const { ResourceTagSet } = await sandbox.route53({ account: "222222222222" }).send(asked);
    expect(ResourceTagSet?.Tags).toContainEqual({ Key: "a", Value: "1" });
  });
});
