import { expect, test } from "@jest/globals";
import type { DelegationCase } from "../../src/model/delegation.ts";
import { judgeDelegation } from "../../src/preflight/judge-delegation.ts";
import { whyOf } from "./why-of.ts";

const NAME_SERVERS = ["ns-1.example", "ns-2.example"];

function delegation(
  values: readonly string[] | undefined,
  given: Partial<DelegationCase> = {},
): DelegationCase {
  const record = { name: "dev.acme.example", type: "NS", ttl: 3600, values: values ?? [] };
  return {
    domain: "dev.acme.example",
    nameServers: NAME_SERVERS,
    delegation: {
      parent: "acme.example",
      adopt: false,
      site: { name: "root", id: "111111111111", region: "eu-west-1", roles: {} },
    },
    owner: { repository: "acme", account: "dev" },
    parent: { kind: "found", zoneId: "Z1", records: values === undefined ? [] : [record] },
    ...given,
  };
}

test("a zone to which the one above leads is delegated, whoever saw to that", () => {
  expect(judgeDelegation(delegation(NAME_SERVERS), true)).toEqual({ state: "good" });
});

test("a zone that is still to be delegated is no failure before there is a network in it", () => {
  expect(judgeDelegation(delegation(undefined), false)).toMatchObject({
    state: "good",
    note: expect.anything(),
  });
  expect(whyOf(judgeDelegation(delegation(undefined), true))).toBe(
    "nothing in acme.example leads to dev.acme.example, so nobody finds what is in it",
  );
});

test("our own record that leads elsewhere is named with where it leads", () => {
  const marked = delegation(["ns.elsewhere.example"]);
  const mark = { name: "_mooring.dev.acme.example", type: "TXT", ttl: 3600, values: ['"mooring:acme/dev"'] };
  const records = marked.parent.kind === "found" ? [...marked.parent.records, mark] : [];
  const parent = { kind: "found", zoneId: "Z1", records } as const;
  expect(whyOf(judgeDelegation({ ...marked, parent }, true))).toBe(
    "the NS record dev.acme.example in acme.example leads to ns.elsewhere.example, so nobody finds what is in it",
  );
});

test("a name that leads elsewhere is somebody else's", () => {
  expect(whyOf(judgeDelegation(delegation(["ns.elsewhere.example"]), false))).toContain(
    "ns.elsewhere.example",
  );
});

test("a zone above that cannot be reached just now is not known", () => {
  const parent = { kind: "unreadable", why: "no connection", mayRetry: true } as const;
  expect(judgeDelegation(delegation(undefined, { parent }), true)).toEqual({
    state: "unknown",
    why: "no connection",
  });
});
