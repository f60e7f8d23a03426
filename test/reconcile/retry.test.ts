import { describe, expect, test } from "@jest/globals";
import type { DesiredStack } from "../../src/model/desired-stack.ts";
import { retry } from "../../src/reconcile/retry.ts";
import { runUntilSettled } from "../../src/reconcile/run.ts";
import { appOf, failing, jobOf } from "../support/job.ts";
import { MemoryWorld, type Mishap } from "../support/memory-world.ts";

type Given = Pick<Parameters<typeof jobOf>[0][string], "identity" | "account">;
const PAUSE = { covers: { kind: "account", account: "test" } } as const;

const catalog = (content: string) => appOf("test", "catalog", content);

async function sync(world: MemoryWorld, desired: readonly DesiredStack[]) {
  const { job } = jobOf({ test: { world, desired, account: { removed: ["catalog"] } } });
  return (await runUntilSettled({ ...job, timeoutMs: 1_000_000 })).accounts[0];
}

function lift(world: MemoryWorld, desired: readonly DesiredStack[], app = "catalog") {
  const { job } = jobOf({ test: { world, desired, account: { removed: ["catalog"] } } });
  return retry({ ...job, account: "test", app, timeoutMs: 60_000 });
}

async function failingOn(...during: readonly Mishap["during"][]) {
  const world = new MemoryWorld();
  const mishaps = during.map((each) => ({ stack: "acme-catalog", during: each, content: "two" }));
  if (!during.includes("create")) await sync(world, [catalog("one")]);
  world.mishaps = mishaps;
  expect((await sync(world, [catalog("two")]))?.standing).toBe("blocked");
  world.mishaps = [];
  return world;
}

describe("moor retry", () => {
  test("lets an update that was rolled back be tried once more", async () => {
    const world = await failingOn("update");
    expect((await sync(world, [catalog("two")]))?.standing).toBe("blocked");
    expect(await lift(world, [catalog("two")])).toEqual({
      kind: "lifted",
      lines: ["made a change set for another try of acme-catalog"],
      remedy: "run `moor sync` to go on",
    });
    expect((await sync(world, [catalog("two")]))?.standing).toBe("settled");
    expect(world.executions.map(({ token }) => token.slice(-2))).toEqual(["-1", "-1", "-2"]);
  });

  test("is no licence to try for ever: when it fails again it is quarantined again", async () => {
    const world = await failingOn("update");
    world.mishaps = [{ stack: "acme-catalog", during: "update", content: "two" }];
    await lift(world, [catalog("two")]);
    expect((await sync(world, [catalog("two")]))?.last.steps[0]?.refusals).toMatchObject([
      { rule: "quarantine", why: expect.stringContaining("attempt 2") },
    ]);
    expect(world.executions).toHaveLength(3);
  });

  test("deletes a dead stack and creates it anew", async () => {
    const world = await failingOn("create");
    expect(await lift(world, [catalog("two")])).toMatchObject({
      kind: "lifted",
      lines: [
        "deleted acme-catalog, whose first creation failed",
        "made a change set for another try of acme-catalog",
      ],
    });
    expect((await sync(world, [catalog("two")]))?.standing).toBe("settled");
    expect(world.executions.map(({ token }) => token.slice(-2))).toEqual(["-1", "-2"]);
  });

  test("does not wait for a deletion for ever, and the next sync does the rest", async () => {
    const world = await failingOn("create");
    world.duration = 100;
    expect(await lift(world, [catalog("two")])).toMatchObject({
      kind: "lifted",
      lines: [expect.stringContaining("it is not gone yet")],
    });
    world.duration = 1;
    expect((await sync(world, [catalog("two")]))?.standing).toBe("settled");
  });

  test("deletes a refused change set, so that the next sync offers the content again", async () => {
    const world = await failingOn("change-set");
    expect(await lift(world, [catalog("two")])).toMatchObject({ kind: "lifted" });
    expect((await sync(world, [catalog("two")]))?.standing).toBe("settled");
  });

  test("tries a roll-back that is stuck once more", async () => {
    const world = new MemoryWorld();
    await sync(world, [catalog("one")]);
    const stack = world.find("acme-catalog");
    if (stack === undefined) throw new Error("not deployed");
    world.put({ ...stack, phase: "rollback-failed" });
    world.mishaps = [{ stack: "acme-catalog", during: "continue" }];
    expect((await sync(world, [catalog("one")]))?.last.steps).toMatchObject([
      { step: { kind: "hold", because: { kind: "stuck" } } },
    ]);
    world.mishaps = [];
    expect(await lift(world, [catalog("one")])).toMatchObject({
      kind: "lifted",
      lines: ["asked CloudFormation once more to continue rolling catalog back"],
    });
    expect((await sync(world, [catalog("one")]))?.standing).toBe("settled");
  });

  test("tries a deletion that failed twice once more", async () => {
    const world = new MemoryWorld();
    await sync(world, [catalog("one")]);
    world.mishaps = [{ stack: "acme-catalog", during: "delete" }];
    expect((await sync(world, []))?.standing).toBe("blocked");
    expect(world.deletions).toHaveLength(2);
    world.mishaps = [];
    expect(await lift(world, [])).toMatchObject({ kind: "lifted" });
    world.tick();
    expect(world.stacks.size).toBe(0);
  });

  test("says that there is nothing to lift for an app that is in sync", async () => {
    const world = new MemoryWorld();
    await sync(world, [catalog("one")]);
    const lines = ["catalog in test is not quarantined: in sync"];
    expect(await lift(world, [catalog("one")])).toEqual({ kind: "nothing", lines });
  });

  test("names an app that is neither wanted nor deployed", async () => {
    expect(await lift(new MemoryWorld(), [catalog("one")], "nosuch")).toMatchObject({
      kind: "failed",
      lines: ["nosuch is neither wanted nor deployed in test"],
    });
  });

  test("lifts nothing else that speaks against a step", async () => {
    const world = await failingOn("update");
    const { job } = jobOf({ test: { world, desired: [catalog("two")], identity: "999999999999" } });
    const before = world.find("acme-catalog")?.changeSets.length;
    expect(await retry({ ...job, account: "test", app: "catalog", timeoutMs: 1000 })).toMatchObject({
      kind: "failed",
      lines: [expect.stringContaining("999999999999")],
    });
    expect(world.find("acme-catalog")?.changeSets).toHaveLength(before ?? -1);
  });

  test.each<[string, Given, RegExp]>([
    ["with credentials of another account", { identity: "999999999999" }, /999999999999/],
    ["on what is paused", { account: { pauses: [PAUSE] } }, /paused/],
  ])("does not lift a hold %s", async (_what, given, why) => {
    const world = new MemoryWorld();
    await sync(world, [catalog("one")]);
    world.mishaps = [{ stack: "acme-catalog", during: "delete" }];
    await sync(world, []);
    const begun = world.deletions.length;
    const account = { removed: ["catalog"], ...given.account };
    const { job } = jobOf({ test: { world, desired: [], ...given, account } });
    expect(await retry({ ...job, account: "test", app: "catalog", timeoutMs: 1000 })).toMatchObject({
      kind: "failed",
      lines: [expect.stringMatching(why)],
    });
    expect(world.deletions).toHaveLength(begun);
  });

  test("keeps to the change windows, unless a person says otherwise", async () => {
    const world = await failingOn("update");
    const account = {
      windows: [{ effect: "deny", cron: "* * * * *", durationMs: 3_600_000, timezone: "UTC" }],
    } as const;
    const { job } = jobOf({ test: { world, desired: [catalog("two")], account } });
    const asked = { ...job, account: "test", app: "catalog", timeoutMs: 1000 };
    expect(await retry(asked)).toMatchObject({
      kind: "failed",
      remedy: expect.stringContaining("--ignore-windows"),
    });
    expect(await retry({ ...asked, ignoreWindows: true })).toMatchObject({ kind: "lifted" });
  });

  test("says who is in the way when somebody else was first", async () => {
    const world = await failingOn("update");
    const { job } = jobOf({
      test: {
        world,
        desired: [catalog("two")],
        interference: { before: () => undefined, after: () => undefined, losesRace: () => true },
      },
    });
    expect(await retry({ ...job, account: "test", app: "catalog", timeoutMs: 1000 })).toEqual({
      kind: "failed",
      lines: ["somebody else is at work on it: somebody else was first"],
      remedy: "run `moor status`, and try again when it is at rest",
    });
  });

  test("reports that AWS could not be asked, with what to do", async () => {
    const { job } = jobOf({ test: { desired: [catalog("one")], interference: failing("sweep", 1) } });
    expect(await retry({ ...job, account: "test", app: "catalog", timeoutMs: 1000 })).toEqual({
      kind: "failed",
      lines: ["Rate exceeded"],
      remedy: "wait",
    });
  });
});
