import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import {
  ChangeResourceRecordSetsCommand,
  ListResourceRecordSetsCommand,
  type ResourceRecordSet,
} from "@aws-sdk/client-route-53";
import { runMoor, scratch, type Ended, type Scratch } from "../support/moor.ts";
import { startTestSandbox, type TestSandbox } from "../support/sandbox.ts";

/** An account of another company, which lets us change one zone. */
const OUTSIDE = "999999999999";
const DEV = "111111111111";

let sandbox: TestSandbox;
let repository: Scratch;
let above: string;

beforeAll(async () => {
  sandbox = await startTestSandbox();
  repository = scratch({
    "mooring.yaml": [
      "version: 1",
      "name: acme",
      "defaults:",
      "  region: eu-west-1",
      '  roles: { deployer: "arn:aws:iam::${account.id}:role/mooring-deployer" }',
      "  network: { nat: none, balancers: { public: false, internal: false } }",
      "",
    ].join("\n"),
    "accounts/dev/account.yaml": accountFile({
      id: DEV,
      zone: "dev.acme.example",
      cidr: "10.1.0.0/16",
      above: `role: "arn:aws:iam::${OUTSIDE}:role/mooring-dns"`,
    }),
    "accounts/dev/apps.yaml": "{}\n",
    "accounts/inner/account.yaml": `${accountFile({ id: "222222222222", zone: "inner.dev.acme.example", cidr: "10.2.0.0/16", above: "account: dev" })}after: [dev]\n`,
    "accounts/inner/apps.yaml": "{}\n",
  });
  const made = await sandbox.control("POST", "zones", { account: OUTSIDE, name: "acme.example" });
  above = (made as { readonly id: string }).id;
});

afterAll(async () => {
  repository.remove();
  await sandbox.close();
});

function accountFile({
  id,
  zone,
  cidr,
  above: parent,
}: Readonly<Record<"id" | "zone" | "cidr" | "above", string>>): string {
  return `id: "${id}"\nzone: ${zone}\nnetwork: { cidr: ${cidr} }\ndelegation: { ${parent} }\n`;
}

function moor(...args: readonly string[]): Promise<Ended> {
  const env = { AWS_ACCESS_KEY_ID: "000000000000", AWS_SECRET_ACCESS_KEY: "test" };
  return runMoor([...args, "--endpoint", sandbox.url], { cwd: repository.dir, env });
}

async function recordsOf(account: string, zone: string): Promise<readonly ResourceRecordSet[]> {
  const { ResourceRecordSets: records = [] } = await sandbox
    .route53({ account })
    .send(new ListResourceRecordSetsCommand({ HostedZoneId: zone }));
  return records;
}

const leadingTo = (records: readonly ResourceRecordSet[], name: string) =>
  records.find((record) => record.Name === `${name}.` && record.Type === "NS");

async function change(action: "DELETE" | "UPSERT", record: ResourceRecordSet): Promise<void> {
  const batch = { Changes: [{ Action: action, ResourceRecordSet: record }] };
  await sandbox
    .route53({ account: OUTSIDE })
    .send(new ChangeResourceRecordSetsCommand({ HostedZoneId: above, ChangeBatch: batch }));
}

async function devZone(): Promise<{ readonly id: string; readonly servers: readonly string[] }> {
  const zones = await sandbox.control("GET", "zones");
  const all = zones as readonly {
    readonly id: string;
    readonly name: string;
    readonly nameServers: readonly string[];
  }[];
  const zone = all.find(({ name }) => name.replace(/\.$/, "") === "dev.acme.example");
  return { id: zone?.id ?? "", servers: zone?.nameServers ?? [] };
}

const plain = (record: ResourceRecordSet | undefined): readonly string[] =>
  (record?.ResourceRecords ?? []).map(({ Value = "" }) => Value.replace(/\.$/, "")).toSorted();

describe("accounts whose zones lie below another one", () => {
  test("are delegated on the way, by a role of another company and by an account of the repository", async () => {
    const plan = await moor("plan", "--account", "dev");
    expect(plan.stdout).toContain("then delegates dev.acme.example in acme.example");
    expect(await moor("sync")).toMatchObject({ code: 0 });
    const { id, servers } = await devZone();
    const records = await recordsOf(OUTSIDE, above);
    expect(plain(leadingTo(records, "dev.acme.example"))).toEqual([...servers].toSorted());
    expect(JSON.stringify(records)).toContain('\\"mooring:acme/dev\\"');
    expect(plain(leadingTo(await recordsOf(DEV, id), "inner.dev.acme.example"))).toHaveLength(4);
  });

  test("have nothing stray in the zones above, and no drift", async () => {
    const drift = await moor("drift");
    expect(drift).toMatchObject({ code: 0 });
  });

  test("are told when what leads to them is gone", async () => {
    const record = leadingTo(await recordsOf(OUTSIDE, above), "dev.acme.example");
    if (record === undefined) throw new Error("it was never delegated");
    await change("DELETE", record);
    const drift = await moor("drift", "--account", "dev");
    expect(drift.stdout).toContain("dev.acme.example NS");
    await change("UPSERT", { ...record, ResourceRecords: [{ Value: "ns-1.elsewhere.example." }] });
    expect((await moor("drift", "--account", "dev")).stdout).toContain("ns-1.elsewhere.example");
  });

  test("are written again before their network changes, where the record is ours", async () => {
    const file = accountFile({
      id: DEV,
      zone: "dev.acme.example",
      cidr: "10.1.0.0/16",
      above: `role: "arn:aws:iam::${OUTSIDE}:role/mooring-dns"`,
    });
    repository.write({ "accounts/dev/account.yaml": `${file}alarmEmail: ops@acme.example\n` });
    const plan = await moor("plan", "--account", "dev");
    expect(plan.stdout).toContain("delegates dev.acme.example in acme.example first");
    expect(await moor("sync", "--account", "dev")).toMatchObject({ code: 0 });
    const { servers } = await devZone();
    expect(plain(leadingTo(await recordsOf(OUTSIDE, above), "dev.acme.example"))).toEqual(
      [...servers].toSorted(),
    );
  });
});
