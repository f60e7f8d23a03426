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
    [
      "an unknown property",
      "AWS::SQS::Queue",
      { Delay: 5 },
      ["#/Delay: extraneous key [Delay] is not permitted"],
    ],
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
      [
        "#/NetworkConfiguration/AwsvpcConfiguration/SecurityGroup: extraneous key [SecurityGroup] is not permitted",
      ],
    ],
    [
      "one in a list",
      "AWS::EC2::SecurityGroup",
      {
        GroupDescription: "d",
        SecurityGroupIngress: [{ IpProtocol: "tcp" }, { Protocol: "tcp", IpProtocol: "tcp" }],
      },
      ["#/SecurityGroupIngress/1/Protocol: extraneous key [Protocol] is not permitted"],
    ],
  ])("%s", (_, type, properties, expected) => {
    expect(texts(type, properties)).toEqual(expected);
  });
});
