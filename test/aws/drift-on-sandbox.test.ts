import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { sdkClouds } from "../../src/aws/sdk-clouds.ts";
import type { Cloud } from "../../src/model/cloud.ts";
import type { ResourceDrift } from "../../src/model/cloud-drift.ts";
import {
  ACCOUNT,
  accept,
  computed,
  deploy,
  observe,
  queues,
  request,
  rested,
} from "../contract/contract-world.ts";
import type { TestSandbox } from "../support/sandbox.ts";
import { startTestSandbox } from "../support/sandbox.ts";
import { TEST_KEYS } from "./test-account.ts";

let sandbox: TestSandbox;
let cloud: Cloud;

beforeAll(async () => {
  sandbox = await startTestSandbox();
});

beforeEach(async () => {
  await sandbox.control("POST", "reset");
  const clouds = sdkClouds({
    endpoint: sandbox.url,
    keys: TEST_KEYS,
    sessionName: "mooring-acme-agent",
    tuning: { attempts: 1 },
  });
  cloud = clouds(ACCOUNT);
});

afterAll(() => sandbox.close());

const twoQueues = queues({ Jobs: { VisibilityTimeout: 30, DelaySeconds: 5 }, Letters: {} });

const byHand = (change: object) =>
  sandbox.control("POST", "drift", {
    account: ACCOUNT.id,
    region: ACCOUNT.region,
    stack: "acme-storefront",
    ...change,
  });

/** Detects drift of a stack to the end. */
async function detected(stackId: string): Promise<readonly ResourceDrift[]> {
  const start = await cloud.detectDrift(stackId);
  if (start.kind !== "started") throw new Error(start.message);
  while ((await cloud.detection(start.id)).state === "running");
  return cloud.resourceDrifts(stackId);
}

/** Deploys a stack of two queues and lets a person change one of them and delete the other. */
async function drifted(): Promise<string> {
  const { id } = await deploy(cloud, request("acme-storefront", "first", { template: twoQueues }));
  await byHand({ logicalId: "Jobs", set: { "/VisibilityTimeout": 45 }, unset: ["/DelaySeconds"] });
  await byHand({ logicalId: "Letters", delete: true });
  return id;
}

describe("drift detection", () => {
  test("a stack as it was deployed is in sync, and the sweep says when that was found", async () => {
    const { id, drift } = await deploy(cloud, request("acme-storefront", "first", { template: twoQueues }));
    expect(drift).toEqual({ state: "not-checked" });
    expect(await detected(id)).toMatchObject([
      { logicalId: "Jobs", type: "AWS::SQS::Queue", state: "in-sync", differences: [] },
      { logicalId: "Letters", state: "in-sync" },
    ]);
    expect(await observe(cloud, "acme-storefront")).toMatchObject({
      drift: { state: "in-sync", checkedAt: expect.any(Number) },
    });
  });

  test("what a person did is told property by property, a deleted resource as deleted", async () => {
    const id = await drifted();
    expect(await detected(id)).toEqual([
      {
        logicalId: "Jobs",
        physicalId: expect.any(String),
        type: "AWS::SQS::Queue",
        state: "modified",
        expected: '{"DelaySeconds":5,"VisibilityTimeout":30}',
        actual: '{"VisibilityTimeout":45}',
        differences: [
          { path: "/DelaySeconds", expected: "5", kind: "removed" },
          { path: "/VisibilityTimeout", expected: "30", actual: "45", kind: "changed" },
        ],
      },
      {
        logicalId: "Letters",
        physicalId: expect.any(String),
        type: "AWS::SQS::Queue",
        state: "deleted",
        differences: [],
      },
    ]);
    expect(await observe(cloud, "acme-storefront")).toMatchObject({ drift: { state: "drifted" } });
  });

  test("a resource that cannot be read is unknown, and the detection says why it failed", async () => {
    const { id } = await deploy(cloud, request("acme-storefront", "first", { template: twoQueues }));
    await sandbox.control("POST", "faults", [
      { effect: "fail-resource", logicalId: "Jobs", on: ["read"], reason: "not authorized" },
    ]);
    const start = await cloud.detectDrift(id);
    const detection = await cloud.detection(start.kind === "started" ? start.id : "");
    expect(detection).toMatchObject({ state: "failed", reason: expect.stringContaining("not authorized") });
    expect(await cloud.resourceDrifts(id)).toMatchObject([
      { logicalId: "Jobs", state: "unknown", reason: expect.stringContaining("not authorized") },
      { logicalId: "Letters", state: "in-sync" },
    ]);
  });

  test("waits for a stack that is not at rest, and for a detection that runs", async () => {
    const { id } = await deploy(cloud, request("acme-storefront", "first", { template: twoQueues }));
    await sandbox.control("POST", "clock", { durations: { scale: 1 } });
    expect(await cloud.detectDrift(id)).toMatchObject({ kind: "started" });
    expect(await cloud.detectDrift(id)).toMatchObject({
      kind: "busy",
      message: expect.stringContaining("already in progress"),
    });
    await sandbox.control("POST", "clock", { advanceMs: 3_600_000 });
    accept(await cloud.deleteStack(id, { token: "gone" }));
    expect(await cloud.detectDrift(id)).toMatchObject({ kind: "busy" });
    await sandbox.control("POST", "clock", { advanceMs: 3_600_000, durations: "instant" });
  });

  test("of a stack that is gone there is nothing to tell, and that is no error", async () => {
    const { id } = await deploy(cloud, request("acme-storefront", "first", { template: twoQueues }));
    accept(await cloud.deleteStack(id, { token: "gone" }));
    await rested(cloud, "acme-storefront");
    expect(await cloud.detectDrift(id)).toMatchObject({ kind: "rejected" });
    expect(await cloud.resourceDrifts(id)).toEqual([]);
    expect(await cloud.stackResources(id)).toEqual([]);
    expect(await cloud.detection("no-such-id")).toMatchObject({ state: "failed" });
  });
});

describe("a change set that reverts drift", () => {
  const healing = request("acme-storefront", "heal", {
    type: "UPDATE",
    template: twoQueues,
    description: "heals round 1",
    revertDrift: true,
  });

  test("shows what is live and what was deployed, and brings it back", async () => {
    const id = await drifted();
    accept(await cloud.createChangeSet(healing));
    const changeSet = await computed(cloud, "acme-storefront", "heal");
    expect(changeSet).toMatchObject({
      state: "ready",
      changes: [
        {
          action: "modify",
          logicalId: "Jobs",
          replacement: "never",
          drift: "modified",
          properties: [
            { path: "DelaySeconds", after: "5", drift: { deployed: "5" } },
            { path: "VisibilityTimeout", before: "45", after: "30", drift: { deployed: "30", live: "45" } },
          ],
        },
        { action: "add", logicalId: "Letters", drift: "deleted" },
      ],
    });
    accept(await cloud.executeChangeSet(changeSet, { token: "heal" }));
    expect(await rested(cloud, "acme-storefront")).toMatchObject({
      phase: "settled",
      lastChangeSet: "heal",
    });
    expect((await detected(id)).map(({ state }) => state)).toEqual(["in-sync", "in-sync"]);
  });

  test("can still be described, with its description, when it was the last to be executed", async () => {
    const { name } = await deploy(cloud, request("acme-storefront", "first", { template: twoQueues }));
    await byHand({ logicalId: "Jobs", set: { "/VisibilityTimeout": 45 } });
    await deploy(cloud, healing);
    expect(await cloud.changeSet(name, "heal")).toMatchObject({
      state: "executed",
      description: "heals round 1",
    });
  });

  test("is empty where nothing drifted", async () => {
    await deploy(cloud, request("acme-storefront", "first", { template: twoQueues }));
    accept(await cloud.createChangeSet(healing));
    expect(await computed(cloud, "acme-storefront", "heal")).toMatchObject({ state: "empty" });
  });
});

describe("what CloudFormation's drift detection does not see", () => {
  const zone = { Type: "AWS::Route53::HostedZone", Properties: { Name: "dev.acme.example" } };
  const record = (name: string, properties: object) => ({
    Type: "AWS::Route53::RecordSet",
    Properties: { HostedZoneId: { Ref: "Zone" }, Name: name, ...properties },
  });
  const names = JSON.stringify({
    Resources: {
      Zone: zone,
      Star: record("*.dev.acme.example", {
        Type: "CNAME",
        TTL: "60",
        ResourceRecords: ["WWW.acme.example."],
      }),
      Two: record("two.dev.acme.example", {
        Type: "A",
        TTL: "300",
        ResourceRecords: ["192.0.2.2", "192.0.2.1"],
      }),
      Alias: record("Alias.dev.acme.example.", {
        Type: "A",
        AliasTarget: { DNSName: "two.dev.acme.example", HostedZoneId: { Ref: "Zone" } },
      }),
    },
  });

  test("a zone's records are told in plain names, whatever their spelling", async () => {
    const { id } = await deploy(cloud, request("acme-storefront", "first", { template: names }));
    const resources = await cloud.stackResources(id);
    const zoneId = resources.find(({ logicalId }) => logicalId === "Zone")?.physicalId ?? "";
    const records = await cloud.zoneRecords(zoneId);
    expect(records?.filter(({ type }) => type !== "NS" && type !== "SOA")).toEqual([
      { name: "\\052.dev.acme.example", type: "CNAME", ttl: 60, values: ["WWW.acme.example."] },
      {
        name: "alias.dev.acme.example",
        type: "A",
        values: [],
        alias: { name: "two.dev.acme.example", zoneId },
      },
      { name: "two.dev.acme.example", type: "A", ttl: 300, values: ["192.0.2.1", "192.0.2.2"] },
    ]);
  });

  test("a zone that is not there is no error", async () => {
    expect(await cloud.zoneRecords("Z0000000000000000000A")).toBeUndefined();
    expect(await cloud.zoneRecords("not a zone")).toBeUndefined();
  });
});
