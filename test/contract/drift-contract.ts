import { beforeEach, describe, expect, test } from "@jest/globals";
import type { Cloud } from "../../src/model/cloud.ts";
import type { ContractHost } from "./cloud-contract.ts";
import { accept, ACCOUNT, cloudsAt, deploy, observe, queues, request, rested } from "./contract-world.ts";
import { runnerFor } from "./tolerances.ts";

/** What everything behind the reads of drift reports has to do. One suite for every host. */
export function driftContract(name: string, host: ContractHost): void {
  describe(`the drift reads of the Cloud port on ${name}`, () => {
    let cloud: Cloud;
    const unless = runnerFor(host.tolerances);

    beforeEach(async () => {
      await host.reset();
      cloud = cloudsAt(host.url())(ACCOUNT);
    });

    describe("what a stack consists of", () => {
      test("is told in order of logical id, with the ids of what is really there", async () => {
        const template = queues({ Two: {}, One: {} });
        const { id } = await deploy(cloud, request("acme-storefront", "first", { template }));
        const queue = { physicalId: expect.stringContaining("acme-storefront"), type: "AWS::SQS::Queue" };
        expect(await cloud.stackResources(id)).toEqual([
          { logicalId: "One", ...queue },
          { logicalId: "Two", ...queue },
        ]);
      });

      unless("deleted-resources")("is nothing once the stack is gone", async () => {
        const { id } = await deploy(cloud, request("acme-storefront", "first"));
        accept(await cloud.deleteStack(id, { token: "gone" }));
        await rested(cloud, "acme-storefront");
        expect(await cloud.stackResources(id)).toEqual([]);
      });
    });

    describe("drift detection", () => {
      unless("drift-detection")(
        "finds a stack in sync as it was deployed, and the sweep says so",
        async () => {
          const { id } = await deploy(cloud, request("acme-storefront", "first"));
          const start = await cloud.detectDrift(id);
          if (start.kind !== "started") throw new Error(start.message);
          while ((await cloud.detection(start.id)).state === "running");
          expect(await cloud.detection(start.id)).toEqual({ state: "complete" });
          expect(await cloud.resourceDrifts(id)).toMatchObject([
            { logicalId: "Jobs", type: "AWS::SQS::Queue", state: "in-sync", differences: [] },
          ]);
          expect(await observe(cloud, "acme-storefront")).toMatchObject({
            drift: { state: "in-sync", checkedAt: expect.any(Number) },
          });
        },
      );

      unless("drift-detection")("of a stack that is not there cannot begin", async () => {
        expect(await cloud.detectDrift("acme-nowhere")).toMatchObject({ kind: "rejected" });
      });
    });

    describe("the records of a zone", () => {
      const names = (Name: string): string =>
        JSON.stringify({
          Resources: {
            Zone: { Type: "AWS::Route53::HostedZone", Properties: { Name: "dev.acme.example" } },
            One: {
              Type: "AWS::Route53::RecordSet",
              Properties: {
                HostedZoneId: { Ref: "Zone" },
                Name,
                Type: "CNAME",
                TTL: "60",
                ResourceRecords: ["www.acme.example"],
              },
            },
            Two: {
              Type: "AWS::Route53::RecordSet",
              DependsOn: "One",
              Properties: {
                HostedZoneId: { Ref: "Zone" },
                Name: "two.dev.acme.example.",
                Type: "A",
                TTL: "300",
                ResourceRecords: ["192.0.2.2", "192.0.2.1"],
              },
            },
          },
        });

      /** Deploys a zone with a record of this name and another one, and reads it. */
      const recordsBeside = async (name: string) => {
        const { id } = await deploy(cloud, request("acme-storefront", "first", { template: names(name) }));
        const resources = await cloud.stackResources(id);
        const zoneId = resources.find(({ logicalId }) => logicalId === "Zone")?.physicalId ?? "";
        return { all: await cloud.zoneRecords(zoneId), zoneId };
      };

      test("are told without trailing dots, with their values in order", async () => {
        const { all: records } = await recordsBeside("one.dev.acme.example");
        expect(records?.map(({ name, type }) => `${name} ${type}`)).toEqual(
          expect.arrayContaining(["dev.acme.example NS", "dev.acme.example SOA"]),
        );
        expect(records?.filter(({ type }) => type === "CNAME" || type === "A")).toEqual([
          { name: "one.dev.acme.example", type: "CNAME", ttl: 60, values: ["www.acme.example"] },
          { name: "two.dev.acme.example", type: "A", ttl: 300, values: ["192.0.2.1", "192.0.2.2"] },
        ]);
      });

      unless("escaped-names")("are told as Route 53 escapes them", async () => {
        const { all: records } = await recordsBeside("*.dev.acme.example");
        expect(records?.map(({ name }) => name)).toContain("\\052.dev.acme.example");
      });

      test("are those of some names only where no others are asked for", async () => {
        const { zoneId } = await recordsBeside("one.two.dev.acme.example");
        const records = await cloud.recordsNamed(zoneId, ["two.dev.acme.example", "no.dev.acme.example"]);
        expect(records?.map(({ name, type }) => `${name} ${type}`)).toEqual(["two.dev.acme.example A"]);
      });

      test("are none of a zone that is not there", async () => {
        expect(await cloud.zoneRecords("Z0000000000000000000A")).toBeUndefined();
        expect(await cloud.recordsNamed("Z0000000000000000000A", ["acme.example"])).toBeUndefined();
      });
    });

    describe("scaling policies", () => {
      const scaled = JSON.stringify({
        Resources: {
          Cluster: { Type: "AWS::ECS::Cluster", Properties: { ClusterName: "main" } },
          Definition: {
            Type: "AWS::ECS::TaskDefinition",
            Properties: {
              Family: "shop",
              Cpu: "256",
              Memory: "512",
              ContainerDefinitions: [{ Name: "app", Image: "shop:1", Memory: 512 }],
            },
          },
          Service: {
            Type: "AWS::ECS::Service",
            Properties: {
              Cluster: { Ref: "Cluster" },
              ServiceName: "shop",
              DesiredCount: 1,
              TaskDefinition: { Ref: "Definition" },
            },
          },
          Target: {
            Type: "AWS::ApplicationAutoScaling::ScalableTarget",
            DependsOn: "Service",
            Properties: {
              ServiceNamespace: "ecs",
              ScalableDimension: "ecs:service:DesiredCount",
              ResourceId: "service/main/shop",
              MinCapacity: 1,
              MaxCapacity: 4,
            },
          },
          Policy: {
            Type: "AWS::ApplicationAutoScaling::ScalingPolicy",
            Properties: {
              PolicyName: "cpu",
              PolicyType: "TargetTrackingScaling",
              ScalingTargetId: { Ref: "Target" },
              TargetTrackingScalingPolicyConfiguration: {
                TargetValue: 75,
                PredefinedMetricSpecification: { PredefinedMetricType: "ECSServiceAverageCPUUtilization" },
              },
            },
          },
        },
      });

      unless("scaling-policies")(
        "are told as a template writes them, by the id that the stack knows",
        async () => {
          const { id } = await deploy(cloud, request("acme-storefront", "first", { template: scaled }));
          const resources = await cloud.stackResources(id);
          const arn = resources.find(({ logicalId }) => logicalId === "Policy")?.physicalId ?? "";
          const policies = await cloud.scalingPolicies([arn, `${arn}-gone`]);
          expect(policies).toMatchObject([
            { arn, name: "cpu", resourceId: "service/main/shop", policyType: "TargetTrackingScaling" },
          ]);
          expect(JSON.parse(policies[0]?.configuration ?? "{}")).toMatchObject({
            TargetTrackingScalingPolicyConfiguration: {
              TargetValue: 75,
              PredefinedMetricSpecification: { PredefinedMetricType: "ECSServiceAverageCPUUtilization" },
            },
          });
        },
      );
    });
  });
}
