import type { ListResourceRecordSetsCommandInput, ResourceRecordSet } from "@aws-sdk/client-route-53";
import {
  ChangeResourceRecordSetsCommand,
  ChangeTagsForResourceCommand,
  CreateHostedZoneCommand,
  DeleteHostedZoneCommand,
  GetChangeCommand,
  GetHostedZoneCommand,
  GetHostedZoneCountCommand,
  ListHostedZonesByNameCommand,
  ListResourceRecordSetsCommand,
  ListTagsForResourceCommand,
  paginateListHostedZones,
} from "@aws-sdk/client-route-53";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import type { TestSandbox } from "../../support/sandbox.ts";
import { startTestSandbox } from "../../support/sandbox.ts";

let sandbox: TestSandbox;
let client: ReturnType<TestSandbox["route53"]>;

beforeEach(async () => {
  sandbox = await startTestSandbox();
  client = sandbox.route53();
});

afterEach(() => sandbox.close());

async function createZone(name: string, comment?: string): Promise<string> {
  const { HostedZone } = await client.send(
    new CreateHostedZoneCommand({
      Name: name,
      CallerReference: `${name} ${String(Math.random())}`,
      ...(comment !== undefined && { HostedZoneConfig: { Comment: comment } }),
    }),
  );
  return HostedZone?.Id ?? "";
}

const create = (zoneId: string, ...records: ResourceRecordSet[]) =>
  client.send(
    new ChangeResourceRecordSetsCommand({
      HostedZoneId: zoneId,
      ChangeBatch: {
        Comment: "a & b",
        Changes: records.map((record) => ({ Action: "CREATE", ResourceRecordSet: record })),
      },
    }),
  );

async function listAll(zoneId: string, pageSize?: number): Promise<ResourceRecordSet[]> {
  const all: ResourceRecordSet[] = [];
  let start: Partial<ListResourceRecordSetsCommandInput> | undefined = {};
  while (start !== undefined) {
    const command: ListResourceRecordSetsCommandInput = {
      HostedZoneId: zoneId,
      MaxItems: pageSize,
      ...start,
    };
    const page = await client.send(new ListResourceRecordSetsCommand(command));
    all.push(...(page.ResourceRecordSets ?? []));
    const { NextRecordName, NextRecordType, NextRecordIdentifier } = page;
    start = page.IsTruncated
      ? {
          StartRecordName: NextRecordName,
          StartRecordType: NextRecordType,
          StartRecordIdentifier: NextRecordIdentifier,
        }
      : undefined;
  }
  return all;
}

describe("hosted zones", () => {
  test("a zone is made with its name servers, read, counted and deleted", async () => {
    const id = await createZone("Acme.Example", "of <ours>");
    const { HostedZone, DelegationSet } = await client.send(new GetHostedZoneCommand({ Id: id }));
    expect(HostedZone).toMatchObject({
      Name: "acme.example.",
      Config: { Comment: "of <ours>", PrivateZone: false },
      ResourceRecordSetCount: 2,
    });
    expect(DelegationSet?.NameServers).toHaveLength(4);
    expect(await client.send(new GetHostedZoneCountCommand({}))).toMatchObject({ HostedZoneCount: 1 });
    await client.send(new DeleteHostedZoneCommand({ Id: id }));
    await expect(client.send(new GetHostedZoneCommand({ Id: id }))).rejects.toMatchObject({
      name: "NoSuchHostedZone",
      $metadata: { httpStatusCode: 404 },
    });
  });

  test("a zone with records is not deleted", async () => {
    const id = await createZone("acme.example");
    await create(id, { Name: "a.acme.example", Type: "A", TTL: 1, ResourceRecords: [{ Value: "1.1.1.1" }] });
    await expect(client.send(new DeleteHostedZoneCommand({ Id: id }))).rejects.toMatchObject({
      name: "HostedZoneNotEmpty",
    });
  });

  test("zones are listed page by page, and by name from the right", async () => {
    for (const name of ["b.example", "example", "a.b.example", "a.example"]) await createZone(name);
    const listed: (string | undefined)[] = [];
    for await (const { HostedZones } of paginateListHostedZones({ client, pageSize: 3 }, {}))
      listed.push(...(HostedZones ?? []).map(({ Name }) => Name));
    expect(listed).toEqual(["b.example.", "example.", "a.b.example.", "a.example."]);
    const byName = await client.send(new ListHostedZonesByNameCommand({ DNSName: "b.example" }));
    expect(byName.HostedZones?.map(({ Name }) => Name)).toEqual(["b.example.", "a.b.example."]);
  });

  test("accounts do not see each other's zones, whatever the Region", async () => {
    const id = await createZone("acme.example");
    const other = sandbox.route53({ account: "222222222222" });
    await expect(other.send(new GetHostedZoneCommand({ Id: id }))).rejects.toMatchObject({
      name: "NoSuchHostedZone",
    });
    const elsewhere = sandbox.route53({ region: "us-east-1" });
    await expect(elsewhere.send(new GetHostedZoneCommand({ Id: id }))).resolves.toBeDefined();
  });

  test("tags are set, read and removed", async () => {
    const id = (await createZone("acme.example")).replace("/hostedzone/", "");
    const resource = { ResourceType: "hostedzone", ResourceId: id } as const;
    await client.send(
      new ChangeTagsForResourceCommand({
        ...resource,
        AddTags: [
          { Key: "a", Value: "1" },
          { Key: "b", Value: "" },
        ],
      }),
    );
    await client.send(new ChangeTagsForResourceCommand({ ...resource, RemoveTagKeys: ["a"] }));
    const { ResourceTagSet } = await client.send(new ListTagsForResourceCommand(resource));
    expect(ResourceTagSet?.Tags).toEqual([{ Key: "b", Value: "" }]);
  });
});

describe("record sets", () => {
  test("every kind of record is read back as it was written", async () => {
    const id = await createZone("acme.example");
    const records: ResourceRecordSet[] = [
      {
        Name: "\\052.acme.example.",
        Type: "TXT",
        TTL: 60,
        ResourceRecords: [{ Value: "\"a & <b> 'c'\"" }, { Value: '"  "' }],
      },
      {
        Name: "a.acme.example.",
        Type: "A",
        SetIdentifier: "blue",
        Weight: 0,
        TTL: 1,
        ResourceRecords: [{ Value: "1.1.1.1" }],
      },
      {
        Name: "a.acme.example.",
        Type: "A",
        SetIdentifier: "green",
        Weight: 5,
        TTL: 1,
        ResourceRecords: [{ Value: "1.1.1.1" }],
      },
      {
        Name: "b.acme.example.",
        Type: "AAAA",
        AliasTarget: {
          HostedZoneId: "Z32O12XQLNTSW2",
          DNSName: "dualstack.lb.example.",
          EvaluateTargetHealth: false,
        },
      },
    ];
    await create(id, ...records);
    expect((await listAll(id)).slice(2)).toEqual(records);
  });

  test("pages of 300 hold every record once, in order", async () => {
    const id = await createZone("acme.example");
    const names = Array.from({ length: 650 }, (_, index) => `r${String(index)}.acme.example.`);
    for (let from = 0; from < names.length; from += 325)
      await create(
        id,
        ...names
          .slice(from, from + 325)
          .map((Name) => ({ Name, Type: "A" as const, TTL: 1, ResourceRecords: [{ Value: "1.1.1.1" }] })),
      );
    await sandbox.control("GET", "calls?reset");
    const listed = (await listAll(id)).map(({ Name }) => Name);
    expect(listed).toEqual(["acme.example.", "acme.example.", ...names.toSorted()]);
    expect(await sandbox.control("GET", "calls")).toMatchObject({ total: 3 });
    expect((await listAll(id, 7)).map(({ Name }) => Name)).toEqual(listed);
  });

  test("a refused batch says why in AWS's words", async () => {
    const id = await createZone("acme.example");
    const record: ResourceRecordSet = {
      Name: "a.acme.example",
      Type: "A",
      TTL: 1,
      ResourceRecords: [{ Value: "1.1.1.1" }],
    };
    await create(id, record);
    await expect(create(id, record)).rejects.toMatchObject({
      name: "InvalidChangeBatch",
      message:
        "[Tried to create resource record set [name='a.acme.example.', type='A'] but it already exists]",
    });
  });

  test("a change is pending, then in sync, by the sandbox's clock", async () => {
    await sandbox.control("POST", "clock", { durations: { scale: 1 } });
    const id = await createZone("acme.example");
    const { ChangeInfo } = await create(id, {
      Name: "a.acme.example",
      Type: "A",
      TTL: 1,
      ResourceRecords: [{ Value: "1.1.1.1" }],
    });
    const status = async () =>
      (await client.send(new GetChangeCommand({ Id: ChangeInfo?.Id ?? "" }))).ChangeInfo?.Status;
    expect([ChangeInfo?.Status, ChangeInfo?.Comment, await status()]).toEqual([
      "PENDING",
      "a & b",
      "PENDING",
    ]);
    await sandbox.control("POST", "clock", { advanceMs: 60_000 });
    expect(await status()).toBe("INSYNC");
    await expect(client.send(new GetChangeCommand({ Id: "C0" }))).rejects.toMatchObject({
      name: "NoSuchChange",
    });
  });

  test("what the sandbox does not serve is refused, not ignored", async () => {
    const id = await createZone("acme.example");
    const record: ResourceRecordSet = {
      Name: "a.acme.example",
      Type: "A",
      TTL: 1,
      SetIdentifier: "x",
      GeoLocation: { CountryCode: "DE" },
      ResourceRecords: [{ Value: "1.1.1.1" }],
    };
    await expect(create(id, record)).rejects.toMatchObject({
      name: "InvalidInput",
      message: "The sandbox does not serve GeoLocation",
    });
  });
});
