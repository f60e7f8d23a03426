import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { DnsRecord } from "../../src/model/cloud-drift.ts";
import type { DelegationCase } from "../../src/model/delegation.ts";
import { delegationVerdict, markerName } from "../../src/model/delegation-verdict.ts";
import { aDelegation } from "../support/delegation.ts";

const DOMAIN = "test.acme.example";
const OURS = '"mooring:acme/test"';
const SERVERS = ["ns-1.awsdns.example", "ns-2.awsdns.example"];

const odd = fc.string({ unit: "binary", maxLength: 12 });
const mark = fc.oneof(
  fc.constantFrom(OURS, '"mooring:acme/other"', '"mooring:foreign/test"', '"mooring:"', '"mooring:acme/"'),
  fc.constantFrom('"v=spf1 -all"', '"mooring:acme/test" "and more"', '"\\007\\033[31mmooring:acme/test"', ""),
  odd,
);
const ttl = fc.option(fc.nat(86_400), { nil: undefined });
const recordOf = (
  name: fc.Arbitrary<string>,
  type: fc.Arbitrary<string>,
  value: fc.Arbitrary<string>,
): fc.Arbitrary<DnsRecord> =>
  fc.record({ name, type, values: fc.array(value, { minLength: 1, maxLength: 4 }), ttl }).map(withoutAbsent);

function withoutAbsent({ ttl: seconds, ...rest }: Omit<DnsRecord, "ttl"> & { ttl: number | undefined }) {
  return seconds === undefined ? rest : { ...rest, ttl: seconds };
}

const server = fc.oneof(
  fc.constantFrom("ns-1.awsdns.example.", "NS-2.awsdns.example.", "ns-9.old.example."),
  odd,
);
const ns = recordOf(fc.constant(DOMAIN), fc.constant("NS"), server);
const marker = recordOf(fc.constant(markerName(DOMAIN)), fc.constant("TXT"), mark);
const below = fc.constantFrom(
  `old.${DOMAIN}`,
  `\\052.${DOMAIN}`,
  `_mooring.old.${DOMAIN}`,
  `\\033[2J.${DOMAIN}`,
);
const other = recordOf(
  fc.oneof(fc.constant(DOMAIN), below),
  fc.constantFrom("A", "DS", "MX", "CAA", "CNAME", "TXT"),
  odd,
);

/** What a zone can have: one record of a name and type. */
const zone: fc.Arbitrary<readonly DnsRecord[]> = fc
  .tuple(
    fc.option(ns, { nil: undefined }),
    fc.option(marker, { nil: undefined }),
    fc.array(other, { maxLength: 2 }),
  )
  .map(([lead, whose, others]) => {
    const all = [lead, whose, ...others].filter((record) => record !== undefined);
    return [...new Map(all.map((record) => [`${record.name} ${record.type}`, record])).values()];
  });

function caseOf(records: readonly DnsRecord[], adopt: boolean): DelegationCase {
  return {
    domain: DOMAIN,
    nameServers: SERVERS,
    delegation: aDelegation({ adopt }),
    owner: { repository: "acme", account: "test" },
    parent: { kind: "found", zoneId: "ZPARENT", records },
  };
}

const find = (records: readonly DnsRecord[], name: string, type: string): DnsRecord | undefined =>
  records.find((record) => record.name === name && record.type === type);

describe("whatever stands in the zone above", () => {
  test("only the record that leads to the zone and its mark are written, as Route 53 takes it, and then it is delegated", () => {
    fc.assert(
      fc.property(zone, fc.boolean(), (records, adopt) => {
        const verdict = delegationVerdict(caseOf(records, adopt));
        if (verdict.kind !== "to-write") return;
        let after = records;
        for (const { action, record } of verdict.changes) {
          expect([`${DOMAIN} NS`, `${markerName(DOMAIN)} TXT`]).toContain(`${record.name} ${record.type}`);
          const there = find(after, record.name, record.type);
          expect(there).toEqual(action === "create" ? undefined : record);
          after = after.filter((each) => each !== there);
          if (action === "create") after = [...after, record];
        }
        expect(delegationVerdict(caseOf(after, false))).toEqual({ kind: "delegated" });
        expect(find(after, markerName(DOMAIN), "TXT")?.values).toContain(OURS);
      }),
      { numRuns: 1000 },
    );
  });

  test("what leads elsewhere and is not marked as ours is never changed unless it is adopted", () => {
    fc.assert(
      fc.property(zone, (records) => {
        const marks = find(records, markerName(DOMAIN), "TXT")?.values ?? [];
        if (find(records, DOMAIN, "NS") === undefined || marks.includes(OURS)) return;
        expect(["delegated", "refused"]).toContain(delegationVerdict(caseOf(records, false)).kind);
      }),
      { numRuns: 1000 },
    );
  });

  test("what another repository marked is not even adopted, and what others noted beside our mark stays", () => {
    fc.assert(
      fc.property(zone, fc.boolean(), (records, adopt) => {
        const before = find(records, markerName(DOMAIN), "TXT")?.values ?? [];
        const verdict = delegationVerdict(caseOf(records, adopt));
        if (verdict.kind !== "to-write") return;
        expect(before).not.toContain('"mooring:foreign/test"');
        const written = verdict.changes.find(
          ({ action, record }) => action === "create" && record.type === "TXT",
        );
        const kept = before.filter((value) => !value.startsWith('"mooring:acme/'));
        expect(written?.record.values ?? before).toEqual(expect.arrayContaining(kept));
      }),
      { numRuns: 1000 },
    );
  });
});
