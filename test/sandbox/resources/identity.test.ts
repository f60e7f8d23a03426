import { describe, expect, test } from "@jest/globals";
import type { JsonObject } from "../../../src/sandbox/json.ts";
import { genericAttribute } from "../../../src/sandbox/resources/attributes.ts";
import { genericPhysicalId, namingProperty } from "../../../src/sandbox/resources/identity.ts";

const place = { account: "111111111111", region: "eu-west-1" };
const newborn = (type: string, properties: JsonObject = {}, stackName = "shop") => ({
  ...place,
  type,
  properties,
  stackName,
  logicalId: "Thing",
  seed: `${type}#1`,
});
const idOf = (type: string, properties: JsonObject = {}) => genericPhysicalId(newborn(type, properties));
const attribute = (type: string, name: string, properties: JsonObject = {}) =>
  genericAttribute({ ...place, type, properties, physicalId: idOf(type, properties) }, name);

describe("what Ref gives has the shape that AWS gives it", () => {
  test.each<[string, JsonObject, RegExp]>([
    ["AWS::SNS::Topic", {}, /^arn:aws:sns:eu-west-1:111111111111:shop-Thing-[0-9A-Z]{12}$/],
    ["AWS::SNS::Topic", { TopicName: "t" }, /^arn:aws:sns:eu-west-1:111111111111:t$/],
    ["AWS::SQS::Queue", {}, /^https:\/\/sqs\.eu-west-1\.amazonaws\.com\/111111111111\/shop-Thing-\w{12}$/],
    ["AWS::S3::Bucket", {}, /^shop-thing-[0-9a-z]{12}$/],
    ["AWS::S3::Bucket", { BucketName: "b" }, /^b$/],
    ["AWS::EC2::VPC", {}, /^vpc-[0-9a-f]{17}$/],
    ["AWS::EC2::SecurityGroup", {}, /^sg-[0-9a-f]{17}$/],
    ["AWS::EC2::EIP", {}, /^203\.0\.113\.\d+$/],
    ["AWS::IAM::Role", {}, /^shop-Thing-\w{12}$/],
    ["AWS::RDS::DBInstance", {}, /^shop-thing-[0-9a-z]{12}$/],
    ["AWS::KMS::Key", {}, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/],
    [
      "AWS::CertificateManager::Certificate",
      {},
      /^arn:aws:acm:eu-west-1:111111111111:certificate\/[0-9a-f-]{36}$/,
    ],
    ["AWS::ElasticLoadBalancingV2::LoadBalancer", {}, /:loadbalancer\/app\/shop-Thing-\w{8}\/[0-9a-f]{16}$/],
    ["AWS::ElasticLoadBalancingV2::TargetGroup", {}, /:targetgroup\/shop-Thing-\w{8}\/[0-9a-f]{16}$/],
    [
      "AWS::ElasticLoadBalancingV2::Listener",
      { LoadBalancerArn: "arn:aws:elasticloadbalancing:eu-west-1:1:loadbalancer/app/lb/1" },
      /^arn:aws:elasticloadbalancing:eu-west-1:1:listener\/app\/lb\/1\/[0-9a-f]{16}$/,
    ],
    ["AWS::Logs::LogGroup", { LogGroupName: "/app" }, /^\/app$/],
  ])("%s with %j", (type, properties, shape) => {
    expect(idOf(type, properties)).toMatch(shape);
    expect(idOf(type, properties)).toBe(idOf(type, properties));
  });

  test("a generated name never exceeds its type's limit", () => {
    const long = genericPhysicalId(newborn("AWS::ElasticLoadBalancingV2::TargetGroup", {}, "s".repeat(128)));
    expect(long.split("/").at(-2)?.length).toBeLessThanOrEqual(32);
  });
});

describe("attributes are plausible, and repeat properties of their name", () => {
  test.each<[string, string, JsonObject, unknown]>([
    ["AWS::SQS::Queue", "Arn", { QueueName: "q" }, "arn:aws:sqs:eu-west-1:111111111111:q"],
    ["AWS::SQS::Queue", "QueueName", { QueueName: "q" }, "q"],
    ["AWS::SNS::Topic", "TopicName", { TopicName: "t" }, "t"],
    ["AWS::IAM::Role", "Arn", { RoleName: "r" }, "arn:aws:iam::111111111111:role/r"],
    ["AWS::S3::Bucket", "RegionalDomainName", { BucketName: "b" }, "b.s3.eu-west-1.amazonaws.com"],
    [
      "AWS::ECR::Repository",
      "RepositoryUri",
      { RepositoryName: "r" },
      "111111111111.dkr.ecr.eu-west-1.amazonaws.com/r",
    ],
    ["AWS::EC2::VPC", "CidrBlock", { CidrBlock: "10.0.0.0/16" }, "10.0.0.0/16"],
    [
      "AWS::EC2::VPC",
      "Ipv6CidrBlocks",
      {},
      [expect.stringMatching(/^2a05:d018:[0-9a-f]{3}:[0-9a-f]{2}00::\/56$/)],
    ],
    ["AWS::EC2::SecurityGroup", "GroupId", {}, expect.stringMatching(/^sg-/)],
    ["AWS::ElasticLoadBalancingV2::LoadBalancer", "CanonicalHostedZoneID", {}, "Z32O12XQLNTSW2"],
    [
      "AWS::ElasticLoadBalancingV2::LoadBalancer",
      "DNSName",
      { Scheme: "internal", Name: "lb" },
      expect.stringMatching(/^internal-lb-\d+\.eu-west-1\.elb\.amazonaws\.com$/),
    ],
    [
      "AWS::ElasticLoadBalancingV2::LoadBalancer",
      "LoadBalancerFullName",
      { Name: "lb" },
      expect.stringMatching(/^app\/lb\/[0-9a-f]{16}$/),
    ],
    [
      "AWS::ElasticLoadBalancingV2::TargetGroup",
      "TargetGroupFullName",
      { Name: "tg" },
      expect.stringMatching(/^targetgroup\/tg\/[0-9a-f]{16}$/),
    ],
    ["AWS::RDS::DBInstance", "Endpoint.Port", { Engine: "mysql" }, "3306"],
    ["AWS::RDS::DBInstance", "Endpoint.Address", {}, expect.stringMatching(/\.rds\.amazonaws\.com$/)],
  ])("%s %s", (type, name, properties, expected) => {
    expect(attribute(type, name, properties)).toEqual(expected);
  });
});

test("the property that fixes a name is known by the specification, not by a list", () => {
  expect(
    ["AWS::IAM::Role", "AWS::SQS::Queue", "AWS::ElasticLoadBalancingV2::TargetGroup", "AWS::EC2::VPC"].map(
      namingProperty,
    ),
  ).toEqual(["RoleName", "QueueName", "Name", undefined]);
});
