import { beforeEach, describe, expect, test } from "@jest/globals";
import type { CheckReads } from "../../src/model/cloud-checks.ts";
import type { Cloud } from "../../src/model/cloud.ts";
import type { ContractHost } from "./cloud-contract.ts";
import { ACCOUNT, cloudsAt, deploy, request } from "./contract-world.ts";

const GROUND = {
  Vpc: { Type: "AWS::EC2::VPC", Properties: { CidrBlock: "10.200.0.0/16" } },
  Subnet: {
    Type: "AWS::EC2::Subnet",
    Properties: {
      VpcId: { Ref: "Vpc" },
      CidrBlock: "10.200.1.0/24",
      AvailabilityZone: "eu-west-1a",
    },
  },
};

const STORES = {
  Parameter: { Type: "AWS::SSM::Parameter", Properties: { Name: "/shop/key", Type: "String", Value: "x" } },
  Bucket: { Type: "AWS::S3::Bucket" },
};

/** What everything behind the reads of checks has to do. One suite for every host. */
export function checksContract(name: string, host: ContractHost): void {
  describe(`the reads behind checks of the Cloud port on ${name}`, () => {
    let cloud: Cloud;
    let checks: CheckReads;

    beforeEach(async () => {
      await host.reset();
      cloud = cloudsAt(host.url())(ACCOUNT);
      checks = cloud.checks;
    });

    /** Makes a stack, and gives the ids of its resources. */
    async function made(resources: object): Promise<ReadonlyMap<string, string | undefined>> {
      const template = JSON.stringify({ Resources: resources });
      const { id } = await deploy(cloud, request("acme-things", "first", { template }));
      const there = await cloud.stackResources(id);
      return new Map(there.map(({ logicalId, physicalId }) => [logicalId, physicalId]));
    }

    test("a network is told with its range, and a subnet with its network and zone", async () => {
      const ids = await made(GROUND);
      const [vpc = "", subnet = ""] = [ids.get("Vpc"), ids.get("Subnet")];
      expect(await checks.vpcs()).toContainEqual({ id: vpc, cidrs: ["10.200.0.0/16"] });
      expect(await checks.subnets([subnet, "subnet-0123456789abcdef0"])).toEqual([
        { id: subnet, vpc, zone: "eu-west-1a" },
      ]);
    });

    test("a parameter and a bucket that are there are told", async () => {
      const ids = await made(STORES);
      expect([...(await checks.parameters(["/shop/key"]))]).toEqual(["/shop/key"]);
      expect(await checks.bucket(ids.get("Bucket") ?? "", ACCOUNT.id)).toBe("there");
    });

    test("what is not there is a value", async () => {
      const lb = `arn:aws:elasticloadbalancing:eu-west-1:${ACCOUNT.id}:listener/app/gone/0123456789abcdef/0123456789abcdef`;
      const certificate = `arn:aws:acm:eu-west-1:${ACCOUNT.id}:certificate/11111111-1111-4111-8111-111111111111`;
      expect(await checks.listenerRules(lb)).toBeUndefined();
      expect(await checks.certificate(certificate)).toBeUndefined();
      expect(await checks.bucket("nobody-ever-made-this-bucket", ACCOUNT.id)).toBe("missing");
      expect(await checks.subnets(["subnet-0123456789abcdef0"])).toEqual([]);
    });

    test("limits and counts are numbers", async () => {
      expect(await checks.balancingLimits()).toMatchObject({ targetGroups: expect.any(Number) });
      expect(await checks.targetGroupCount()).toBe(0);
    });
  });
}
