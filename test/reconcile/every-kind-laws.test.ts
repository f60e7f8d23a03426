import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { place } from "../../src/blueprints/place.ts";
import type { DesiredStack } from "../../src/model/desired-stack.ts";
import type { Placement } from "../../src/model/repository.ts";
import { newMemory } from "../../src/reconcile/memory.ts";
import { runPass, type Pass } from "../../src/reconcile/pass.ts";
import { arbitraryPlacements } from "../support/arbitrary-accounts.ts";
import { liveAccount, liveAccountIn } from "../support/live-account.ts";
import { memoryClock } from "../support/memory-clock.ts";
import { memoryCloud } from "../support/memory-cloud.ts";
import { MemoryWorld } from "../support/memory-world.ts";
import { anAccount } from "../support/placements.ts";
import { startTestSandbox, type TestSandbox } from "../support/sandbox.ts";

const account = anAccount({ id: "111111111111", roles: {} });

function desiredOf(placements: readonly Placement[]): readonly DesiredStack[] {
  return place("acme", { ...account, placements });
}

/** A process of its own for every look: nothing is remembered. */
function passOver(world: MemoryWorld, desired: readonly DesiredStack[]): Promise<Pass> {
  const cloud = memoryCloud(world);
  return runPass({
    repository: "acme",
    revision: undefined,
    problems: [],
    account,
    desired,
    cloud,
    cloudOf: () => cloud,
    memory: newMemory(),
    unsettledBefore: [],
    clock: memoryClock([world]),
    mode: "apply",
  });
}

async function settle(world: MemoryWorld, desired: readonly DesiredStack[]): Promise<Pass> {
  for (let count = 0; count < 100; count += 1) {
    const last = await passOver(world, desired);
    if (last.standing !== "moving") return last;
    world.tick();
  }
  throw new Error("still moving after 100 passes");
}

const whyNot = ({ report }: Pass): readonly unknown[] =>
  report.steps.filter(({ step, refusals }) => step.kind !== "keep" || refusals.length > 0);

describe("an account of all eight kinds, whatever they say and use", () => {
  test("settles, and planning what is deployed gives only keep at the price of one look", async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryPlacements, async (placements) => {
        const world = new MemoryWorld();
        const desired = desiredOf(placements);
        expect(whyNot(await settle(world, desired))).toEqual([]);
        const deployed = JSON.stringify([...world.stacks.values()]);
        const again = await passOver(world, desiredOf(placements.toReversed()));
        expect(whyNot(again)).toEqual([]);
        expect(again.report.outcomes).toEqual([]);
        expect(again.report.calls).toEqual({ identify: 1, sweep: 1 });
        expect(JSON.stringify([...world.stacks.values()])).toBe(deployed);
        expect(world.executions).toHaveLength(desired.length);
      }),
      { numRuns: 15 },
    );
  });

  test("has the same stacks after a use was taken away and put back, and others hardly notice", () => {
    fc.assert(
      fc.property(arbitraryPlacements, (placements) => {
        const before = desiredOf(placements);
        const without = desiredOf(placements.map((each) => ({ ...each, uses: withoutTheLast(each) })));
        expect(desiredOf(placements)).toEqual(before);
        const changed = before.filter((stack, index) => stack.template !== without[index]?.template);
        const users = placements.filter(({ uses }) => uses.length > 1).map(({ app }) => app);
        expect(changed.filter(({ app }) => !users.includes(app.replace(/-release$/, "")))).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });
});

/** The queue stays: a worker may scale by it. */
function withoutTheLast({ uses }: Placement): Placement["uses"] {
  return uses.length > 1 ? uses.slice(0, -1) : uses;
}

describe("the same in AWS's own words", () => {
  let sandbox: TestSandbox;
  beforeAll(async () => {
    sandbox = await startTestSandbox();
  });
  afterAll(() => sandbox.close());

  test("settles, a second look changes nothing, and nothing has drifted", async () => {
    const [placements = []] = fc.sample(arbitraryPlacements, 1);
    const live = liveAccountIn(sandbox, place("acme", { ...liveAccount, placements }));
    const first = await live.settle();
    expect(whyNot(first)).toEqual([]);
    await sandbox.control("GET", "calls?writes&reset");
    expect(whyNot(await live.pass({ memory: newMemory() }))).toEqual([]);
    expect(await sandbox.control("GET", "calls?writes")).toMatchObject({ writes: [] });
    expect((await live.survey()).properties).toEqual([]);
  });
});
