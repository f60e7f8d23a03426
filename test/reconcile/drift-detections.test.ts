import { describe, expect, test } from "@jest/globals";
import { newDetections, type Detections } from "../../src/reconcile/drift-detections.ts";
import type { SurveySubject } from "../../src/reconcile/drift-scene.ts";
import { memoryClock } from "../support/memory-clock.ts";
import { memoryCloud } from "../support/memory-cloud.ts";
import { MemoryWorld, type StackRecord } from "../support/memory-world.ts";
import { templateOf } from "../support/stacks.ts";

const POLL_MS = 1000;

function setUp(names: readonly string[], spreadMs = 0) {
  const world = new MemoryWorld();
  const clock = memoryClock([world]);
  const cloud = memoryCloud(world);
  const subjects = names.map((name): SurveySubject => {
    const { operations: _o, changeSets: _c, ...stack } = world.add(name, { template: templateOf("one") });
    return { app: name, stack: { ...stack, status: "UPDATE_COMPLETE" }, ignoreDrift: [] };
  });
  const detections = newDetections({ cloud, clock, subjects, spreadMs, pollMs: POLL_MS });
  return { world, clock, cloud, detections };
}

/** How many detections were under way after each step. */
async function runToEnd({ world, clock, detections }: ReturnType<typeof setUp>): Promise<readonly number[]> {
  const underWay: number[] = [];
  for (;;) {
    const wait = await detections.step();
    underWay.push([...world.detections.values()].filter(({ startedAt }) => startedAt === world.now).length);
    if (wait === undefined) return underWay;
    await clock.sleep(wait);
  }
}

function unknowns(detections: Detections): readonly (string | undefined)[] {
  return [...detections.results().values()].map(({ unknown }) => unknown);
}

function busy(world: MemoryWorld, name: string, phase: StackRecord["phase"] = "busy"): void {
  const stack = world.find(name);
  if (stack !== undefined) world.put({ ...stack, phase });
}

describe("drift detections", () => {
  test("of many stacks are made two at a time, and every one is made once", async () => {
    const names = Array.from({ length: 9 }, (_none, index) => `stack-${index}`);
    const set = setUp(names);
    const underWay = await runToEnd(set);
    expect(Math.max(...underWay)).toBe(2);
    expect([...set.detections.results().values()].map(({ subject }) => subject.app)).toEqual(names);
    expect(set.cloud.calls()["detectDrift"]).toBe(9);
  });

  test("are spread over the time they are given", async () => {
    const set = setUp(["a", "b", "c", "d"], 100_000);
    await runToEnd(set);
    expect(set.clock.now()).toBeGreaterThanOrEqual(75_000);
    const idle = set.clock.sleeps.filter((ms) => ms > POLL_MS);
    expect(idle).toHaveLength(3);
  });

  test("never take more than a handful of calls in one step", async () => {
    const set = setUp(Array.from({ length: 30 }, (_none, index) => `stack-${index}`));
    for (;;) {
      const before = Object.values(set.cloud.calls()).reduce((sum, count) => sum + count, 0);
      const wait = await set.detections.step();
      const after = Object.values(set.cloud.calls()).reduce((sum, count) => sum + count, 0);
      expect(after - before).toBeLessThanOrEqual(6);
      if (wait === undefined) break;
      await set.clock.sleep(wait);
    }
    expect(set.detections.results().size).toBe(30);
  });

  test("of a busy stack are tried again when the others are done", async () => {
    const set = setUp(["a", "b"]);
    busy(set.world, "a");
    await set.detections.step();
    busy(set.world, "a", "settled");
    await runToEnd(set);
    expect(unknowns(set.detections)).toEqual([undefined, undefined]);
    expect([...set.detections.results().values()].map(({ subject }) => subject.app)).toEqual(["b", "a"]);
  });

  test("of a stack that stays busy end as unknown", async () => {
    const set = setUp(["a"]);
    busy(set.world, "a");
    await runToEnd(set);
    expect(unknowns(set.detections)).toEqual([expect.stringMatching(/^it was busy: /)]);
  });

  test("of a stack in which CloudFormation detects nothing are unknown, in its words", async () => {
    const set = setUp(["a"]);
    const gone = set.world.find("a")?.id ?? "";
    set.world.stacks.delete(gone);
    await runToEnd(set);
    expect(unknowns(set.detections)).toEqual([expect.stringContaining("does not exist")]);
  });

  test("that failed give what is known, and name what is not", async () => {
    const set = setUp(["a"]);
    const stack = set.world.find("a");
    if (stack !== undefined) {
      const unreadable = {
        logicalId: "Main",
        type: "AWS::SNS::Topic",
        state: "unknown",
        differences: [],
      } as const;
      set.world.put({ ...stack, byHand: [unreadable] });
    }
    await runToEnd(set);
    const [result] = set.detections.results().values();
    expect(result).toMatchObject({ drifts: [{ logicalId: "Main", state: "unknown" }] });
    expect(result?.unknown).toBeUndefined();
  });
});
