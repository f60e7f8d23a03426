import {
  ChangeResourceRecordSetsCommand,
  ListHostedZonesByNameCommand,
  ListResourceRecordSetsCommand,
} from "@aws-sdk/client-route-53";
import { AssumeRoleCommand } from "@aws-sdk/client-sts";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import type { TestSandbox } from "../../support/sandbox.ts";
import { startTestSandbox } from "../../support/sandbox.ts";

const PARENT = { account: "999999999999", name: "acme.example" };

interface ShownZone {
  readonly id: string;
  readonly nameServers: readonly string[];
}

let sandbox: TestSandbox;
let zone: ShownZone;

beforeEach(async () => {
  sandbox = await startTestSandbox();
  zone = (await sandbox.control("POST", "zones", PARENT)) as ShownZone;
});

afterEach(() => sandbox.close());

/** Route 53 in the parent zone's account, which has no stacks, by a role of it. */
const inParent = async () => {
  const { Credentials } = await sandbox.sts().send(
    new AssumeRoleCommand({
      RoleArn: `arn:aws:iam::${PARENT.account}:role/delegations`,
      RoleSessionName: "me",
    }),
  );
  return sandbox.route53({
    credentials: {
      accessKeyId: Credentials?.AccessKeyId ?? "",
      secretAccessKey: Credentials?.SecretAccessKey ?? "",
      sessionToken: Credentials?.SessionToken ?? "",
    },
  });
};

test("a zone is made once, and is found by its name in its account", async () => {
  expect(await sandbox.control("POST", "zones", PARENT)).toEqual(zone);
  expect(await sandbox.control("GET", "zones")).toEqual([{ ...PARENT, ...zone }]);
  const { HostedZones } = await (
    await inParent()
  ).send(new ListHostedZonesByNameCommand({ DNSName: PARENT.name, MaxItems: 1 }));
  expect(HostedZones?.map(({ Id }) => Id)).toEqual([`/hostedzone/${zone.id}`]);
});

test("another account delegates in it, by a role, with NS, TXT and CAA records in one batch", async () => {
  const route53 = await inParent();
  const record = (Name: string, Type: "NS" | "TXT" | "CAA", ...values: string[]) => ({
    Action: "CREATE" as const,
    ResourceRecordSet: { Name, Type, TTL: 300, ResourceRecords: values.map((Value) => ({ Value })) },
  });
  const Changes = [
    record("dev.acme.example", "NS", "ns-1.awsdns-01.com.", "ns-2.awsdns-02.net."),
    record("_mooring.dev.acme.example", "TXT", '"mooring:acme/dev"'),
    record("acme.example", "CAA", '0 issue "amazon.com"'),
  ];
  await route53.send(
    new ChangeResourceRecordSetsCommand({ HostedZoneId: zone.id, ChangeBatch: { Changes } }),
  );
  const { ResourceRecordSets } = await route53.send(
    new ListResourceRecordSetsCommand({
      HostedZoneId: zone.id,
      StartRecordName: "dev.acme.example",
      StartRecordType: "NS",
      MaxItems: 2,
    }),
  );
  expect(ResourceRecordSets?.map(({ Name, Type }) => `${Name} ${Type}`)).toEqual([
    "dev.acme.example. NS",
    "_mooring.dev.acme.example. TXT",
  ]);
  const wrong = [record("b.acme.example", "CAA", "amazon.com")];
  await expect(
    route53.send(
      new ChangeResourceRecordSetsCommand({ HostedZoneId: zone.id, ChangeBatch: { Changes: wrong } }),
    ),
  ).rejects.toMatchObject({ name: "InvalidChangeBatch" });
});

test.each([
  [{ account: "1", name: "acme.example" }, "a zone: account must be 12 digits"],
  [{ account: "111111111111", name: "a..b" }, "is not a valid domain name"],
])("a zone %j cannot be made", async (wanted, message) => {
  await expect(sandbox.control("POST", "zones", wanted)).rejects.toThrow(message);
});
