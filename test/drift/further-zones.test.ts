import { describe, expect, test } from "@jest/globals";
import { furtherFindings, namesDeclaredIn, type FurtherZone } from "../../src/drift/further-zones.ts";

const zone = { id: "Z1", domain: "shop.example" };

const recordSet = (HostedZoneId: string, Name: string) => ({
  Type: "AWS::Route53::RecordSet",
  Properties: { HostedZoneId, Name, Type: "CNAME", TTL: "60", ResourceRecords: ["a.example"] },
});

const deployed = {
  template: {
    Resources: {
      Www: recordSet("Z1", "www.shop.example"),
      Wild: recordSet("Z1", "*.shop.example."),
      Other: recordSet("Z2", "www.dev.example"),
    },
  },
  parameters: {},
  outputs: {},
  physicalIds: new Map(),
  pseudo: {},
};

const subject = {
  account: "dev",
  app: "shop",
  stack: "acme-shop",
  ignoreDrift: [],
  now: 0,
};

const www = { name: "www.shop.example", type: "CNAME", ttl: 60, values: ["a.example"] };
const wild = { ...www, name: String.raw`\052.shop.example` };

const findings = (read: Pick<FurtherZone, "names" | "records">) =>
  furtherFindings(deployed, [{ ...zone, ...read }], subject);

describe("records that a stack declares in a further zone", () => {
  const names = new Set(namesDeclaredIn(zone, deployed));

  test("are asked for by name, as Route 53 spells it, and those of other zones are not", () => {
    expect([...names]).toEqual(["www.shop.example", String.raw`\052.shop.example`]);
  });

  test("and that are there as declared are no drift, whatever else is in the zone", () => {
    const records = [www, wild, { ...www, type: "TXT", values: ['"theirs"'] }];
    expect(findings({ names, records })).toEqual({ properties: [], ignored: [], unknown: [] });
  });

  test("and that are missing or say something else are drift", () => {
    const { properties } = findings({ names, records: [{ ...www, ttl: 300 }] });
    expect(properties).toMatchObject([
      { resource: "Www", property: "/TTL", expected: "60", actual: "300" },
      { resource: "Wild", property: "", expected: String.raw`\052.shop.example CNAME` },
    ]);
  });

  test("and that were not asked for are unknown, not missing", () => {
    const { properties, unknown } = findings({ names: new Set([www.name]), records: [www] });
    expect(properties).toEqual([]);
    expect(unknown).toMatchObject([{ resource: "Wild", why: expect.stringContaining("more names") }]);
  });

  test("are unknown when there is no such zone", () => {
    const { properties, unknown } = findings({ names, records: undefined });
    expect(properties).toEqual([]);
    expect(unknown.map(({ resource, why }) => `${resource}: ${why}`)).toEqual([
      "Www: there is no hosted zone Z1 for shop.example in this account",
      "Wild: there is no hosted zone Z1 for shop.example in this account",
    ]);
  });
});
