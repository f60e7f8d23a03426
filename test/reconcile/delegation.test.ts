import { describe, expect, test } from "@jest/globals";
import { CloudError } from "../../src/model/cloud.ts";
import type { Delegation } from "../../src/model/delegation.ts";
import type { DnsRecord } from "../../src/model/cloud-drift.ts";
import { look } from "../../src/reconcile/look.ts";
import { preview } from "../../src/reconcile/preview.ts";
import { runUntilSettled } from "../../src/reconcile/run.ts";
import { delegatedJob, delegatedStacks, DOMAIN, makeZone, parentWorld } from "../support/delegation.ts";
import { failing, jobOf } from "../support/job.ts";
import type { Interference } from "../support/memory-cloud.ts";
import { MemoryWorld } from "../support/memory-world.ts";
import { templateOf } from "../support/stacks.ts";

const ns = (...values: readonly string[]): DnsRecord => ({ name: DOMAIN, type: "NS", ttl: 60, values });
const isExecuted = (world: MemoryWorld, stack: string): boolean =>
  world.executions.some((each) => each.stack === stack);

describe("the zone of a new account", () => {
  test("is delegated when it is there, and before its network is made", async () => {
    const seen: string[] = [];
    const { run, above, world, records } = delegatedJob({
      shared: { interference: watch((method) => method === "changeRecords" && seen.push(...names())) },
    });
    const names = () => [...world.stacks.values()].map(({ name }) => name);
    expect(await run()).toMatchObject({ standing: "settled" });
    expect(seen).toEqual(["acme-zone"]);
    expect(records()).toEqual([
      { ...ns("ns-1.example.", "ns-2.example."), ttl: 3600 },
      { name: `_mooring.${DOMAIN}`, type: "TXT", ttl: 3600, values: ['"mooring:acme/test"'] },
    ]);
    expect(above.stacks.size).toBe(0);
  });

  test("costs nothing once everything is in sync, not even a look at the zone above", async () => {
    const { run, world, above } = delegatedJob();
    await run();
    const again = delegatedJob({ world, above });
    expect(await again.run()).toMatchObject({ standing: "settled", calls: { identify: 1, sweep: 1 } });
    expect(again.clouds.get("shared")?.calls()).toEqual({});
  });

  test("is looked at again before the network changes, and left as it is when it is right", async () => {
    const { run, world, above, records } = delegatedJob();
    await run();
    const before = records();
    const again = delegatedJob({ world, above, content: "two" });
    expect(await again.run()).toMatchObject({ standing: "settled" });
    expect(again.clouds.get("shared")?.calls()).toMatchObject({
      identify: 1,
      hostedZones: 1,
      recordsWithin: 1,
    });
    expect(again.clouds.get("shared")?.calls()).not.toHaveProperty("changeRecords");
    expect(records()).toEqual(before);
  });

  test("that was there before Mooring tells its name servers itself", async () => {
    const world = new MemoryWorld();
    world.hostedZones = [{ id: "ZCHILD", name: DOMAIN }];
    world.zones.set("ZCHILD", [ns("ns-7.example")]);
    const set = delegatedJob({ world });
    const [zone, ...others] = delegatedStacks();
    const named = templateOf("zone", { Outputs: { ZoneId: { Value: "ZCHILD" } } });
    const targets = set.job.targets.map((target) =>
      target.account.name === "test" && zone !== undefined
        ? { ...target, desired: [{ ...zone, template: named }, ...others] }
        : target,
    );
    await runUntilSettled({ ...set.job, targets, timeoutMs: 60_000, random: () => 0.5 });
    expect(set.records()[0]).toMatchObject({ values: ["ns-7.example."] });
  });
});

describe("an NS record of somebody else", () => {
  const theirs = () => parentWorld([ns("ns-9.old.example.")]);

  test("holds the network and what follows, and stays", async () => {
    const { run, records, world } = delegatedJob({ above: theirs() });
    expect(await run()).toMatchObject({
      standing: "blocked",
      last: {
        steps: [
          { step: { app: "zone", kind: "keep" } },
          {
            step: {
              app: "network",
              kind: "hold",
              because: { kind: "delegation" },
              reason: expect.stringContaining("leads to ns-9.old.example. and is not marked as ours"),
              remedy: expect.stringContaining("adopt: true"),
            },
          },
          { step: { app: "storefront", kind: "hold", reason: "waits for network, which is held" } },
        ],
      },
    });
    expect(records()).toEqual([ns("ns-9.old.example.")]);
    expect(world.find("acme-network")).toBeUndefined();
  });

  test("is taken over where the repository says so", async () => {
    const { run, records } = delegatedJob({ above: theirs(), delegation: { adopt: true } });
    expect(await run()).toMatchObject({ standing: "settled" });
    expect(records()[0]?.values).toEqual(["ns-1.example.", "ns-2.example."]);
  });
});

describe("what stops any write stops a delegation", () => {
  const paused = { pauses: [{ covers: { kind: "account", account: "test" }, reason: "freeze" } as const] };

  test("a pause that begins when the zone is there", async () => {
    const world = new MemoryWorld();
    await makeZone(world);
    const { run, records } = delegatedJob({ world, account: paused });
    expect(await run()).toMatchObject({
      standing: "blocked",
      last: {
        steps: [
          {},
          { step: { app: "network", write: { kind: "change-records" } }, refusals: [{ rule: "paused" }] },
          {},
        ],
      },
    });
    expect(records()).toEqual([]);
  });

  test("a look and a plan, which say what would be done", async () => {
    const world = new MemoryWorld();
    await makeZone(world);
    const { job, records, clouds } = delegatedJob({ world });
    const reason = `not deployed yet; delegates ${DOMAIN} in acme.example first`;
    for (const report of [await look(job), await preview({ ...job, form: "fast" })])
      expect(report.accounts[0]?.last.steps[1]?.step).toMatchObject({
        app: "network",
        kind: "create",
        reason,
      });
    expect(records()).toEqual([]);
    expect(clouds.get("shared")?.calls()).not.toHaveProperty("changeRecords");
  });

  test("a plan of an account that is not there yet says it too, and asks nobody", async () => {
    const { job, clouds } = delegatedJob();
    const report = await preview({ ...job, form: "fast" });
    expect(report.accounts[0]?.last.steps[1]?.step.reason).toBe(
      `waits for zone, which has to be created first; then delegates ${DOMAIN} in acme.example`,
    );
    expect(clouds.get("shared")?.calls()).toEqual({});
  });

  test("credentials of another account for the zone above", async () => {
    const { run, records } = delegatedJob({ shared: { identity: "999999999999" } });
    expect(await run()).toMatchObject({
      last: {
        steps: [
          {},
          { step: { kind: "hold", reason: expect.stringContaining("and shared is 333333333333") } },
          {},
        ],
      },
    });
    expect(records()).toEqual([]);
  });
});

describe("a zone above that cannot be written", () => {
  test("because nobody may holds the network, and no other stack", async () => {
    const denied = new CloudError("denied", "mooring may not call route53:ChangeResourceRecordSets");
    const { run } = delegatedJob({ shared: { interference: failing("changeRecords", 9, denied) } });
    expect(await run()).toMatchObject({
      standing: "blocked",
      last: {
        steps: [{ step: { app: "zone", kind: "keep" } }, {}, {}],
        outcomes: [{ app: "network", result: { kind: "rejected", message: denied.message } }],
      },
    });
  });

  test.each(["hostedZones", "recordsWithin", "changeRecords"] as const)(
    "because %s is throttled for a while is asked again",
    async (method) => {
      const { run, world } = delegatedJob({ shared: { interference: failing(method, 2) } });
      expect(await run()).toMatchObject({ standing: "settled" });
      expect(isExecuted(world, "acme-network")).toBe(true);
    },
  );

  test("because somebody else was first is looked at again", async () => {
    let races = 1;
    const interference = { ...watch(() => undefined), losesRace: () => (races -= 1) >= 0 };
    const { run, records } = delegatedJob({ shared: { interference } });
    expect(await run()).toMatchObject({ standing: "settled" });
    expect(records()).toHaveLength(2);
  });

  test.each<[string, Partial<Delegation>, string]>([
    ["is not there", { parent: "other.example" }, "account shared has no public hosted zone other.example"],
    ["is not there by its id", { zoneId: "ZNONE" }, "account shared has no public hosted zone ZNONE"],
  ])("because it %s holds the network in a sentence", async (_title, delegation, reason) => {
    const { run } = delegatedJob({ delegation });
    expect(await run()).toMatchObject({
      last: {
        steps: [{}, { step: { kind: "hold", reason: `${DOMAIN} cannot be delegated: ${reason}` } }, {}],
      },
    });
  });
});

describe("an account that gives up its delegation", () => {
  test("leaves the NS record where it is", async () => {
    const { run, world, above, records } = delegatedJob();
    await run();
    const without = jobOf({ test: { world, desired: delegatedStacks("two") } });
    await runUntilSettled({ ...without.job, timeoutMs: 60_000, random: () => 0.5 });
    expect(isExecuted(world, "acme-network")).toBe(true);
    expect(records()).toHaveLength(2);
    expect(above.stacks.size).toBe(0);
  });
});

function watch(look: (method: string) => unknown): Interference {
  return { before: (method) => void look(method), after: () => undefined };
}
