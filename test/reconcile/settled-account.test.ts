import { ChangeResourceRecordSetsCommand } from "@aws-sdk/client-route-53";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import type { Account } from "../../src/model/repository.ts";
import { liveAccountIn, type LiveAccount } from "../support/live-account.ts";
import { aService, placedIn, settledAccount } from "../support/placements.ts";
import { startTestSandbox, type TestSandbox } from "../support/sandbox.ts";

const NAMES = ["www.dev.acme.example", "shop.example"];

let sandbox: TestSandbox;
let live: LiveAccount;
let account: Account;
const zoneIds: Record<string, string> = {};

/** A zone and a VPC that somebody made, of which Mooring knows no more than their ids. */
beforeAll(async () => {
  sandbox = await startTestSandbox();
  const { id, region, network } = settledAccount();
  for (const name of ["dev.acme.example", "shop.example"]) {
    const made = (await sandbox.control("POST", "zones", { account: id, name })) as { id: string };
    zoneIds[name] = made.id;
  }
  const cidr = network.cidr;
  const subnets = ["10.0.0.0/24", "10.0.1.0/24", "10.0.2.0/24", "10.0.3.0/24"].map((range, index) => ({
    cidr: range,
    zone: `${region}${index % 2 === 0 ? "a" : "b"}`,
    public: index < 2,
  }));
  const found = (await sandbox.control("POST", "networks", { account: id, region, cidr, subnets })) as {
    vpc: string;
    subnets: readonly { id: string }[];
  };
  const ids = found.subnets.map((subnet) => subnet.id);
  const existing = {
    vpc: found.vpc,
    publicSubnets: ids.slice(0, 2),
    privateSubnets: ids.slice(2),
    tasks: "private",
  } as const;
  account = settledAccount({
    roles: {},
    hostedZone: { existing: zoneIds["dev.acme.example"] ?? "", caa: ["amazon.com"] },
    zones: { "shop.example": zoneIds["shop.example"] ?? "" },
    network: { ...network, existing },
  });
  const spec = aService({ expose: ["public", "internal"], hostnames: NAMES, strategy: "blue-green" });
  live = liveAccountIn(sandbox, placedIn(account, spec));
});

afterAll(() => sandbox.close());

test("an account that had a zone and a VPC gets everything else, and stays as it is", async () => {
  const { standing, report } = await live.settle({ account });
  const said = report.steps.map(({ step, refusals }) => [step.app, step.kind, refusals]);
  expect(said).toEqual([
    ["zone", "keep", []],
    ["network", "keep", []],
    ["shop", "keep", []],
  ]);
  expect(standing).toBe("settled");
});

test("records that others have in its zone are nobody's drift", async () => {
  const route53 = sandbox.route53({ account: account.id });
  await route53.send(
    new ChangeResourceRecordSetsCommand({
      HostedZoneId: zoneIds["dev.acme.example"],
      ChangeBatch: {
        Changes: [
          {
            Action: "UPSERT",
            ResourceRecordSet: {
              Name: "theirs.dev.acme.example",
              Type: "CNAME",
              TTL: 60,
              ResourceRecords: [{ Value: "elsewhere.example" }],
            },
          },
        ],
      },
    }),
  );
  const { properties, unknown } = await live.survey({ account });
  expect({ properties, unknown }).toEqual({ properties: [], unknown: [] });
});

test("a name in a further zone that is led elsewhere, or taken away, is drift of its service's stack", async () => {
  const zoneId = zoneIds["shop.example"] ?? "";
  const records = await live.cloud.recordsNamed(zoneId, ["shop.example"]);
  const target = records?.find(({ type }) => type === "A")?.alias?.zoneId ?? "";
  const change = async (action: "UPSERT" | "DELETE"): Promise<void> => {
    const elsewhere = {
      DNSName: "elsewhere.example",
      HostedZoneId: target,
      EvaluateTargetHealth: false,
    };
    const record = { Name: "shop.example", Type: "A", AliasTarget: elsewhere } as const;
    await sandbox.route53({ account: account.id }).send(
      new ChangeResourceRecordSetsCommand({
        HostedZoneId: zoneId,
        ChangeBatch: { Changes: [{ Action: action, ResourceRecordSet: record }] },
      }),
    );
  };
  const drift = { layer: "dns", app: "shop", resource: "RecordsShopExample" };
  await change("UPSERT");
  expect(await live.survey({ account })).toMatchObject({
    properties: [
      { ...drift, property: expect.stringMatching(/\/AliasTarget\/DNSName$/), actual: "elsewhere.example" },
    ],
    unknown: [],
  });
  await change("DELETE");
  expect(await live.survey({ account })).toMatchObject({
    properties: [{ ...drift, expected: "shop.example A" }],
    unknown: [],
  });
});
