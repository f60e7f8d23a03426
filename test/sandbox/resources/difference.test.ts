import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { Json, JsonObject } from "../../../src/sandbox/json.ts";
import { canonicalJson } from "../../../src/sandbox/json.ts";
import { diffProperties, isSameValue } from "../../../src/sandbox/resources/difference.ts";

const paths = (type: string, before: JsonObject, after: JsonObject) =>
  diffProperties(type, before, after).map(({ path, requiresRecreation }) => `${path} ${requiresRecreation}`);

describe("differences are named by path, with what they cause", () => {
  test.each<[string, string, JsonObject, JsonObject, readonly string[]]>([
    ["nothing", "AWS::SQS::Queue", { DelaySeconds: 5 }, { DelaySeconds: "5" }, []],
    [
      "in place",
      "AWS::SQS::Queue",
      { DelaySeconds: 5 },
      { DelaySeconds: 6 },
      ["/Properties/DelaySeconds Never"],
    ],
    [
      "a replacement",
      "AWS::SQS::Queue",
      { QueueName: "a" },
      { QueueName: "b" },
      ["/Properties/QueueName Always"],
    ],
    ["an added property", "AWS::SQS::Queue", {}, { QueueName: "b" }, ["/Properties/QueueName Always"]],
    [
      "a conditional one",
      "AWS::EC2::Instance",
      { InstanceType: "a" },
      { InstanceType: "b" },
      ["/Properties/InstanceType Conditionally"],
    ],
    [
      "deep inside",
      "AWS::ECS::Service",
      { NetworkConfiguration: { AwsvpcConfiguration: { AssignPublicIp: "ENABLED", Subnets: ["a", "b"] } } },
      { NetworkConfiguration: { AwsvpcConfiguration: { AssignPublicIp: "DISABLED", Subnets: ["a", "c"] } } },
      [
        "/Properties/NetworkConfiguration/AwsvpcConfiguration/AssignPublicIp Never",
        "/Properties/NetworkConfiguration/AwsvpcConfiguration/Subnets/1 Never",
      ],
    ],
    [
      "a list of another length",
      "AWS::ElasticLoadBalancingV2::LoadBalancer",
      { Subnets: ["a"] },
      { Subnets: ["a", "b"] },
      ["/Properties/Subnets Never"],
    ],
    [
      "a path that replaces",
      "AWS::EFS::AccessPoint",
      { CreationInfo: { OwnerUid: "1" } },
      { CreationInfo: { OwnerUid: "2" } },
      ["/Properties/CreationInfo/OwnerUid Always"],
    ],
  ])("%s", (_, type, before, after, expected) => {
    expect(paths(type, before, after)).toEqual(expected);
  });
});

test("a value is the same as itself with its keys in another order and its scalars written as text", () => {
  const json = fc.jsonValue().map((value) => value as Json);
  fc.assert(
    fc.property(json, (value) => {
      const reordered = JSON.parse(canonicalJson(value)) as Json;
      expect(isSameValue(value, reordered)).toBe(true);
      expect(isSameValue(value, { wrapped: value })).toBe(false);
    }),
  );
});
