import { describe, expect, test } from "@jest/globals";
import { onScriptedAws } from "./on-scripted-aws.ts";
import type { Script } from "./scripted-aws.ts";

const ZONE = "Z0123456789ABCDEFGHIJ";

const page = (records: string, next = ""): ReturnType<Script> => ({
  status: 200,
  body: `<ListResourceRecordSetsResponse xmlns="https://route53.amazonaws.com/doc/2013-04-01/"><ResourceRecordSets>${records}</ResourceRecordSets><IsTruncated>${String(next !== "")}</IsTruncated>${next}<MaxItems>300</MaxItems></ListResourceRecordSetsResponse>`,
});

const record = (name: string, inner: string): string =>
  `<ResourceRecordSet><Name>${name}</Name>${inner}</ResourceRecordSet>`;

const weighted = (id: string): string =>
  record(
    "Shop.acme.example.",
    `<Type>A</Type><SetIdentifier>${id}</SetIdentifier><Weight>1</Weight><TTL>60</TTL><ResourceRecords><ResourceRecord><Value>192.0.2.1</Value></ResourceRecord></ResourceRecords>`,
  );

const recordsOf = (script: Script, zone = ZONE) =>
  onScriptedAws(script, async ({ aws, cloud }) => ({
    records: await cloud.zoneRecords(zone),
    paths: aws.calls.map(({ path }) => path),
    counted: cloud.calls(),
  }));

describe("the records of a zone", () => {
  test("are read to the last page, which begins where the one before ended", async () => {
    const { records, paths, counted } = await recordsOf((_call, nth) =>
      nth === 0
        ? page(
            weighted("one"),
            "<NextRecordName>shop.acme.example.</NextRecordName><NextRecordType>A</NextRecordType><NextRecordIdentifier>two</NextRecordIdentifier>",
          )
        : page(weighted("two")),
    );
    const shop = { name: "shop.acme.example", type: "A", ttl: 60, values: ["192.0.2.1"] };
    expect(records).toEqual([
      { ...shop, setIdentifier: "one" },
      { ...shop, setIdentifier: "two" },
    ]);
    expect(paths.map((path) => path.split("?")[0])).toEqual([
      `/2013-04-01/hostedzone/${ZONE}/rrset`,
      `/2013-04-01/hostedzone/${ZONE}/rrset`,
    ]);
    expect(Object.fromEntries(new URLSearchParams(paths[1]?.split("?")[1]))).toEqual({
      name: "shop.acme.example.",
      type: "A",
      identifier: "two",
    });
    expect(counted).toEqual({ ListResourceRecordSets: 2 });
  });

  test("pages that go round in a circle are an error, not an endless pass", async () => {
    const circle = recordsOf(() =>
      page(weighted("one"), "<NextRecordName>a.</NextRecordName><NextRecordType>A</NextRecordType>"),
    );
    await expect(circle).rejects.toMatchObject({ name: "CloudError", kind: "unexpected" });
  });

  test("a denial names the permission", async () => {
    const denied = recordsOf(() => ({
      status: 403,
      body: "<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>no</Message></Error><RequestId>r</RequestId></ErrorResponse>",
    }));
    await expect(denied).rejects.toMatchObject({
      kind: "denied",
      message: expect.stringContaining("may not call route53:ListResourceRecordSets"),
    });
  });

  test("a request that has to wait for another one is throttled", async () => {
    const refused = recordsOf(() => ({
      status: 400,
      body: "<ErrorResponse><Error><Type>Sender</Type><Code>PriorRequestNotComplete</Code><Message>later</Message></Error><RequestId>r</RequestId></ErrorResponse>",
    }));
    await expect(refused).rejects.toMatchObject({ kind: "throttled" });
  });
});
