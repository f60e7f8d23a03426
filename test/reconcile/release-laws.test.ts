import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { CloudError } from "../../src/model/cloud.ts";
import type { DesiredStack } from "../../src/model/desired-stack.ts";
import { newMemory } from "../../src/reconcile/memory.ts";
import { runPass, type Pass } from "../../src/reconcile/pass.ts";
import { memoryClock } from "../support/memory-clock.ts";
import { memoryCloud, type Interference } from "../support/memory-cloud.ts";
import { MemoryWorld } from "../support/memory-world.ts";
import { account, desiredStack, templateOf } from "../support/stacks.ts";

/** Mooring was killed: nothing catches this. */
class Killed extends Error {}

type Fate = "fine" | "lost-before" | "lost-after" | "killed-before" | "killed-after" | "conflict";

const content = fc.constantFrom("one", "two", "bad");
const fates = fc.array(
  fc.constantFrom<Fate>(
    "fine",
    "fine",
    "lost-before",
    "lost-after",
    "killed-before",
    "killed-after",
    "conflict",
  ),
  { maxLength: 60, size: "max" },
);

const hook = { stack: "storefront-release", output: "TaskDefinitionArn" };

/** An app and its release, both with that content; the release of `bad` fails. */
function stacksOf(given: string): readonly DesiredStack[] {
  const literals = ["Cluster", "Subnets", "Group", "Ip", "Logs"].map(
    (name) => [name, { Value: name }] as const,
  );
  const template = templateOf(given, {
    Parameters: { Content: { Type: "String" } },
    Outputs: { TaskDefinitionArn: { Value: { Ref: "Content" } }, ...Object.fromEntries(literals) },
  });
  const parameters = { Content: { kind: "literal", value: given } } as const;
  const output = (name: string) => ({ ...hook, output: name });
  const outputs = {
    taskDefinition: hook,
    cluster: output("Cluster"),
    subnets: output("Subnets"),
    securityGroup: output("Group"),
    assignPublicIp: output("Ip"),
    logGroup: output("Logs"),
  };
  const release = { app: hook.stack, command: ["migrate", given], timeoutSeconds: 600, outputs };
  return [
    desiredStack({ app: hook.stack, template, parameters }),
    desiredStack({ app: "storefront", template, parameters, dependsOn: [hook.stack], release }),
  ];
}

function newWorld(): MemoryWorld {
  const world = new MemoryWorld();
  world.releasePlans.set("migrate bad", { durationMs: 1000, exitCode: 1 });
  return world;
}

function processOf(world: MemoryWorld, interference?: Interference) {
  const cloud = memoryCloud(world, interference === undefined ? {} : { interference });
  const memory = newMemory();
  return async (given: string): Promise<Pass> => {
    const before = world.executions.length;
    const pass = runPass({
      repository: "acme",
      revision: undefined,
      problems: [],
      account,
      desired: stacksOf(given),
      cloud,
      cloudOf: () => cloud,
      memory,
      unsettledBefore: [],
      clock: memoryClock([world]),
      mode: "apply",
    });
    try {
      return await pass;
    } finally {
      const live = world.executions.slice(before).some(({ stack }) => stack === "acme-storefront");
      if (live) expect(world.releases.get(given)?.mark?.kind).toBe("succeeded");
    }
  };
}

function interferenceOf(remaining: Fate[]): Interference {
  let fate: Fate = "fine";
  return {
    before() {
      fate = remaining.shift() ?? "fine";
      if (fate === "lost-before") throw new CloudError("unreachable", "connection reset");
      if (fate === "killed-before") throw new Killed();
    },
    losesRace: () => fate === "conflict",
    after() {
      if (fate === "lost-after") throw new CloudError("unreachable", "the answer was lost");
      if (fate === "killed-after") throw new Killed();
    },
  };
}

async function suffer(world: MemoryWorld, given: string, troubles: readonly Fate[]): Promise<void> {
  const remaining = [...troubles];
  let pass = processOf(world, interferenceOf(remaining));
  while (remaining.length > 0) {
    try {
      await pass(given);
    } catch (error) {
      if (!(error instanceof Killed)) throw error;
      pass = processOf(world, interferenceOf(remaining));
    }
    world.tick();
    remaining.shift();
  }
}

async function settle(world: MemoryWorld, given: string): Promise<Pass> {
  const pass = processOf(world);
  for (let count = 0; count < 80; count += 1) {
    const last = await pass(given);
    if (last.standing !== "moving") return last;
    world.tick();
  }
  throw new Error("still moving after 80 passes");
}

describe("whatever happens to Mooring", () => {
  test("a release runs once, and nothing goes live before its release has succeeded", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(content, fates), { minLength: 1, maxLength: 3 }),
        async (commits) => {
          const world = newWorld();
          for (const [given, troubles] of commits) {
            await suffer(world, given, troubles);
            const { report } = await settle(world, given);
            const step = report.steps.find((judged) => judged.step.app === "storefront")?.step;
            expect(step?.kind).toBe(given === "bad" ? "hold" : "keep");
            expect(world.releases.get(given)?.mark?.kind).toBe(given === "bad" ? "failed" : "succeeded");
          }
          for (const { runs } of world.releases.values()) expect(runs).toHaveLength(1);
        },
      ),
      { numRuns: 60 },
    );
  });
});
