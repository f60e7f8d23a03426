import { describe, expect, test } from "@jest/globals";
import { findResourceType } from "../../../src/sandbox/spec/resource-type.ts";
import type { PropertySpecs } from "../../../src/sandbox/spec/shape.ts";

const property = (type: string, name: string) => findResourceType(type)?.properties.get(name);

/** Members of a nested definition, also inside of a list. */
function membersOf(type: string, name: string): PropertySpecs {
  const shape = property(type, name)?.shape;
  const element = shape?.kind === "array" ? shape.element : shape;
  if (element?.kind !== "object") throw new Error(`${name} is no object`);
  return element.members();
}

test("a type that AWS does not publish is not found", () => {
  expect(findResourceType("AWS::Foo::Bar")).toBeUndefined();
});

describe("what the specification says is what the sandbox goes by", () => {
  test.each([
    ["AWS::SQS::Queue", "QueueName", "yes"],
    ["AWS::SQS::Queue", "DelaySeconds", "no"],
    ["AWS::EC2::Instance", "InstanceType", "maybe"],
    ["AWS::ECS::Service", "Cluster", "yes"],
    ["AWS::ElasticLoadBalancingV2::ListenerRule", "Priority", "no"],
  ])("%s %s causes replacement: %s", (type, name, expected) => {
    expect(property(type, name)?.causesReplacement).toBe(expected);
  });

  test("required properties, nested ones included", () => {
    expect(property("AWS::EC2::SecurityGroup", "GroupDescription")?.isRequired).toBe(true);
    expect(membersOf("AWS::EC2::SecurityGroup", "SecurityGroupIngress").get("IpProtocol")?.isRequired).toBe(
      true,
    );
  });

  test("attributes, and whether they are lists", () => {
    const attributes = findResourceType("AWS::Route53::HostedZone")?.attributes;
    expect([attributes?.get("NameServers"), attributes?.get("Id"), attributes?.get("Name")]).toEqual([
      "list",
      "single",
      undefined,
    ]);
  });

  test.each([
    ["AWS::ECS::Service", ["ServiceArn"]],
    ["AWS::SQS::Queue", ["QueueUrl"]],
    ["AWS::EC2::EIP", ["PublicIp"]],
  ])("what Ref of %s is made of", (type, parts) => {
    expect(findResourceType(type)?.refParts).toEqual(parts);
  });

  test("what holds data, and what can be tagged", () => {
    const isStateful = (type: string) => findResourceType(type)?.isStateful;
    expect([isStateful("AWS::RDS::DBInstance"), isStateful("AWS::SNS::Topic")]).toEqual([true, false]);
    expect(findResourceType("AWS::SNS::Topic")?.tags).toEqual({ property: "Tags", isMap: false });
    expect(findResourceType("AWS::Route53::RecordSet")?.tags).toBeUndefined();
  });
});
