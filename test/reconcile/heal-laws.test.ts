import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { CloudError } from "../../src/model/cloud.ts";
import type { ResourceDrift } from "../../src/model/cloud-drift.ts";
import type { AccountDrift } from "../../src/model/drift.ts";
import { newDriftSurvey } from "../../src/reconcile/drift-survey.ts";
import { newMemory } from "../../src/reconcile/memory.ts";
import { runPass, type Pass } from "../../src/reconcile/pass.ts";
import { memoryClock } from "../support/memory-clock.ts";
import { memoryCloud, type Interference } from "../support/memory-cloud.ts";
import { MemoryWorld } from "../support/memory-world.ts";
import { account, desiredStack, templateOf } from "../support/stacks.ts";

type Fate =
  /** Somebody puts everything right just before. */
  | "put-right"
  | "fine"
  | "lost-before"
  | "lost-after"
  | "killed-before"
  | "killed-after"
  | "conflict"
  | "lagging";

/** Mooring was killed: nothing catches this. */
class Killed extends Error {}

const apps = ["alpha", "beta"];
const desired = apps.map((app) => desiredStack({ app, template: templateOf("one"), selfHeal: true }));

const fates: fc.Arbitrary<readonly Fate[]> = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: fc.constant<Fate>("fine") },
    {
      weight: 1,
      arbitrary: fc.constantFrom<Fate>(
        "lost-before",
        "lost-after",
        "killed-before",
        "killed-after",
        "conflict",
        "lagging",
        "put-right",
      ),
    },
  ),
  { maxLength: 120, size: "max" },
);

/** One Mooring process: it surveys and passes, and its memory is lost when it is killed. */
function newProcess(world: MemoryWorld, interference?: Interference) {
  const cloud = memoryCloud(world, interference === undefined ? {} : { interference });
  const clock = memoryClock([world]);
  const work = {
    repository: "acme",
    account,
    desired,
    cloud,
    cloudOf: () => cloud,
    clock,
    memory: newMemory(),
  };
  const survey = async (): Promise<AccountDrift> => {
    const begun = newDriftSurvey({ ...work, clock: { ...clock, now: () => world.now }, spreadMs: 0 });
    for (;;) {
      const step = await begun.step();
      if (step.kind === "done") return step.drift;
      world.tick();
    }
  };
  const pass = (drift?: AccountDrift): Promise<Pass> =>
    runPass({
      ...work,
      revision: undefined,
      problems: [],
      unsettledBefore: [],
      mode: "apply",
      ...(drift === undefined ? {} : { drift }),
    });
  return { survey, pass };
}

/** A survey, and passes until nothing moves any more. */
async function reconcile(world: MemoryWorld): Promise<Pass> {
  const { survey, pass } = newProcess(world);
  const drift = await survey();
  for (let count = 0; count < 60; count += 1) {
    const last = await pass(drift);
    if (last.standing !== "moving") return last;
    world.tick();
  }
  throw new Error("still moving after 60 passes");
}

function interferenceOf(remaining: Fate[], world: MemoryWorld): Interference {
  let fate: Fate = "fine";
  return {
    before() {
      fate = remaining.shift() ?? "fine";
      if (fate === "lost-before") throw new CloudError("unreachable", "connection reset");
      if (fate === "killed-before") throw new Killed();
      if (fate === "put-right") putRight(world);
    },
    losesRace: () => fate === "conflict",
    isLagging: () => fate === "lagging",
    after() {
      if (fate === "lost-after") throw new CloudError("unreachable", "the answer was lost");
      if (fate === "killed-after") throw new Killed();
    },
  };
}

function putRight(world: MemoryWorld): void {
  for (const { byHand: _drift, ...stack } of world.stacks.values()) world.put(stack);
}

async function sufferFaults(world: MemoryWorld, given: readonly Fate[]): Promise<void> {
  const remaining = [...given];
  const interference = interferenceOf(remaining, world);
  while (remaining.length > 0) {
    try {
      const { survey, pass } = newProcess(world, interference);
      const drift = await survey();
      for (let count = 0; count < 8; count += 1) {
        await pass(drift);
        world.tick();
      }
    } catch (error) {
      if (!(error instanceof Killed)) throw error;
    }
    remaining.shift();
  }
}

const byHand: ResourceDrift = {
  logicalId: "Main",
  physicalId: "it-1",
  type: "AWS::SNS::Topic",
  state: "modified",
  differences: [{ path: "/DisplayName", expected: "one", actual: "by hand", kind: "changed" }],
};

function changeByHand(world: MemoryWorld, app: string): void {
  const stack = world.find(`acme-${app}`);
  if (stack !== undefined) world.put({ ...stack, byHand: [byHand] });
}

describe("the laws of healing", () => {
  test("no order of kills, lost answers, lost races, lagging lists and repairs by hand leaves drift, leftovers or a doubled execution", async () => {
    await fc.assert(
      fc.asyncProperty(fc.subarray(apps), fates, async (drifted, given) => {
        const world = new MemoryWorld();
        expect((await reconcile(world)).standing).toBe("settled");
        for (const app of drifted) changeByHand(world, app);
        await sufferFaults(world, given);
        await reconcile(world);
        expect(await reconcile(world)).toMatchObject({ standing: "settled", isSettled: true });
        for (const app of apps) {
          const stack = world.find(`acme-${app}`);
          expect(stack?.byHand ?? []).toEqual([]);
          expect(stack?.changeSets.map(({ request }) => request.name)).toEqual([stack?.lastChangeSet]);
          const tokens = world.executions.filter(({ stack: name }) => name === `acme-${app}`);
          const most = drifted.includes(app) ? 2 : 1;
          const isCertain = !given.includes("put-right");
          expect(tokens.length).toBeLessThanOrEqual(most);
          expect(tokens.length).toBeGreaterThanOrEqual(isCertain ? most : 1);
        }
      }),
      { numRuns: 150 },
    );
  });

  test("a survey of an account that nobody touched is followed by nothing", async () => {
    const world = new MemoryWorld();
    await reconcile(world);
    const { survey, pass } = newProcess(world);
    const drift = await survey();
    const { report } = await pass(drift);
    expect(report.steps.map(({ step }) => step.kind)).toEqual(["keep", "keep"]);
    expect(report.calls).toEqual({ identify: 1, sweep: 1 });
  });
});
