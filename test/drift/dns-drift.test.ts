import { describe, expect, test } from "@jest/globals";
import type { Json } from "../../src/model/canonical.ts";
import type { DnsRecord } from "../../src/model/cloud-drift.ts";
import type { StackContent } from "../../src/drift/attachments.ts";
import { declaredRecords } from "../../src/drift/declared-records.ts";
import { dnsFindings } from "../../src/drift/dns-drift.ts";
import { knownRecords } from "../../src/drift/known-records.ts";
import { recordName } from "../../src/drift/record-names.ts";
import { strayFindings } from "../../src/drift/stray-records.ts";
import type { DeployedTemplate } from "../../src/drift/template-values.ts";

const zone = { id: "Z1", domain: "acme.example" };

function deployedWith(properties: { readonly [key: string]: Json }): DeployedTemplate {
  return {
    template: { Resources: { Record: { Type: "AWS::Route53::RecordSet", Properties: properties } } },
    parameters: {},
    outputs: {},
    physicalIds: new Map(),
    pseudo: {},
  };
}

const www = {
  HostedZoneId: "Z1",
  Name: "www.acme.example.",
  Type: "CNAME",
  TTL: "60",
  ResourceRecords: ["x.example"],
};
const live: DnsRecord = { name: "www.acme.example", type: "CNAME", ttl: 60, values: ["x.example"] };

function found(properties: { readonly [key: string]: Json }, records: readonly DnsRecord[]) {
  const subject = { account: "test", app: "web", stack: "acme-web", ignoreDrift: [], now: 1, records };
  const { properties: drifted, unknown } = dnsFindings(
    declaredRecords(deployedWith(properties), zone),
    subject,
  );
  return [
    ...drifted.map(({ property, expected, actual }) => `${property}: ${expected} → ${actual ?? "nothing"}`),
    ...unknown.map(({ why }) => why),
  ];
}

describe("a declared record", () => {
  test("that is there as declared is no drift", () => {
    expect(found(www, [live])).toEqual([]);
  });

  test.each<[string, readonly DnsRecord[], readonly string[]]>([
    ["that is gone", [], [": www.acme.example CNAME → nothing"]],
    [
      "of which there is one of another type",
      [{ ...live, type: "TXT" }],
      [": www.acme.example CNAME → nothing"],
    ],
    ["that lives longer", [{ ...live, ttl: 3600 }], ["/TTL: 60 → 3600"]],
    [
      "that leads elsewhere",
      [{ ...live, values: ["y.example"] }],
      ['/ResourceRecords: ["x.example"] → ["y.example"]'],
    ],
    [
      "that became an alias",
      [{ name: live.name, type: "CNAME", values: [], alias: { name: "y.example", zoneId: "Z9" } }],
      ["/TTL: 60 → nothing", '/ResourceRecords: ["x.example"] → nothing'],
    ],
  ])("%s is drift", (_what, records, expected) => {
    expect(found(www, records)).toEqual(expected);
  });

  test("of another zone is not looked at", () => {
    expect(found({ ...www, HostedZoneId: "Z2" }, [])).toEqual([]);
    expect(found({ ...www, HostedZoneId: { "Fn::ImportValue": "zone" } }, [live])).toEqual([]);
  });

  test("whose values only CloudFormation knows is compared by its presence", () => {
    const alias = { ...www, Type: "A", AliasTarget: { DNSName: { "Fn::GetAtt": ["Balancer", "DNSName"] } } };
    const { TTL: _ttl, ResourceRecords: _values, ...properties } = alias;
    expect(
      found(properties, [{ name: live.name, type: "A", values: [], alias: { name: "z", zoneId: "Z9" } }]),
    ).toEqual([]);
    expect(found(properties, [])).toEqual([": www.acme.example A → nothing"]);
  });

  test("whose name only CloudFormation knows is unknown", () => {
    expect(found({ ...www, Name: { "Fn::ImportValue": "name" } }, [live])).toEqual([
      "the name, type or zone of a record is known to CloudFormation only",
    ]);
  });
});

describe("names of records", () => {
  test.each([
    ["WWW.Acme.Example.", "www.acme.example"],
    ["*.acme.example", String.raw`\052.acme.example`],
    [String.raw`\052.acme.example`, String.raw`\052.acme.example`],
    ["_dmarc.acme.example", "_dmarc.acme.example"],
    ["a b.acme.example", String.raw`a\040b.acme.example`],
  ])("%j is %j at Route 53", (written, kept) => {
    expect(recordName(written)).toBe(kept);
  });
});

describe("stray records", () => {
  const content = (given: Partial<StackContent>): StackContent => ({
    stack: "theirs",
    resources: [],
    ...given,
  });

  function strays(records: readonly DnsRecord[], contents: readonly StackContent[] = []) {
    const { known } = knownRecords(contents, zone);
    const work = { account: "test", stack: "acme-zone", zone, records, known, ignoreDrift: [], now: 1 };
    return strayFindings(work).properties.map(({ resource, actual }) => `${resource}: ${actual}`);
  }

  test("what no stack declares is stray", () => {
    expect(strays([live])).toEqual(["www.acme.example CNAME: x.example"]);
  });

  test("what a stack declares is not, also by the physical id of a record of a stack nobody can read", () => {
    expect(strays([live], [content({ deployed: deployedWith(www) })])).toEqual([]);
    const resources = [{ logicalId: "R", physicalId: "www.acme.example", type: "AWS::Route53::RecordSet" }];
    expect(strays([live], [content({ resources })])).toEqual([]);
  });

  test("the same name of another type is stray", () => {
    const other = { ...live, type: "TXT", values: ['"x"'] };
    expect(strays([live, other], [content({ deployed: deployedWith(www) })])).toEqual([
      'www.acme.example TXT: "x"',
    ]);
  });

  test.each<[string, DnsRecord]>([
    ["the zone's own name servers", { name: "acme.example", type: "NS", values: ["ns-1.example"] }],
    ["its start of authority", { name: "acme.example", type: "SOA", values: ["ns-1.example a b"] }],
    ["a delegation", { name: "dev.acme.example", type: "NS", values: ["ns-1.example"] }],
    [
      "the mark of who delegates",
      { name: "_mooring.dev.acme.example", type: "TXT", values: ['"mooring:acme/dev"'] },
    ],
    [
      "the validation of a certificate",
      { name: `_${"a".repeat(32)}.acme.example`, type: "CNAME", values: ["_x.y.acm-validations.aws."] },
    ],
  ])("%s is not stray", (_what, record) => {
    expect(strays([record])).toEqual([]);
  });

  test("what only has the name of such a mark is stray", () => {
    expect(strays([{ name: "_mooring.dev.acme.example", type: "TXT", values: ['"hello"'] }])).toHaveLength(1);
  });

  test("what only looks like a validation is stray", () => {
    const fake = { ...live, name: `_${"a".repeat(32)}.acme.example`, values: ["evil.example"] };
    expect(strays([fake])).toHaveLength(1);
  });

  test("a group of records that nobody can read makes every record doubtful", () => {
    const resources = [{ logicalId: "G", physicalId: "group-1", type: "AWS::Route53::RecordSetGroup" }];
    expect(knownRecords([content({ resources })], zone).unreadable).toEqual(["theirs"]);
  });
});
