import { describe, expect, test } from "@jest/globals";
import { CloudError, type Cloud } from "../../src/model/cloud.ts";
import type { ResourceDrift } from "../../src/model/cloud-drift.ts";
import type { AccountDrift } from "../../src/model/drift.ts";
import { ownershipTags } from "../../src/model/ownership.ts";
import { newDriftSurvey, type DriftSurvey } from "../../src/reconcile/drift-survey.ts";
import { failing } from "../support/job.ts";
import { memoryClock } from "../support/memory-clock.ts";
import { memoryCloud, type Interference } from "../support/memory-cloud.ts";
import { MemoryWorld } from "../support/memory-world.ts";
import { account, templateOf } from "../support/stacks.ts";

const tags = ownershipTags({ repository: "acme", account: account.name, app: "storefront" });

const byHand: ResourceDrift = {
  logicalId: "Main",
  type: "AWS::SNS::Topic",
  state: "modified",
  differences: [{ path: "/DisplayName", expected: "one", actual: "by hand", kind: "changed" }],
};

function setUp(interference?: Interference) {
  const world = new MemoryWorld();
  const template = templateOf("one");
  world.add("acme-storefront", { tags, template });
  world.add("acme-storefront-Nested-1", { tags, template, isNested: true, byHand: [byHand] });
  world.add("theirs", { template });
  const clock = memoryClock([world]);
  const cloud = memoryCloud(world, interference === undefined ? {} : { interference });
  const work = { repository: "acme", account, desired: [], cloud, cloudOf: () => cloud, clock };
  const survey = newDriftSurvey({ ...work, spreadMs: 0 });
  return { world, clock, cloud, survey };
}

async function toEnd(survey: DriftSurvey, { clock }: ReturnType<typeof setUp>): Promise<AccountDrift> {
  for (;;) {
    const step = await survey.step();
    if (step.kind === "done") return step.drift;
    await clock.sleep(step.afterMs);
  }
}

describe("what a survey looks at", () => {
  test("a stack nested in one of ours is looked at by itself, and somebody else's is not", async () => {
    const set = setUp();
    const drift = await toEnd(set.survey, set);
    expect(drift).toMatchObject({
      stacks: 2,
      properties: [{ app: "storefront", stack: "acme-storefront-Nested-1", resource: "Main" }],
    });
  });

  test("the stack that was checked longest ago comes first", async () => {
    const set = setUp();
    const [first] = set.world.stacks.values();
    if (first !== undefined) set.world.put({ ...first, drift: { state: "in-sync", checkedAt: 5 } });
    for (let step = 0; step < 4; step += 1) await set.survey.step();
    const [begun] = set.world.detections.values();
    expect(set.world.find(begun?.stackId ?? "")?.name).toBe("acme-storefront-Nested-1");
  });
});

describe("a survey that AWS does not let go on", () => {
  const reads: readonly (keyof Cloud)[] = [
    "identify",
    "sweep",
    "stackResources",
    "changeSetNames",
    "detectDrift",
    "detection",
    "resourceDrifts",
  ];

  test.each(reads)("goes on after %s was throttled", async (read) => {
    const set = setUp(failing(read, 2));
    const drift = await toEnd(set.survey, set);
    expect(drift).toMatchObject({ stacks: 2, properties: [{ resource: "Main" }], unknown: [] });
    expect(drift.failure).toBeUndefined();
  });

  test.each(reads)("gives up when %s is throttled for ever, and says so", async (read) => {
    const set = setUp(failing(read, Number.POSITIVE_INFINITY));
    expect((await toEnd(set.survey, set)).failure).toMatchObject({
      message: "Rate exceeded",
      mayRetry: true,
    });
  });

  test("gives up at once where a permission is missing", async () => {
    const set = setUp(
      failing("detectDrift", 1, new CloudError("denied", "not authorized", { remedy: "allow it" })),
    );
    expect((await toEnd(set.survey, set)).failure).toEqual({
      message: "not authorized",
      remedy: "allow it",
      mayRetry: false,
    });
  });

  test("that is stopped gives what it has, and says that it is not all", async () => {
    const set = setUp();
    await set.survey.step();
    const step = await set.survey.step(AbortSignal.abort());
    expect(step).toMatchObject({ kind: "done", drift: { stacks: 0, failure: { mayRetry: true } } });
  });
});
