import { beforeEach, describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { changeRecords } from "../../../src/sandbox/route53/change-batch.ts";
import type { RecordChange, RecordInput } from "../../../src/sandbox/route53/records.ts";
import { createZone, deleteZone, findZoneByName, listRecords } from "../../../src/sandbox/route53/store.ts";
import type { Account } from "../../../src/sandbox/world.ts";
import { createWorld } from "../../../src/sandbox/world.ts";

let account: Account;
let zoneId: string;

beforeEach(() => {
  account = createWorld().account("111111111111");
  ({ zoneId } = createZone(account, { name: "acme.example", callerReference: "a", now: 0 }));
});

const a = (name: string, ...values: string[]): RecordInput => ({ name, type: "A", ttl: 60, values });
const cname = (name: string, value: string): RecordInput => ({
  name,
  type: "CNAME",
  ttl: 60,
  values: [value],
});
const change = (action: RecordChange["action"], record: RecordInput): RecordChange => ({ action, record });
const apply = (...changes: RecordChange[]): void => changeRecords(account, zoneId, changes);
const stored = () => listRecords(account, zoneId).filter(({ type }) => type !== "NS" && type !== "SOA");

const errorOf = (...changes: RecordChange[]): unknown => {
  try {
    apply(...changes);
  } catch (error) {
    return error;
  }
  return undefined;
};

describe("a batch of changes", () => {
  test("records are made, replaced and removed", () => {
    apply(
      change("CREATE", a("www.acme.example", "1.2.3.4")),
      change("UPSERT", a("api.acme.example", "1.2.3.4")),
    );
    apply(
      change("UPSERT", a("api.acme.example", "5.6.7.8")),
      change("DELETE", a("www.acme.example", "1.2.3.4")),
    );
    expect(stored()).toMatchObject([{ name: "api.acme.example.", values: ["5.6.7.8"] }]);
  });

  test("a record moves from one type to another within a batch", () => {
    apply(change("CREATE", cname("www.acme.example", "x.example")));
    apply(
      change("DELETE", cname("www.acme.example", "x.example")),
      change("CREATE", a("www.acme.example", "1.2.3.4")),
    );
    expect(stored()).toMatchObject([{ type: "A" }]);
  });

  test.each<[string, RecordChange[], string]>([
    [
      "a record that exists is made",
      [change("CREATE", a("Here.acme.example", "1.1.1.1"))],
      "[Tried to create resource record set [name='here.acme.example.', type='A'] but it already exists]",
    ],
    [
      "a record that does not exist is removed",
      [change("DELETE", { ...a("x.acme.example", "1.1.1.1"), setIdentifier: "s" })],
      "[Tried to delete resource record set [name='x.acme.example.', type='A', set-identifier='s'] but it was not found]",
    ],
    [
      "a record is removed with other values than it has",
      [change("DELETE", a("here.acme.example", "9.9.9.9"))],
      "[Tried to delete resource record set [name='here.acme.example.', type='A'] but the values provided do not match the current values]",
    ],
    [
      "a record lies outside of the zone",
      [change("CREATE", a("www.other.example", "1.1.1.1"))],
      "[RRSet with DNS name www.other.example. is not permitted in zone acme.example.]",
    ],
    [
      "a CNAME stands at the apex",
      [change("CREATE", cname("acme.example", "x.example"))],
      "[RRSet of type CNAME with DNS name acme.example. is not permitted at apex in zone acme.example.]",
    ],
    [
      "a CNAME joins another record",
      [change("CREATE", cname("here.acme.example", "x.example"))],
      "[RRSet of type CNAME with DNS name here.acme.example. is not permitted as it conflicts with other records with the same DNS name in zone acme.example.]",
    ],
    [
      "another record joins a CNAME",
      [change("CREATE", a("alias.acme.example", "1.1.1.1"))],
      "[RRSet of type A with DNS name alias.acme.example. is not permitted because a conflicting RRSet of type CNAME with the same DNS name already exists in zone acme.example.]",
    ],
    [
      "a value is no address",
      [change("CREATE", a("x.acme.example", "1.2.3"))],
      "[Invalid Resource Record: 'FATAL problem: ARRDATAIllegalIPv4Address (Value is not a valid IPv4 address) encountered with '1.2.3'']",
    ],
    [
      "a value comes twice",
      [change("CREATE", a("x.acme.example", "1.2.3.4", "1.2.3.4"))],
      "[Duplicate Resource Record: '1.2.3.4']",
    ],
    [
      "a text has no quotation marks",
      [change("CREATE", { name: "x.acme.example", type: "TXT", ttl: 1, values: ["a"] })],
      "[Invalid Resource Record: 'FATAL problem: InvalidCharacterString (Value should be enclosed in quotation marks) encountered with 'a'']",
    ],
    [
      "an alias into the zone points at nothing",
      [
        change("CREATE", {
          name: "x.acme.example",
          type: "AAAA",
          alias: { hostedZoneId: "OWN", dnsName: "here.acme.example", evaluateTargetHealth: false },
        }),
      ],
      "[Tried to create an alias that targets here.acme.example., type AAAA in zone OWN, but that target was not found]",
    ],
    [
      "an alias points outside of the zone it names",
      [
        change("CREATE", {
          name: "x.acme.example",
          type: "A",
          alias: { hostedZoneId: "OWN", dnsName: "here.other.example", evaluateTargetHealth: false },
        }),
      ],
      "[Tried to create an alias that targets here.other.example., type A in zone OWN, but the alias target name does not lie within the target zone]",
    ],
    [
      "a routed record joins a simple one",
      [
        change("CREATE", {
          ...a("here.acme.example", "1.1.1.2"),
          setIdentifier: "blue",
          routing: { weight: 1 },
        }),
      ],
      "[RRSet with DNS name here.acme.example., type A, SetIdentifier blue cannot be created as other RRSets exist with the same name and type.]",
    ],
    [
      "several things are wrong",
      [
        change("CREATE", a("here.acme.example", "1.1.1.1")),
        change("CREATE", a("www.other.example", "1.1.1.1")),
      ],
      "[Tried to create resource record set [name='here.acme.example.', type='A'] but it already exists, RRSet with DNS name www.other.example. is not permitted in zone acme.example.]",
    ],
  ])("when %s, nothing is changed and AWS's words say why", (_when, changes, message) => {
    apply(
      change("CREATE", a("here.acme.example", "1.1.1.1")),
      change("CREATE", cname("alias.acme.example", "x.example")),
    );
    const before = stored();
    const own = (text: string): string => text.replaceAll("OWN", zoneId);
    const wanted = JSON.parse(own(JSON.stringify(changes))) as RecordChange[];
    expect(errorOf(change("CREATE", a("good.acme.example", "1.1.1.1")), ...wanted)).toMatchObject({
      code: "InvalidChangeBatch",
      message: own(message),
    });
    expect(stored()).toEqual(before);
  });

  test("the zone's own records cannot be removed", () => {
    const ns = listRecords(account, zoneId).filter(({ type }) => type === "NS");
    expect(errorOf(...ns.map((record) => change("DELETE", record)))).toMatchObject({
      message: "[A HostedZone must contain at least one NS record for the zone itself.]",
    });
  });

  test("values may be named in any order when a record is removed", () => {
    apply(change("CREATE", a("x.acme.example", "1.1.1.1", "2.2.2.2")));
    apply(change("DELETE", a("x.acme.example", "2.2.2.2", "1.1.1.1")));
    expect(stored()).toEqual([]);
  });

  test.each<[string, RecordInput, string]>([
    [
      "both values and an alias",
      {
        ...a("x.acme.example", "1.1.1.1"),
        alias: { hostedZoneId: "Z", dnsName: "a.", evaluateTargetHealth: true },
      },
      "but found more than one in Change with [Action=UPSERT, Name=x.acme.example., Type=A, SetIdentifier=null]",
    ],
    ["neither", { name: "x.acme.example", type: "A" }, "but found none in Change with"],
    [
      "values without a time to live",
      { name: "x.acme.example", type: "A", values: ["1.1.1.1"] },
      "Missing field 'TTL'",
    ],
    [
      "a time to live that is no number",
      { ...a("x.acme.example", "1.1.1.1"), ttl: Number.NaN },
      "TTL must be a whole number",
    ],
    ["an unknown type", { ...a("x.acme.example", "1.1.1.1"), type: "ALIAS" }, "ALIAS is not a record type"],
  ])("a record with %s is invalid input", (_what, record, message) => {
    expect(errorOf(change("UPSERT", record))).toMatchObject({
      code: "InvalidInput",
      message: expect.stringContaining(message),
    });
  });

  test.each([
    ["CREATE", 1000],
    ["UPSERT", 500],
  ] as const)("a batch of %s may have %i records, and no more", (action, most) => {
    const changes = Array.from({ length: most + 1 }, (_, index) =>
      change(action, a(`x${String(index)}.acme.example`, "1.1.1.1")),
    );
    expect(errorOf(...changes)).toMatchObject({ message: "[Number of records limit of 1000 exceeded.]" });
    apply(...changes.slice(1));
    expect(stored()).toHaveLength(most);
  });

  test("what was made can be removed, in any order, and leaves the zone as it was", () => {
    const empty = listRecords(account, zoneId);
    const records = fc.uniqueArray(
      fc.record({ label: fc.stringMatching(/^[a-z]{1,5}$/), last: fc.nat(255) }),
      {
        selector: ({ label }) => label,
        maxLength: 20,
      },
    );
    fc.assert(
      fc.property(records, fc.nat(), (made, turn) => {
        const inputs = made.map(({ label, last }) => a(`${label}.acme.example`, `10.0.0.${String(last)}`));
        const turned = [
          ...inputs.slice(turn % (inputs.length + 1)),
          ...inputs.slice(0, turn % (inputs.length + 1)),
        ];
        apply(...inputs.map((record) => change("CREATE", record)));
        expect(stored()).toHaveLength(inputs.length);
        apply(...turned.map((record) => change("DELETE", record)));
        expect(listRecords(account, zoneId)).toEqual(empty);
      }),
    );
  });
});

describe("a hosted zone", () => {
  test("it is found by name, and with records of its own only it can be deleted", () => {
    expect(findZoneByName(account, "ACME.example")?.id).toBe(zoneId);
    apply(change("CREATE", a("www.acme.example", "1.1.1.1")));
    expect(() => deleteZone(account, zoneId)).toThrow(
      "The specified hosted zone contains non-required resource record sets and so cannot be deleted.",
    );
    apply(change("DELETE", a("www.acme.example", "1.1.1.1")));
    deleteZone(account, `/hostedzone/${zoneId}`);
    expect(findZoneByName(account, "acme.example")).toBeUndefined();
    expect(() => listRecords(account, zoneId)).toThrow(`No hosted zone found with ID: ${zoneId}`);
  });

  test("a caller reference makes one zone; the same name may be had twice, with other name servers", () => {
    expect(() => createZone(account, { name: "b.example", callerReference: "a", now: 0 })).toThrow(
      "A hosted zone has already been created with the specified caller reference: a",
    );
    const second = createZone(account, { name: "acme.example", callerReference: "b", now: 0 });
    expect(second.zoneId).not.toBe(zoneId);
    expect(second.nameServers).not.toEqual(findZoneByName(account, "acme.example")?.nameServers);
  });

  test.each(["", "a..b", `${"a".repeat(64)}.example`])("the name %j is not valid", (name) => {
    expect(() => createZone(account, { name, callerReference: "b", now: 0 })).toThrow(
      /is not a valid domain name/,
    );
  });
});
