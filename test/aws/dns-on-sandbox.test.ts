import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { CreateHostedZoneCommand } from "@aws-sdk/client-route-53";
import { sdkClouds } from "../../src/aws/sdk-clouds.ts";
import type { RecordChange } from "../../src/model/cloud-dns.ts";
import type { Cloud } from "../../src/model/cloud.ts";
import { startTestSandbox, TEST_ACCOUNT, type TestSandbox } from "../support/sandbox.ts";
import { testAccount } from "./test-account.ts";

let sandbox: TestSandbox;
let cloud: Cloud;
let zoneId: string;

beforeAll(async () => {
  sandbox = await startTestSandbox();
  const keys = { accessKeyId: TEST_ACCOUNT, secretAccessKey: "sandbox" };
  cloud = sdkClouds({ endpoint: sandbox.url, keys, sessionName: "mooring-acme-test" })(
    testAccount({ id: TEST_ACCOUNT }),
  );
});

afterAll(() => sandbox.close());

beforeEach(async () => {
  await sandbox.control("POST", "reset");
  const create = new CreateHostedZoneCommand({ Name: "acme.example", CallerReference: "1" });
  const { HostedZone: made } = await sandbox.route53().send(create);
  zoneId = made?.Id?.replace("/hostedzone/", "") ?? "";
});

const record = (name: string, type: string, values: readonly string[]) => ({ name, type, values, ttl: 300 });
const create = (name: string, type: string, ...values: readonly string[]): RecordChange => ({
  action: "create",
  record: record(name, type, values),
});
const NS = create("dev.acme.example", "NS", "ns-2.example.", "ns-1.example.");
const MARKER = create("_mooring.dev.acme.example", "TXT", '"mooring:acme/dev"');

const write = (...changes: readonly RecordChange[]) => cloud.changeRecords(zoneId, changes, "a test");
const within = () => cloud.recordsWithin(zoneId, "dev.acme.example");

describe("records of a parent zone", () => {
  test("that were written are found at and below their name, and no others", async () => {
    await write(
      NS,
      MARKER,
      create("xdev.acme.example", "A", "192.0.2.1"),
      create("e.acme.example", "A", "192.0.2.1"),
    );
    expect(await cloud.hostedZones("acme.example")).toEqual([{ id: zoneId, name: "acme.example" }]);
    expect(await within()).toEqual([
      record("dev.acme.example", "NS", ["ns-1.example.", "ns-2.example."]),
      record("_mooring.dev.acme.example", "TXT", ['"mooring:acme/dev"']),
    ]);
  });

  test("are replaced in one batch by exactly what is there", async () => {
    await write(NS);
    const there = record("dev.acme.example", "NS", ["ns-1.example.", "ns-2.example."]);
    const next = create("dev.acme.example", "NS", "ns-3.example.");
    expect(await write({ action: "delete", record: there }, next)).toEqual({ kind: "accepted" });
    expect(await within()).toEqual([next.record]);
  });

  test("that somebody changed in between are left as they are, all of them", async () => {
    await write(NS);
    const stale = record("dev.acme.example", "NS", ["ns-9.example."]);
    expect(await write(MARKER, { action: "delete", record: stale })).toMatchObject({ kind: "conflict" });
    expect(await write(MARKER, NS)).toMatchObject({ kind: "conflict" });
    expect(await within()).toHaveLength(1);
  });

  test("are none of a zone that is not there", async () => {
    expect(await cloud.recordsWithin("Z0000000000000000000A", "dev.acme.example")).toBeUndefined();
    expect(await cloud.nameServers("Z0000000000000000000A")).toBeUndefined();
  });

  test("of a zone itself name its servers", async () => {
    const own = (await cloud.recordsWithin(zoneId, "acme.example"))?.find(({ type }) => type === "NS");
    const servers = await cloud.nameServers(zoneId);
    expect(servers).toHaveLength(4);
    expect(own?.values.map((value) => value.replace(/\.$/, "")).toSorted()).toEqual(servers);
  });
});
