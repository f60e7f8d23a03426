import { describe, expect, test } from "@jest/globals";
import type { Json, JsonObject } from "../../../src/sandbox/json.ts";
import { constraintViolations } from "../../../src/sandbox/resources/constraints.ts";

function said(type: string, properties: JsonObject): readonly string[] {
  return constraintViolations(type, properties).map(({ path, message }) => `${path.join("/")}: ${message}`);
}

describe("each kind of limit", () => {
  test.each<[string, string, string, Json, Json, string]>([
    ["length, too short", "AWS::KMS::Alias", "TargetKeyId", "k", "", "expected minLength: 1, actual: 0"],
    [
      "length, too long",
      "AWS::IAM::Role",
      "RoleName",
      "r".repeat(64),
      "r".repeat(65),
      "expected maxLength: 64, actual: 65",
    ],
    ["pattern", "AWS::S3::Bucket", "BucketName", "a-b.c", "A", keyword("pattern")],
    ["minimum", "AWS::KMS::Key", "PendingWindowInDays", 7, 6, keyword("minimum")],
    ["maximum", "AWS::Lambda::Function", "Timeout", 900, 901, keyword("maximum")],
    ["maximum, of a number in a text", "AWS::Lambda::Function", "Timeout", "900", "901", keyword("maximum")],
    [
      "items, too few",
      "AWS::DynamoDB::Table",
      "KeySchema",
      [{}],
      [],
      "expected minimum item count: 1, found: 0",
    ],
    [
      "items, too many",
      "AWS::Lambda::Function",
      "Architectures",
      ["arm64"],
      ["arm64", "x86_64"],
      "expected maximum item count: 1, found: 2",
    ],
    ["allowed values", "AWS::Logs::LogGroup", "RetentionInDays", 30, 31, keyword("enum")],
  ])("%s: a value at the limit passes, one beyond is named", (_kind, type, property, good, bad, message) => {
    expect(said(type, { [property]: good })).toEqual([]);
    expect(said(type, { [property]: bad })).toEqual([`${property}: ${message}`]);
  });
});

describe("each service", () => {
  test.each<[string, JsonObject, readonly string[]]>([
    [
      "AWS::ApplicationAutoScaling::ScalableTarget",
      { ResourceId: "" },
      ["ResourceId: expected minLength: 1, actual: 0"],
    ],
    [
      "AWS::CloudFront::Distribution",
      { DistributionConfig: { OriginGroups: { Items: [{ Members: { Items: [{ OriginId: "a" }] } }] } } },
      ["DistributionConfig/OriginGroups/Items/0/Members/Items: expected minimum item count: 2, found: 1"],
    ],
    ["AWS::CloudWatch::Alarm", { Namespace: ":a" }, [`Namespace: ${keyword("pattern")}`]],
    [
      "AWS::DynamoDB::Table",
      { LocalSecondaryIndexes: [{ IndexName: "ab" }] },
      ["LocalSecondaryIndexes/0/IndexName: expected minLength: 3, actual: 2"],
    ],
    ["AWS::EC2::SecurityGroup", { GroupDescription: "läuft" }, [`GroupDescription: ${keyword("pattern")}`]],
    ["AWS::ECR::Repository", { RepositoryName: "Shop" }, [`RepositoryName: ${keyword("pattern")}`]],
    [
      "AWS::ECS::Service",
      { CapacityProviderStrategy: [{ Weight: 1001 }] },
      [`CapacityProviderStrategy/0/Weight: ${keyword("maximum")}`],
    ],
    [
      "AWS::ElasticLoadBalancingV2::ListenerRule",
      { Priority: 0, Actions: [{ FixedResponseConfig: { StatusCode: "301" } }] },
      [`Actions/0/FixedResponseConfig/StatusCode: ${keyword("pattern")}`, `Priority: ${keyword("minimum")}`],
    ],
    [
      "AWS::Events::Rule",
      { Description: "d".repeat(513) },
      ["Description: expected maxLength: 512, actual: 513"],
    ],
    [
      "AWS::IAM::Role",
      { ManagedPolicyArns: ["ReadOnlyAccess"], MaxSessionDuration: 60 },
      [`ManagedPolicyArns/0: ${keyword("pattern")}`, `MaxSessionDuration: ${keyword("minimum")}`],
    ],
    ["AWS::KMS::Alias", { AliasName: "shop" }, [`AliasName: ${keyword("pattern")}`]],
    ["AWS::Lambda::Function", { MemorySize: 64 }, [`MemorySize: ${keyword("minimum")}`]],
    ["AWS::Logs::LogGroup", { LogGroupName: "a b" }, [`LogGroupName: ${keyword("pattern")}`]],
    ["AWS::RDS::DBInstance", { DBInstanceIdentifier: "1a" }, [`DBInstanceIdentifier: ${keyword("pattern")}`]],
    [
      "AWS::Route53::HostedZone",
      { HostedZoneConfig: { Comment: "c".repeat(257) } },
      ["HostedZoneConfig/Comment: expected maxLength: 256, actual: 257"],
    ],
    ["AWS::S3::Bucket", { BucketName: "b".repeat(64) }, ["BucketName: expected maxLength: 63, actual: 64"]],
    ["AWS::SNS::Topic", { TopicName: "t".repeat(257) }, ["TopicName: expected maxLength: 256, actual: 257"]],
    ["AWS::SQS::Queue", { VisibilityTimeout: 43_201 }, [`VisibilityTimeout: ${keyword("maximum")}`]],
    ["AWS::SSM::Parameter", { Name: "" }, ["Name: expected minLength: 1, actual: 0"]],
    ["AWS::Scheduler::ScheduleGroup", { Name: "a b" }, [`Name: ${keyword("pattern")}`]],
    [
      "AWS::SecretsManager::Secret",
      { Name: "n".repeat(513) },
      ["Name: expected maxLength: 512, actual: 513"],
    ],
  ])("%s is held to its own limits", (type, properties, expected) => {
    expect(said(type, properties)).toEqual(expected);
  });

  test("a type without published limits is held to none", () => {
    expect(said("AWS::EC2::VPC", { CidrBlock: "" })).toEqual([]);
  });
});

function keyword(name: string): string {
  return `failed validation constraint for keyword [${name}]`;
}
