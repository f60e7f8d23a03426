import { describe, expect, test } from "@jest/globals";
import type { JsonObject } from "../../../src/sandbox/json.ts";
import { violationText, violationsOf } from "../../../src/sandbox/resources/validate.ts";
import { unknownValue } from "../../../src/sandbox/template/unknown.ts";

const texts = (type: string, properties: JsonObject) => violationsOf(type, properties).map(violationText);

describe("properties are checked against the specification", () => {
  test.each<[string, string, JsonObject, readonly string[]]>([
    ["right ones", "AWS::SQS::Queue", { DelaySeconds: 5, FifoQueue: true, RedrivePolicy: { a: 1 } }, []],
    ["numbers and flags written as text", "AWS::SQS::Queue", { DelaySeconds: "5", FifoQueue: "true" }, []],
    [
      "a value that is not known yet",
      "AWS::SQS::Queue",
      { DelaySeconds: unknownValue, Tags: unknownValue },
      [],
    ],
    ["a dynamic reference", "AWS::SQS::Queue", { DelaySeconds: "{{resolve:ssm:delay}}" }, []],
    ["an unknown property", "AWS::SQS::Queue", { Delay: 5 }, ["#: extraneous key [Delay] is not permitted"]],
    ["a missing one", "AWS::EC2::SecurityGroup", {}, ["#: required key [GroupDescription] not found"]],
    [
      "a text for a number",
      "AWS::SQS::Queue",
      { DelaySeconds: "soon" },
      ["#/DelaySeconds: expected type: Integer, found: String"],
    ],
    [
      "a list for a text",
      "AWS::SQS::Queue",
      { QueueName: ["a"] },
      ["#/QueueName: expected type: String, found: JSONArray"],
    ],
    [
      "a text for a list",
      "AWS::ElasticLoadBalancingV2::LoadBalancer",
      { Subnets: "a" },
      ["#/Subnets: expected type: JSONArray, found: String"],
    ],
    [
      "one deep inside",
      "AWS::ECS::Service",
      { NetworkConfiguration: { AwsvpcConfiguration: { Subnets: [], SecurityGroup: "x" } } },
      ["#/NetworkConfiguration/AwsvpcConfiguration: extraneous key [SecurityGroup] is not permitted"],
    ],
    [
      "one in a list",
      "AWS::EC2::SecurityGroup",
      {
        GroupDescription: "d",
        SecurityGroupIngress: [{ IpProtocol: "tcp" }, { Protocol: "tcp", IpProtocol: "tcp" }],
      },
      ["#/SecurityGroupIngress/1: extraneous key [Protocol] is not permitted"],
    ],
    [
      "a property that only AWS sets",
      "AWS::SQS::Queue",
      { Arn: "arn:aws:sqs:eu-west-1:111111111111:a" },
      ["#: Encountered unsupported property Arn"],
    ],
    [
      "a value that is not one of the enumerated",
      "AWS::ECS::Service",
      { LaunchType: "CLOUD" },
      ["#/LaunchType: failed validation constraint for keyword [enum]"],
    ],
    [
      "a number that is not one of the enumerated",
      "AWS::Logs::LogGroup",
      { RetentionInDays: 2 },
      ["#/RetentionInDays: failed validation constraint for keyword [enum]"],
    ],
    [
      "a text of the wrong form",
      "AWS::Logs::LogGroup",
      { LogGroupName: "a b" },
      ["#/LogGroupName: failed validation constraint for keyword [pattern]"],
    ],
    [
      "a text that is too short, and of the wrong form",
      "AWS::ECR::Repository",
      { RepositoryName: "A" },
      [
        "#/RepositoryName: expected minLength: 2, actual: 1",
        "#/RepositoryName: failed validation constraint for keyword [pattern]",
      ],
    ],
    [
      "a text that is too long",
      "AWS::Events::Rule",
      { Description: "d".repeat(513) },
      ["#/Description: expected maxLength: 512, actual: 513"],
    ],
    [
      "numbers out of range",
      "AWS::ElasticLoadBalancingV2::TargetGroup",
      { HealthCheckIntervalSeconds: 4, Port: "65536" },
      [
        "#/HealthCheckIntervalSeconds: failed validation constraint for keyword [minimum]",
        "#/Port: failed validation constraint for keyword [maximum]",
      ],
    ],
    [
      "too few elements",
      "AWS::Events::Rule",
      { Targets: [] },
      ["#/Targets: expected minimum item count: 1, found: 0"],
    ],
    [
      "too many elements, and what is wrong in one",
      "AWS::Events::Rule",
      { Targets: ["a", "b", "c", "d", "e", ""].map((Id) => ({ Id, Arn: "arn:aws:sqs:::a" })) },
      [
        "#/Targets: expected maximum item count: 5, found: 6",
        "#/Targets/5/Id: expected minLength: 1, actual: 0",
        "#/Targets/5/Id: failed validation constraint for keyword [pattern]",
      ],
    ],
    [
      "a tag with a member of another name",
      "AWS::SNS::Topic",
      { Tags: [{ Name: "a", Value: "b" }] },
      ["#/Tags/0: extraneous key [Name] is not permitted", "#/Tags/0: required key [Key] not found"],
    ],
    [
      "values that are not known yet, where a form is asked for",
      "AWS::Logs::LogGroup",
      { LogGroupName: `/x ${unknownValue}`, RetentionInDays: "{{resolve:ssm:days}}" },
      [],
    ],
  ])("%s", (_, type, properties, expected) => {
    expect(texts(type, properties)).toEqual(expected);
  });
});
