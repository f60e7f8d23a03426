import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { parseChangeSetName } from "../../src/model/change-set-name.ts";
import { CloudError } from "../../src/model/cloud.ts";
import type { Account } from "../../src/model/repository.ts";
import type { DesiredStack } from "../../src/model/desired-stack.ts";
import { newMemory } from "../../src/reconcile/memory.ts";
import { runPass, type Pass } from "../../src/reconcile/pass.ts";
import { memoryClock } from "../support/memory-clock.ts";
import { memoryCloud, type Interference } from "../support/memory-cloud.ts";
import { MemoryWorld, type Mishap } from "../support/memory-world.ts";
import { account, desiredStack, templateOf } from "../support/stacks.ts";

/** An app of a generated repository: what it says, and which earlier apps it takes an output from. */
interface GeneratedApp {
  readonly app: string;
  readonly content: string;
  readonly uses: readonly string[];
}

/** What happens around one call of the port. */
type Fate =
  | "fine"
  | "lost-before"
  | "lost-after"
  | "killed-before"
  | "killed-after"
  /** Somebody else was first; no write has an effect. */
  | "conflict"
  /** The list of stacks shows what it showed before. */
  | "lagging"
  /** Somebody changes the first stack by hand just before. */
  | "by-hand";

/** Mooring was killed: nothing catches this. */
class Killed extends Error {}

const names = ["network", "alpha", "beta", "gamma"];

const commit: fc.Arbitrary<readonly GeneratedApp[]> = fc
  .tuple(
    ...names.map((app, index) =>
      fc.record({
        isThere: fc.boolean(),
        content: fc.constantFrom("one", "two", "bad"),
        uses: fc.subarray(names.slice(0, index)),
        app: fc.constant(app),
      }),
    ),
  )
  .map((apps) => {
    const there = apps.filter(({ isThere }) => isThere);
    const known = new Set(there.map(({ app }) => app));
    return there.map(({ app, content, uses }) => ({
      app,
      content,
      uses: uses.filter((each) => known.has(each)),
    }));
  });

/** Either everything goes wrong at times, or one thing goes wrong often. */
const fates: fc.Arbitrary<readonly Fate[]> = fc
  .subarray<Fate>(
    ["lost-before", "lost-after", "killed-before", "killed-after", "conflict", "by-hand", "lagging"],
    { minLength: 1 },
  )
  .chain((troubles) =>
    fc.array(
      fc.oneof(
        { weight: 2, arbitrary: fc.constant<Fate>("fine") },
        { weight: 1, arbitrary: fc.constantFrom(...troubles) },
      ),
      { maxLength: 60, size: "max" },
    ),
  );

const mishaps: fc.Arbitrary<readonly Mishap[]> = fc.subarray(
  names.flatMap((app): Mishap[] => [
    { stack: `acme-${app}`, during: "create", content: "bad" },
    { stack: `acme-${app}`, during: "update", content: "bad" },
    { stack: `acme-${app}`, during: "change-set", content: "bad" },
  ]),
);

function toDesired({ app, content, uses }: GeneratedApp): DesiredStack {
  const inputs = Object.fromEntries(uses.map((each) => [`From${each}`, { Type: "String" }]));
  return desiredStack({
    app,
    template: templateOf(content, {
      Parameters: { Content: { Type: "String" }, ...inputs },
      Outputs: { Value: { Value: { Ref: "Content" } } },
    }),
    parameters: {
      Content: { kind: "literal", value: content },
      ...Object.fromEntries(
        uses.map((each) => [
          `From${each}`,
          { kind: "text", text: [{ stack: each, output: "Value" }, "!"] } as const,
        ]),
      ),
    },
    dependsOn: uses,
  });
}

/** Removal is meant, so that the third law sees deletions too. */
const everythingMayGo: Account = { ...account, removed: names };

/** One Mooring process: its memory is lost when it is killed. */
function newProcess(world: MemoryWorld, interference?: Interference) {
  const cloud = memoryCloud(world, interference === undefined ? {} : { interference });
  const memory = newMemory();
  return (apps: readonly GeneratedApp[]): Promise<Pass> =>
    runPass({
      repository: "acme",
      revision: undefined,
      problems: [],
      account: everythingMayGo,
      desired: apps.map(toDesired),
      cloud,
      cloudOf: () => cloud,
      memory,
      unsettledBefore: [],
      clock: memoryClock([world]),
      mode: "apply",
    });
}

/** Passes until nothing is accepted any more and nothing is under way. */
async function reconcile(world: MemoryWorld, apps: readonly GeneratedApp[]): Promise<Pass> {
  const pass = newProcess(world);
  for (let count = 0; count < 80; count += 1) {
    const last = await pass(apps);
    expect(last.report.failure).toBeUndefined();
    if (last.standing !== "moving") return last;
    world.tick();
  }
  throw new Error("still moving after 80 passes");
}

/** Gives each call the next fate; when there are none left, all is fine. */
function interferenceOf(remaining: Fate[], world: MemoryWorld): Interference {
  let fate: Fate = "fine";
  return {
    before() {
      fate = remaining.shift() ?? "fine";
      if (fate === "lost-before") throw new CloudError("unreachable", "connection reset");
      if (fate === "killed-before") throw new Killed();
      const [first] = world.stacks.values();
      if (fate === "by-hand" && first !== undefined) world.updateByHand(first, templateOf("by hand"));
    },
    losesRace: () => fate === "conflict",
    isLagging: () => fate === "lagging",
    after() {
      if (fate === "lost-after") throw new CloudError("unreachable", "the answer was lost");
      if (fate === "killed-after") throw new Killed();
    },
  };
}

/** Passes under faults, a new process after every kill, until the faults are used up. */
async function sufferFaults(
  world: MemoryWorld,
  apps: readonly GeneratedApp[],
  given: readonly Fate[],
): Promise<void> {
  const remaining = [...given];
  const interference = interferenceOf(remaining, world);
  let pass = newProcess(world, interference);
  while (remaining.length > 0) {
    try {
      await pass(apps);
    } catch (error) {
      if (!(error instanceof Killed)) throw error;
      pass = newProcess(world, interference);
    }
    if (remaining.length % 2 === 0) world.tick();
    if (remaining.length > 0) remaining.shift();
  }
}

function executionsOf(world: MemoryWorld): readonly (readonly string[])[] {
  const ids = [...new Set(world.executions.map(({ stackId }) => stackId))];
  return ids.map((id) => world.executions.filter(({ stackId }) => stackId === id).map(({ token }) => token));
}

/** What was executed: our digest, or that somebody did something by hand. */
function contentOfToken(token: string): string {
  return parseChangeSetName(token)?.digest ?? token;
}

/** No content twice in a row on one stack, whether it succeeded or failed, and no token twice at all. */
function expectNothingDoubled(world: MemoryWorld): void {
  for (const tokens of executionsOf(world)) {
    expect(new Set(tokens).size).toBe(tokens.length);
    const digests = tokens.map(contentOfToken);
    expect(digests.filter((digest, index) => index > 0 && digest === digests[index - 1])).toEqual([]);
  }
}

/** Apps that nothing hinders: neither they nor what they use have content that fails. */
function sound(apps: readonly GeneratedApp[]): readonly GeneratedApp[] {
  const good = new Set<string>();
  for (const { app, content, uses } of apps) {
    if (content !== "bad" && uses.every((each) => good.has(each))) good.add(app);
  }
  return apps.filter(({ app }) => good.has(app));
}

/** Stacks that should be gone, but for those that a stack which failed to change was deployed with. */
function leftOver(world: MemoryWorld, apps: readonly GeneratedApp[], end: Pass): readonly string[] {
  const mayStay = end.report.steps.filter(
    ({ step }) => step.kind === "hold" && step.because.kind === "dependency",
  );
  const known = new Set([...apps.map(({ app }) => `acme-${app}`), ...mayStay.map(({ step }) => step.stack)]);
  return [...world.stacks.values()].map(({ name }) => name).filter((name) => !known.has(name));
}

describe("the three laws", () => {
  test("planning what is already there gives only keep", async () => {
    await fc.assert(
      fc.asyncProperty(commit, async (apps) => {
        const world = new MemoryWorld();
        const good = apps.map((each) => ({ ...each, content: "one" }));
        await reconcile(world, good);
        const { report, standing } = await newProcess(world)(good);
        expect(report.steps.map(({ step }) => step.kind)).toEqual(good.map(() => "keep"));
        expect(standing).toBe("settled");
        expect(report.calls).toEqual({ identify: 1, sweep: 1 });
      }),
      { numRuns: 40 },
    );
  });

  test("a second pass changes nothing", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(commit, { minLength: 1, maxLength: 3 }), mishaps, async (commits, broken) => {
        const world = new MemoryWorld();
        world.mishaps = [...broken];
        for (const apps of commits) await reconcile(world, apps);
        const last = commits.at(-1) ?? [];
        const before = JSON.stringify([...world.stacks.values()]);
        const { report } = await newProcess(world)(last);
        expect(report.outcomes).toEqual([]);
        expect(JSON.stringify([...world.stacks.values()])).toBe(before);
        expectNothingDoubled(world);
      }),
      { numRuns: 80 },
    );
  });

  test("no order of kills, lost answers, lost races, lagging lists, changes by hand and failures loses or doubles a change", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(commit, fates), { minLength: 1, maxLength: 4 }),
        mishaps,
        fc.integer({ min: 1, max: 3 }),
        async (history, broken, duration) => {
          const world = new MemoryWorld();
          world.mishaps = [...broken];
          world.duration = duration;
          for (const [apps, faults] of history) await sufferFaults(world, apps, faults);
          const [apps] = history.at(-1) ?? [[]];
          const end = await reconcile(world, apps);
          expectNothingDoubled(world);
          const kept = end.report.steps
            .filter(({ step }) => step.kind === "keep")
            .map(({ step }) => step.app);
          expect(kept).toEqual(expect.arrayContaining(sound(apps).map(({ app }) => app)));
          expect(leftOver(world, apps, end)).toEqual([]);
        },
      ),
      { numRuns: 120 },
    );
  });

  test("a list of stacks that lags behind lifts no quarantine", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.boolean(), { maxLength: 12 }), async (lags) => {
        const world = new MemoryWorld();
        await reconcile(world, [{ app: "alpha", content: "one", uses: [] }]);
        world.mishaps = [{ stack: "acme-alpha", during: "update", content: "bad" }];
        const bad = [{ app: "alpha", content: "bad", uses: [] }];
        const remaining = lags.map((isLagging): Fate => (isLagging ? "lagging" : "fine"));
        const isLagging = (): boolean => remaining.shift() === "lagging";
        const pass = newProcess(world, { before: () => undefined, after: () => undefined, isLagging });
        while (remaining.length > 0) {
          await pass(bad);
          world.tick();
        }
        const end = await reconcile(world, bad);
        expect(end.report.steps).toMatchObject([{ refusals: [{ rule: "quarantine" }] }]);
        expect(world.executions).toHaveLength(2);
      }),
      { numRuns: 60 },
    );
  });
});
