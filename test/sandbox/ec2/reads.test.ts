import { DescribeSubnetsCommand, DescribeVpcsCommand } from "@aws-sdk/client-ec2";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import type { TestSandbox } from "../../support/sandbox.ts";
import { startTestSandbox } from "../../support/sandbox.ts";
import { deploy } from "../../support/sandbox-stacks.ts";

const template = {
  Resources: {
    Vpc: {
      Type: "AWS::EC2::VPC",
      Properties: { CidrBlock: "10.0.0.0/16", Tags: [{ Key: "Name", Value: "made" }] },
    },
    Subnet: {
      Type: "AWS::EC2::Subnet",
      Properties: {
        VpcId: { Ref: "Vpc" },
        CidrBlock: "10.0.1.0/24",
        AvailabilityZone: "eu-west-1b",
        MapPublicIpOnLaunch: true,
      },
    },
  },
};

const PLACE = { account: "111111111111", region: "eu-west-1" };

let sandbox: TestSandbox;
let ec2: ReturnType<TestSandbox["ec2"]>;

beforeEach(async () => {
  sandbox = await startTestSandbox();
  ec2 = sandbox.ec2();
  await deploy(sandbox.cloudformation(), "CREATE", { stack: "network", template });
  await sandbox.control("POST", "networks", {
    ...PLACE,
    vpc: "vpc-0a1b2c3d",
    cidr: "10.9.0.0/16",
    name: "old",
    subnets: [
      { id: "subnet-0a1b2c3d", cidr: "10.9.0.0/24", zone: "eu-west-1a", public: true },
      { cidr: "10.9.1.0/24", zone: "eu-west-1b" },
    ],
  });
});

afterEach(() => sandbox.close());

const vpcs = async (input: ConstructorParameters<typeof DescribeVpcsCommand>[0] = {}) =>
  (await ec2.send(new DescribeVpcsCommand(input))).Vpcs?.map(({ CidrBlock }) => CidrBlock);

describe("VPCs", () => {
  test("are those of stacks and those that were there before, as EC2 shows them", async () => {
    const { Vpcs } = await ec2.send(new DescribeVpcsCommand({}));
    expect(Vpcs).toMatchObject([
      {
        VpcId: "vpc-0a1b2c3d",
        CidrBlock: "10.9.0.0/16",
        CidrBlockAssociationSet: [{ CidrBlock: "10.9.0.0/16", CidrBlockState: { State: "associated" } }],
        IsDefault: false,
        OwnerId: "111111111111",
        Tags: [{ Key: "Name", Value: "old" }],
      },
      { CidrBlock: "10.0.0.0/16", Tags: [{ Key: "Name", Value: "made" }] },
    ]);
  });

  test("are found by id and by filters", async () => {
    expect([
      await vpcs({ VpcIds: ["vpc-0a1b2c3d"] }),
      await vpcs({ Filters: [{ Name: "tag:Name", Values: ["ma*"] }] }),
      await vpcs({ Filters: [{ Name: "is-default", Values: ["true"] }] }),
    ]).toEqual([["10.9.0.0/16"], ["10.0.0.0/16"], []]);
  });

  test("that are not there, and filters that are none, are refused", async () => {
    await expect(vpcs({ VpcIds: ["vpc-1"] })).rejects.toMatchObject({
      name: "InvalidVpcID.NotFound",
      message: "The vpc ID 'vpc-1' does not exist",
    });
    await expect(vpcs({ Filters: [{ Name: "what", Values: ["x"] }] })).rejects.toMatchObject({
      name: "InvalidParameterValue",
    });
  });

  test("of another account are not shown", async () => {
    const { Vpcs } = await sandbox.ec2({ account: "222222222222" }).send(new DescribeVpcsCommand({}));
    expect(Vpcs).toEqual([]);
  });
});

test("subnets know their VPC and zone", async () => {
  const { Subnets } = await ec2.send(
    new DescribeSubnetsCommand({ Filters: [{ Name: "vpc-id", Values: ["vpc-0a1b2c3d"] }] }),
  );
  expect(Subnets).toMatchObject([
    { SubnetId: "subnet-0a1b2c3d", AvailabilityZone: "eu-west-1a", MapPublicIpOnLaunch: true },
    { VpcId: "vpc-0a1b2c3d", AvailabilityZone: "eu-west-1b", MapPublicIpOnLaunch: false },
  ]);
  await expect(ec2.send(new DescribeSubnetsCommand({ SubnetIds: ["subnet-1"] }))).rejects.toMatchObject({
    name: "InvalidSubnetID.NotFound",
  });
});

test.each([
  [{ cidr: "10.0.0.0" }, "cidr must be like"],
  [{ cidr: "10.0.0.0/16", vpc: "mine" }, "vpc must be like"],
  [{ cidr: "10.0.0.0/16", subnets: [{ cidr: "10.0.0.0/24", zone: "a" }] }, "zone must be one of"],
])("a network %j cannot be made", async (network, message) => {
  await expect(sandbox.control("POST", "networks", { ...PLACE, ...network })).rejects.toThrow(message);
});
