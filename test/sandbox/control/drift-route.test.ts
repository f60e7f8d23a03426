import {
  CreateStackCommand,
  DescribeStackDriftDetectionStatusCommand,
  DescribeStackResourceDriftsCommand,
  DetectStackDriftCommand,
} from "@aws-sdk/client-cloudformation";
import type { CloudFormationClient } from "@aws-sdk/client-cloudformation";
import { DeleteHostedZoneCommand, ListHostedZonesCommand } from "@aws-sdk/client-route-53";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import type { TestSandbox } from "../../support/sandbox.ts";
import { startTestSandbox } from "../../support/sandbox.ts";

let sandbox: TestSandbox;
let client: CloudFormationClient;

beforeEach(async () => {
  sandbox = await startTestSandbox();
  client = sandbox.cloudformation();
  const Resources = {
    Topic: { Type: "AWS::SNS::Topic", Properties: { DisplayName: "one" } },
    Zone: { Type: "AWS::Route53::HostedZone", Properties: { Name: "a.example" } },
    Subscription: {
      Type: "AWS::SNS::Subscription",
      Properties: { Protocol: "sqs", TopicArn: { Ref: "Topic" }, Endpoint: "arn:aws:sqs:eu-west-1:1:q" },
    },
  };
  await client.send(
    new CreateStackCommand({ StackName: "web", TemplateBody: JSON.stringify({ Resources }) }),
  );
});

afterEach(() => sandbox.close());

const place = { account: "111111111111", region: "eu-west-1", stack: "web", logicalId: "Topic" };
const makeDrift = (what: object) => sandbox.control("POST", "drift", { ...place, ...what });

async function detect(): Promise<Record<string, string | undefined>> {
  const { StackDriftDetectionId } = await client.send(new DetectStackDriftCommand({ StackName: "web" }));
  const { DetectionStatus } = await client.send(
    new DescribeStackDriftDetectionStatusCommand({ StackDriftDetectionId }),
  );
  expect(DetectionStatus).toBe("DETECTION_COMPLETE");
  const { StackResourceDrifts = [] } = await client.send(
    new DescribeStackResourceDriftsCommand({ StackName: "web", MaxResults: 10 }),
  );
  return Object.fromEntries(
    StackResourceDrifts.map((each) => [each.LogicalResourceId, each.StackResourceDriftStatus]),
  );
}

describe("drift by hand", () => {
  test("changes a live resource, is listed, and the real SDK reads what detection finds", async () => {
    const answer = await makeDrift({ set: { "/DisplayName": "two" } });
    const expected = {
      ...place,
      type: "AWS::SNS::Topic",
      physicalId: expect.stringContaining("arn:aws:sns:"),
      state: "changed",
      properties: { DisplayName: "two" },
      removed: [],
    };
    expect(answer).toEqual(expected);
    expect(await sandbox.control("GET", "drift")).toEqual([expected]);
    expect(await detect()).toEqual({ Topic: "MODIFIED", Zone: "IN_SYNC" });
  });

  test("put back by hand is no drift any more", async () => {
    await makeDrift({ set: { "/DisplayName": "two" } });
    expect(await makeDrift({ set: { "/DisplayName": "one" } })).toEqual({});
    expect(await sandbox.control("GET", "drift")).toEqual([]);
  });

  test("a zone that Route 53 deleted is found too", async () => {
    await detect();
    const route53 = sandbox.route53();
    const { HostedZones = [] } = await route53.send(new ListHostedZonesCommand({}));
    await route53.send(new DeleteHostedZoneCommand({ Id: HostedZones[0]?.Id }));
    expect(await detect()).toEqual({ Topic: "IN_SYNC", Zone: "DELETED" });
  });

  test.each<[string, object, RegExp]>([
    ["nothing to do", {}, /either/],
    ["a deletion and a change", { delete: true, unset: ["/DisplayName"] }, /either/],
    ["a member that it does not know", { colour: "red" }, /has no \\"colour\\"/],
    ["a text that is no pointer", { set: { DisplayName: "x" } }, /has no place/],
    ["a place that cannot be there", { set: { "/DisplayName/0": "x" } }, /has no place/],
    ["a place where nothing is to take away", { unset: ["/TopicName"] }, /has no place/],
    ["a property that the type does not have", { set: { "/Colour": "red" } }, /refuses it.*Colour/],
    ["noise that it does not know", { noise: ["thunder"] }, /defaults, order, tags, autoscaling/],
    ["tags where there are none", { logicalId: "Subscription", noise: ["tags"] }, /cannot be tagged/],
    ["scaling where there is none", { noise: ["autoscaling"] }, /not an ECS service/],
    ["a stack that is not there", { stack: "ghost", delete: true }, /404.*no stack ghost/],
    ["a resource that is not there", { logicalId: "Ghost", delete: true }, /404.*no resource Ghost/],
    ["a resource without a place", { account: undefined, delete: true }, /must have account/],
  ])("is refused for %s", async (_, what, message) => {
    await expect(makeDrift(what)).rejects.toThrow(message);
    expect(await sandbox.control("GET", "drift")).toEqual([]);
  });

  test("is refused for what is deleted already, and while the stack is being changed", async () => {
    await makeDrift({ delete: true });
    await expect(makeDrift({ delete: true })).rejects.toThrow("deleted already");
    await sandbox.control("POST", "clock", { durations: { scale: 1 } });
    await client.send(
      new CreateStackCommand({
        StackName: "slow",
        TemplateBody: '{"Resources":{"Topic":{"Type":"AWS::SNS::Topic"}}}',
      }),
    );
    await expect(makeDrift({ stack: "slow", delete: true })).rejects.toThrow("CREATE_IN_PROGRESS");
  });
});
