import type { DnsRecord } from "../../src/model/cloud-drift.ts";
import type { Delegation } from "../../src/model/delegation.ts";
import { runUntilSettled } from "../../src/reconcile/run.ts";
import { appOf, jobOf, type Given } from "./job.ts";
import { MemoryWorld } from "./memory-world.ts";
import { templateOf } from "./stacks.ts";

/** `acme.example` in the account `shared`. */
export function aDelegation(given: Partial<Delegation> = {}): Delegation {
  return {
    parent: "acme.example",
    adopt: false,
    site: { name: "shared", id: "333333333333", region: "eu-west-1", roles: {} },
    ...given,
  };
}

/** The zone of the account `test`. */
export const DOMAIN = "test.acme.example";

/** `zone` with name servers, `network` after it, and an app after that. */
export function delegatedStacks(content = "one") {
  const Outputs = { ZoneId: { Value: "ZCHILD" }, NameServers: { Value: "ns-2.example,ns-1.example" } };
  const from = (stack: string, output: string) => ({
    dependsOn: [stack],
    parameters: { From: { kind: "text", text: [{ stack, output }] } } as const,
  });
  return [
    appOf("test", "zone", "zone", { template: templateOf("zone", { Outputs }) }),
    appOf("test", "network", content, from("zone", "ZoneId")),
    appOf("test", "storefront", "one", from("network", "Value")),
  ];
}

/** How a case differs from a new account and an empty zone above. */
export interface Setting {
  readonly world?: MemoryWorld;
  readonly above?: MemoryWorld;
  readonly delegation?: Partial<Delegation>;
  readonly shared?: Omit<Given, "desired">;
  readonly content?: string;
  readonly account?: Given["account"];
}

/** The account of the zone above, with these records in it. */
export function parentWorld(records: readonly DnsRecord[] = []): MemoryWorld {
  const world = new MemoryWorld();
  world.hostedZones = [{ id: "ZPARENT", name: "acme.example" }];
  world.zones.set("ZPARENT", records);
  return world;
}

/** A job over the account `test`, whose zone is delegated in `shared`. */
export function delegatedJob({
  world = new MemoryWorld(),
  above = parentWorld(),
  delegation,
  shared,
  content,
  account,
}: Setting = {}) {
  const given = {
    test: {
      world,
      desired: delegatedStacks(content),
      account: { delegation: aDelegation(delegation), ...account },
    },
    shared: { world: above, desired: [], identity: "333333333333", ...shared },
  };
  const made = jobOf(given, { select: { accounts: ["test"] } });
  const run = async () => {
    const { accounts } = await runUntilSettled({ ...made.job, timeoutMs: 30 * 60_000, random: () => 0.5 });
    return accounts[0];
  };
  return { ...made, world, above, run, records: () => above.zones.get("ZPARENT") ?? [] };
}

/** The account with its zone made, and nothing else. */
export async function makeZone(world: MemoryWorld): Promise<void> {
  const { job } = jobOf({ test: { world, desired: delegatedStacks().slice(0, 1) } });
  await runUntilSettled({ ...job, timeoutMs: 60_000, random: () => 0.5 });
}
