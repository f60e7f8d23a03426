import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { DnsRecord } from "../../src/model/cloud-drift.ts";
import type { DelegationCase } from "../../src/model/delegation.ts";
import { delegationVerdict } from "../../src/model/delegation-verdict.ts";
import { aDelegation } from "../support/delegation.ts";

const DOMAIN = "test.acme.example";
const SERVERS = ["ns-1.awsdns.example", "ns-2.awsdns.example"];
const record = (name: string, type: string, ...values: readonly string[]): DnsRecord => ({
  name,
  type,
  values,
  ttl: 300,
});
const ns = (...values: readonly string[]) => record(DOMAIN, "NS", ...values);
const OURS = ns("ns-2.awsdns.example.", "NS-1.awsdns.example.");
const ELSEWHERE = ns("ns-9.old.example.");
const marker = (...values: readonly string[]) => record(`_mooring.${DOMAIN}`, "TXT", ...values);
const MINE = marker('"mooring:acme/test"');

function given(records: readonly DnsRecord[], more: Partial<DelegationCase> = {}): DelegationCase {
  return {
    domain: DOMAIN,
    nameServers: SERVERS,
    delegation: aDelegation(),
    owner: { repository: "acme", account: "test" },
    parent: { kind: "found", zoneId: "ZPARENT", records },
    ...more,
  };
}

const adopting = { delegation: aDelegation({ adopt: true }) };
const verdict = (records: readonly DnsRecord[], more: Partial<DelegationCase> = {}) =>
  delegationVerdict(given(records, more));

describe("a zone that is delegated", () => {
  test.each([
    ["and marked as ours", [OURS, MINE]],
    ["by somebody who marked nothing", [OURS]],
    ["and marked by another repository", [OURS, marker('"mooring:other/prod"')]],
    ["with records of older days below it", [OURS, record(`old.${DOMAIN}`, "A", "192.0.2.1")]],
  ])("%s is left as it is", (_title, records) => {
    expect(verdict(records)).toEqual({ kind: "delegated" });
  });
});

describe("a zone that nothing leads to", () => {
  const created = { name: DOMAIN, type: "NS", values: ["ns-1.awsdns.example.", "ns-2.awsdns.example."] };

  test("gets its NS record and the mark of who wrote it, in one batch", () => {
    expect(verdict([])).toEqual({
      kind: "to-write",
      zoneId: "ZPARENT",
      changes: [
        { action: "create", record: { ...created, ttl: 3600 } },
        { action: "create", record: { ...MINE, ttl: 3600 } },
      ],
    });
  });

  test("keeps the mark that is there, and what else somebody noted beside it", () => {
    expect(verdict([MINE])).toMatchObject({ changes: [{ action: "create", record: { type: "NS" } }] });
    expect(verdict([marker('"hands off"')])).toMatchObject({
      changes: [
        { action: "create", record: { type: "NS" } },
        { action: "delete", record: { values: ['"hands off"'], ttl: 300 } },
        { action: "create", record: { values: ['"hands off"', '"mooring:acme/test"'] } },
      ],
    });
  });

  test("may have a DS record waiting for it", () => {
    expect(verdict([record(DOMAIN, "DS", "1 2 3 ab")]).kind).toBe("to-write");
  });

  test.each([
    ["of its name", record(DOMAIN, "A", "192.0.2.1")],
    ["below it", record(`www.${DOMAIN}`, "CNAME", "shop.example.")],
  ])("is not delegated over records %s until the repository says so", (_title, hidden) => {
    expect(verdict([hidden])).toMatchObject({
      kind: "refused",
      why: `the zone acme.example has records that nobody could see any more once ${DOMAIN} is delegated: ${hidden.name} ${hidden.type}`,
      remedy: expect.stringContaining("`adopt: true` under `delegation` in accounts/test/account.yaml"),
    });
    expect(verdict([hidden], adopting).kind).toBe("to-write");
  });

  test("whose name is an alias of another is for a person, whatever the repository says", () => {
    expect(verdict([record(DOMAIN, "CNAME", "shop.example.")], adopting)).toMatchObject({
      kind: "refused",
      remedy: "remove that record by hand",
    });
  });

  test("is nothing to write about as long as its name servers are not known", () => {
    expect(verdict([], { nameServers: undefined })).toMatchObject({ kind: "to-write", changes: [] });
    expect(verdict([ELSEWHERE], { nameServers: undefined }).kind).toBe("refused");
  });
});

describe("an NS record that leads elsewhere", () => {
  const replaced = {
    kind: "to-write",
    there: ELSEWHERE,
    changes: [
      { action: "delete", record: { values: ["ns-9.old.example."], ttl: 300 } },
      { action: "create", record: { type: "NS" } },
    ],
  };

  test("is replaced by exactly what is there where it is marked as ours", () => {
    expect(verdict([ELSEWHERE, MINE])).toMatchObject(replaced);
  });

  test.each([
    ["that nobody marked", [ELSEWHERE], "is not marked as ours"],
    ["of another account", [ELSEWHERE, marker('"mooring:acme/old"')], "is marked as that of account old"],
  ])("%s is not taken, until the repository takes it over", (_title, records, why) => {
    expect(verdict(records)).toMatchObject({
      kind: "refused",
      why: `the NS record ${DOMAIN} in acme.example leads to ns-9.old.example. and ${why}`,
      there: ELSEWHERE,
    });
    expect(verdict(records, adopting).kind).toBe("to-write");
  });

  test("of another repository is never taken", () => {
    expect(verdict([ELSEWHERE, marker('"mooring:other/prod"')], adopting)).toMatchObject({
      kind: "refused",
      why: expect.stringContaining("belongs to prod of the environments repository other"),
    });
  });
});

describe("a zone above that", () => {
  test.each<[string, DelegationCase["parent"], string]>([
    ["is not there", { kind: "missing" }, "account shared has no public hosted zone acme.example"],
    [
      "is there twice",
      { kind: "ambiguous", zoneIds: ["Z1", "Z2"] },
      "several public hosted zones acme.example: Z1, Z2",
    ],
    [
      "is looked for in the wrong account",
      { kind: "wrong-account", identity: { account: "999999999999", arn: "arn:x" } },
      "(arn:x) are of AWS account 999999999999, and shared is 333333333333",
    ],
    [
      "may not be read",
      { kind: "unreadable", why: "no", mayRetry: false },
      "test.acme.example and the zone acme.example above it cannot be compared: no",
    ],
  ])("%s needs a person", (_title, parent, why) => {
    expect(delegationVerdict(given([], { parent }))).toMatchObject({
      kind: "refused",
      why: expect.stringContaining(why),
    });
  });

  test("cannot be asked just now is asked again", () => {
    const parent = { kind: "unreadable", why: "slow down", mayRetry: true } as const;
    expect(delegationVerdict(given([], { parent }))).toEqual({ kind: "unknown", why: "slow down" });
  });
});

describe("whatever stands in the zone above", () => {
  const records = fc.subarray([
    OURS,
    ELSEWHERE,
    MINE,
    marker('"mooring:other/prod"'),
    marker('"mooring:acme/old"', '"hands off"'),
    record(DOMAIN, "MX", "10 mail.example."),
    record(`www.${DOMAIN}`, "A", "192.0.2.1"),
  ]);

  test("what is written once is found delegated after it, and only what is deleted goes", () => {
    fc.assert(
      fc.property(records, fc.boolean(), (before, adopt) => {
        const unique = [...new Map(before.map((each) => [`${each.name} ${each.type}`, each])).values()];
        const more = { delegation: aDelegation({ adopt }) };
        const first = verdict(unique, more);
        if (first.kind !== "to-write") return;
        const gone = first.changes.filter(({ action }) => action === "delete").map((each) => each.record);
        const left = unique.filter(
          ({ name, type }) => !gone.some((it) => it.name === name && it.type === type),
        );
        const made = first.changes.filter(({ action }) => action === "create").map((each) => each.record);
        expect(left).toHaveLength(unique.length - gone.length);
        expect(verdict([...left, ...made], more)).toEqual({ kind: "delegated" });
      }),
    );
  });
});
