import { describe, expect, test } from "@jest/globals";
import type { PassReport, Progress } from "../../src/model/report.ts";
import type { Step } from "../../src/model/plan.ts";
import { newWatch } from "../../src/reconcile/watch.ts";
import { failing } from "../support/job.ts";
import { memoryCloud } from "../support/memory-cloud.ts";
import { MemoryWorld } from "../support/memory-world.ts";
import { boundStack, deployedStack, operationOf } from "../support/stacks.ts";

const busy = deployedStack(boundStack(), { phase: "busy" });

function report(step: Step): PassReport {
  return { account: "test", steps: [{ step, refusals: [] }], outcomes: [], calls: {} };
}

const moving = report({ kind: "wait", app: "storefront", stack: busy.name, reason: "", from: busy });
const settled = report({ kind: "keep", app: "storefront", stack: busy.name, reason: "", from: busy });

function watched(interference?: Parameters<typeof memoryCloud>[1]) {
  const world = new MemoryWorld();
  world.put({ ...busy, operations: [operationOf("t", { startedAt: 1 })], changeSets: [] });
  const cloud = memoryCloud(world, interference);
  const seen: string[] = [];
  const logged: string[] = [];
  const progress: Progress = {
    passed: () => undefined,
    moved: (account, app, events) => void seen.push(...events.map(({ id }) => `${account}/${app} ${id}`)),
  };
  const log = {
    debug: (message: string) => void logged.push(message),
    info: never,
    warn: never,
    error: never,
  };
  return { world, cloud, seen, logged, watch: newWatch(cloud, progress, log) };
}

function never(): void {
  throw new Error("nothing to tell at this level");
}

describe("watching stacks in flight", () => {
  test("tells each event once, and the last ones after the stack has come to rest", async () => {
    const { world, watch, seen } = watched();
    await watch.look(moving);
    await watch.look(moving);
    const stack = world.find(busy.id);
    if (stack === undefined) throw new Error("gone");
    world.put({ ...stack, operations: [operationOf("t", { startedAt: 2 }), ...stack.operations] });
    await watch.look(settled);
    await watch.look(settled);
    expect(seen).toEqual(["test/storefront update-1", "test/storefront update-2"]);
  });

  test("asks nothing while nothing is in flight", async () => {
    const { watch, cloud } = watched();
    await watch.look(settled);
    expect(cloud.calls()).toEqual({});
  });

  test("goes on when events cannot be read, and logs that", async () => {
    const { watch, seen, logged } = watched({ interference: failing("events", 1) });
    await watch.look(moving);
    expect(logged).toEqual(["events not readable"]);
    await watch.look(moving);
    expect(seen).toEqual(["test/storefront update-1"]);
  });
});
