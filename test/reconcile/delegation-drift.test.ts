import { describe, expect, test } from "@jest/globals";
import type { DnsRecord } from "../../src/model/cloud-drift.ts";
import type { AccountDrift, IgnoredDrift } from "../../src/model/drift.ts";
import { CloudError } from "../../src/model/cloud.ts";
import { newDriftSurvey } from "../../src/reconcile/drift-survey.ts";
import { newMemory } from "../../src/reconcile/memory.ts";
import { runPass } from "../../src/reconcile/pass.ts";
import { runUntilSettled } from "../../src/reconcile/run.ts";
import { delegatedJob, delegatedStacks, DOMAIN, parentWorld, type Setting } from "../support/delegation.ts";
import { failing } from "../support/job.ts";
import { MemoryWorld } from "../support/memory-world.ts";

const RECORD = `${DOMAIN} NS`;

/** The account after its first deployment, and what a survey of it says. */
async function settled(
  setting: Setting & { readonly selfHeal?: boolean; readonly ignoreDrift?: readonly IgnoredDrift[] } = {},
) {
  const { selfHeal = false, ignoreDrift = [], ...rest } = setting;
  const world = new MemoryWorld();
  const above = parentWorld();
  world.zones.set("ZCHILD", []);
  await delegatedJob({ world, above }).run();
  const { job, clouds, clock } = delegatedJob({ world, above, ...rest });
  const [target] = job.targets;
  const cloud = clouds.get("test");
  if (target === undefined || cloud === undefined) throw new Error("there is no account");
  const desired = target.desired.map((stack) => ({ ...stack, selfHeal, ignoreDrift }));
  const work = { ...job, ...target, desired, cloud, clock };
  const survey = async (): Promise<AccountDrift> => {
    const begun = newDriftSurvey({ ...work, spreadMs: 0 });
    for (;;) {
      const step = await begun.step();
      if (step.kind === "done") return step.drift;
      world.tick();
    }
  };
  const pass = (drift: AccountDrift, memory = newMemory()) =>
    runPass({ ...work, memory, unsettledBefore: [], mode: "apply", drift });
  const set = (records: readonly DnsRecord[]) => void above.zones.set("ZPARENT", records);
  return { survey, pass, set, clouds, records: () => above.zones.get("ZPARENT") ?? [] };
}

const marker: DnsRecord = {
  name: `_mooring.${DOMAIN}`,
  type: "TXT",
  ttl: 3600,
  values: ['"mooring:acme/test"'],
};
const elsewhere: DnsRecord = { name: DOMAIN, type: "NS", ttl: 60, values: ["ns-9.old.example."] };
const expected = '["ns-1.example","ns-2.example"]';

describe("a survey of a zone that is delegated", () => {
  test("finds nothing, and reads no more of the zone above than what leads here", async () => {
    const { survey, clouds } = await settled();
    expect(await survey()).toMatchObject({ properties: [], unknown: [] });
    expect(clouds.get("shared")?.calls()).toEqual({ identify: 1, hostedZones: 1, recordsWithin: 1 });
  });

  test.each<[string, readonly DnsRecord[], object]>([
    ["is gone", [], { property: "", expected }],
    [
      "leads elsewhere",
      [elsewhere, marker],
      { property: "/ResourceRecords", expected, actual: '["ns-9.old.example"]' },
    ],
    [
      "was taken by somebody else",
      [elsewhere],
      { property: "/ResourceRecords", expected, actual: '["ns-9.old.example"]' },
    ],
  ])("tells as drift of the zone that the record %s", async (_title, records, difference) => {
    const { survey, set } = await settled();
    set(records);
    expect((await survey()).properties).toMatchObject([
      { layer: "dns", account: "test", app: "zone", stack: "acme-zone", resource: RECORD, ...difference },
    ]);
  });

  test("leaves out what a person knows of", async () => {
    const ignoreDrift = [{ resource: RECORD, property: "*", reason: "moving registrars" }];
    const { survey, set } = await settled({ ignoreDrift });
    set([]);
    expect(await survey()).toMatchObject({
      properties: [],
      ignored: [{ because: expect.stringContaining("moving registrars") }],
    });
  });

  test("says that nobody knows where the zone above cannot be read, and goes on", async () => {
    const { survey } = await settled({ delegation: { parent: "other.example" } });
    expect(await survey()).toMatchObject({
      properties: [],
      unknown: [
        {
          app: "zone",
          why: `whether ${DOMAIN} is delegated is not known: account shared has no public hosted zone other.example`,
        },
      ],
    });
    expect(await survey()).not.toHaveProperty("failure");
  });

  test("does not look before anything has needed the delegation", async () => {
    const world = new MemoryWorld();
    world.zones.set("ZCHILD", []);
    const { job, clouds, clock } = delegatedJob({ world });
    const [target] = job.targets;
    const cloud = clouds.get("test");
    if (target === undefined || cloud === undefined) throw new Error("there is no account");
    const zoneOnly = { ...job, targets: [{ ...target, desired: delegatedStacks().slice(0, 1) }] };
    await runUntilSettled({ ...zoneOnly, timeoutMs: 60_000, random: () => 0.5 });
    const survey = newDriftSurvey({ ...job, ...target, cloud, clock, spreadMs: 0 });
    let step = await survey.step();
    for (; step.kind !== "done"; step = await survey.step()) world.tick();
    expect(step.drift.properties).toEqual([]);
    expect(clouds.get("shared")?.calls()).toEqual({});
  });
});

describe("a delegation that drifted", () => {
  const written = [{ values: ["ns-1.example.", "ns-2.example."] }, { values: ['"mooring:acme/test"'] }];

  test.each<[string, readonly DnsRecord[]]>([
    ["is gone", []],
    ["leads elsewhere and is ours", [elsewhere, marker]],
  ])("and %s is written again where drift is healed", async (_title, records) => {
    const { survey, pass, set, records: now } = await settled({ selfHeal: true });
    set(records);
    const healing = await pass(await survey());
    expect(healing.report.steps[0]).toMatchObject({
      step: { app: "zone", kind: "update", write: { kind: "change-records" } },
      refusals: [],
    });
    expect(healing.isSettled).toBe(true);
    expect(now().toSorted((a, b) => (a.type < b.type ? -1 : 1))).toMatchObject(written);
    expect(await survey()).toMatchObject({ properties: [] });
  });

  test("and was put right since is left as it is", async () => {
    const { survey, pass, set, records } = await settled({ selfHeal: true });
    const before = records();
    set([]);
    const drift = await survey();
    set(before);
    expect((await pass(drift)).report.steps[0]).toMatchObject({ step: { app: "zone", kind: "keep" } });
  });

  test.each<[string, readonly DnsRecord[], boolean]>([
    ["is somebody else's now", [elsewhere], true],
    ["is only reported", [], false],
  ])("and %s stays as it is", async (_title, records, selfHeal) => {
    const { survey, pass, set, records: now } = await settled({ selfHeal });
    set(records);
    expect((await pass(await survey())).report.steps[0]).toMatchObject({ step: { kind: "keep" } });
    expect(now()).toEqual(records);
  });

  test("and that AWS would not take is not tried again, and said to be a delegation", async () => {
    const denied = new CloudError("denied", "no access to the zone above");
    const interference = failing("changeRecords", 1, denied);
    const { survey, pass, set, records } = await settled({ selfHeal: true, shared: { interference } });
    set([]);
    const [drift, memory] = [await survey(), newMemory()];
    await pass(drift, memory);
    const why = `AWS will not take the change that delegates ${DOMAIN} in acme.example: no access to the zone above`;
    expect((await pass(drift, memory)).report.steps[0]).toMatchObject({ refusals: [{ why }] });
    expect(records()).toEqual([]);
  });

  test("is not written while the account is paused", async () => {
    const pauses = [{ covers: { kind: "account", account: "test" }, reason: "freeze" } as const];
    const { survey, pass, set, records } = await settled({ selfHeal: true, account: { pauses } });
    set([]);
    expect((await pass(await survey())).report.steps[0]).toMatchObject({ refusals: [{ rule: "paused" }] });
    expect(records()).toEqual([]);
  });
});
