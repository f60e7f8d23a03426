import { describe, expect, test } from "@jest/globals";
import type { DelegationCase } from "../../src/model/delegation.ts";
import type { DriftedProperty } from "../../src/model/drift.ts";
import type { KeepStep } from "../../src/model/plan.ts";
import { delegateFirst, healDelegation } from "../../src/plan/delegate-first.ts";
import { aDelegation } from "../support/delegation.ts";
import { boundStack, deployedStack } from "../support/stacks.ts";

const DOMAIN = "test.acme.example";

function known(more: Partial<DelegationCase> = {}): DelegationCase {
  return {
    domain: DOMAIN,
    nameServers: ["ns-1.example"],
    delegation: aDelegation(),
    owner: { repository: "acme", account: "test" },
    parent: { kind: "found", zoneId: "ZPARENT", records: [] },
    ...more,
  };
}

const network = boundStack({ app: "network", name: "acme-network" });
const creation = {
  kind: "create",
  app: "network",
  stack: "acme-network",
  reason: "it is not there",
  to: network,
  write: { kind: "create-change-set", type: "CREATE", name: "mooring-1" },
} as const;

const zone = boundStack({ app: "zone", name: "acme-zone" });
const keep: KeepStep = {
  kind: "keep",
  app: "zone",
  stack: "acme-zone",
  reason: "in sync",
  from: deployedStack(zone),
};
const properties: readonly DriftedProperty[] = [];

describe("a network whose zone nothing leads to", () => {
  test("waits for one batch of records in the zone above", () => {
    expect(delegateFirst(creation, known())).toMatchObject({
      kind: "create",
      reason: `it is not there; delegates ${DOMAIN} in acme.example first`,
      write: {
        kind: "change-records",
        zoneId: "ZPARENT",
        changes: [{ action: "create" }, { action: "create" }],
      },
    });
  });

  test("is held when the zone's name servers are not known, and nothing is written above", () => {
    expect(delegateFirst(creation, known({ nameServers: undefined }))).toMatchObject({
      kind: "hold",
      because: { kind: "delegation" },
      reason: expect.stringContaining("no public hosted zone under the id"),
      remedy: expect.stringContaining("accounts/test/account.yaml"),
    });
  });
});

describe("a zone whose delegation drifted", () => {
  test("has it written again", () => {
    expect(healDelegation(keep, { to: zone, known: known(), properties })).toMatchObject({
      kind: "update",
      write: { kind: "change-records" },
    });
  });

  test("stays as it is when its name servers are not known", () => {
    expect(healDelegation(keep, { to: zone, known: known({ nameServers: undefined }), properties })).toBe(
      keep,
    );
  });
});
