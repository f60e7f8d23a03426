import { describe, expect, test } from "@jest/globals";
import { ownershipTags } from "../../src/model/ownership.ts";
import { deployRoles, type RolesEnd, type RolesWork } from "../../src/reconcile/deploy-roles.ts";
import { memoryClock } from "../support/memory-clock.ts";
import { memoryCloud } from "../support/memory-cloud.ts";
import { MemoryWorld, type StackRecord } from "../support/memory-world.ts";

const TAGS = { "mooring:stack": "roles" };
const ONE = '{"Resources":{"Role":{"Type":"AWS::IAM::Role"}}}';
const TWO = '{"Resources":{"Role":{"Type":"AWS::IAM::Role"},"Other":{"Type":"AWS::IAM::Role"}}}';

/** One run of the command; no two of them begin at the same time. */
let runs = 0;
function deploy(world: MemoryWorld, template = ONE, more: Partial<RolesWork> = {}): Promise<RolesEnd> {
  runs += 1;
  const clock = memoryClock([world]);
  const start = runs * 1_000_000;
  return deployRoles({
    cloud: memoryCloud(world),
    clock: { now: () => start + clock.now(), sleep: (ms, signal) => clock.sleep(ms, signal) },
    account: "111111111111",
    stack: { name: "mooring-roles", template, parameters: { Name: "x" }, tags: TAGS },
    timeoutMs: 60_000,
    pollMs: 1000,
    ...more,
  });
}

function worldWith(stack: Partial<StackRecord>): MemoryWorld {
  const world = new MemoryWorld();
  world.add("mooring-roles", { tags: TAGS, template: ONE, parameters: { Name: "x" }, ...stack });
  return world;
}

test("an account without the roles gets them; the same again changes nothing, another template does", async () => {
  const world = new MemoryWorld();
  expect(await deploy(world)).toEqual({ kind: "created" });
  expect(await deploy(world)).toEqual({ kind: "unchanged" });
  expect(await deploy(world, TWO)).toEqual({ kind: "updated" });
  expect(world.executions.length).toBe(2);
  expect(world.find("mooring-roles")).toMatchObject({ phase: "settled", template: TWO, tags: TAGS });
});

test("what a killed run left, a stack without a template, is taken over", async () => {
  const world = worldWith({ phase: "shell", tags: {} });
  expect(await deploy(world)).toEqual({ kind: "created" });
});

test("an operation that runs is waited for", async () => {
  const world = new MemoryWorld();
  world.duration = 5;
  expect(await deploy(world)).toEqual({ kind: "created" });
  world.updateByHand(world.find("mooring-roles")!, TWO);
  expect(await deploy(world)).toEqual({ kind: "updated" });
  expect(world.find("mooring-roles")?.template).toBe(ONE);
});

test("a creation that failed says why, and the next run begins anew", async () => {
  const world = new MemoryWorld();
  world.mishaps.push({ stack: "mooring-roles", during: "create" });
  expect(await deploy(world)).toMatchObject({ kind: "failed", why: expect.stringMatching(/failed: /) });
  expect(world.find("mooring-roles")?.phase).toBe("dead");
  world.mishaps = [];
  expect(await deploy(world)).toEqual({ kind: "created" });
  expect(world.deletions).toEqual(["mooring-roles"]);
});

test("a change set that CloudFormation refuses is told in its words and taken away", async () => {
  const world = worldWith({});
  world.mishaps.push({ stack: "mooring-roles", during: "change-set" });
  expect(await deploy(world, TWO)).toEqual({
    kind: "failed",
    why: "CloudFormation refuses the change set (Template format error: it was refused.)",
  });
  expect(world.find("mooring-roles")?.changeSets).toEqual([]);
});

describe("nothing is written", () => {
  test.each<[string, Partial<StackRecord>, RegExp]>([
    ["to a stack of that name that was not made for the roles", { tags: {} }, /not made by moor bootstrap/],
    [
      "to an app of that name",
      { tags: { ...TAGS, ...ownershipTags({ repository: "mooring", account: "dev", app: "roles" }) } },
      /is the app roles of the repository mooring/,
    ],
    ["to a stack that needs a person", { phase: "rollback-failed" }, /is in ROLLBACK_FAILED/],
  ])("%s", async (_, stack, why) => {
    const world = worldWith(stack);
    expect(await deploy(world, TWO)).toMatchObject({
      kind: "failed",
      why: expect.stringMatching(why),
      remedy: expect.any(String),
    });
    expect(world.find("mooring-roles")).toMatchObject({ template: ONE, changeSets: [] });
  });

  test("with the credentials of another account", async () => {
    const world = new MemoryWorld();
    const ended = await deploy(world, ONE, { account: "222222222222" });
    expect(ended).toMatchObject({ kind: "failed", why: expect.stringMatching(/111111111111, not to 2222/) });
    expect(world.stacks.size).toBe(0);
  });
});

test("out of time, or interrupted, it says what it waited for, and the next run sees how it ended", async () => {
  const world = new MemoryWorld();
  world.duration = 1000;
  expect(await deploy(world)).toEqual({ kind: "unfinished", waitedFor: "the end of the operation" });
  const aborted = { signal: AbortSignal.abort() };
  expect(await deploy(world, ONE, aborted)).toEqual({
    kind: "unfinished",
    waitedFor: "the operation that runs on the stack",
  });
  expect(await deploy(world, ONE, { timeoutMs: 10_000_000 })).toEqual({ kind: "unchanged" });
});
