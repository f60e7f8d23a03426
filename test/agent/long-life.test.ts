import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { describe, expect, test } from "@jest/globals";
import type { AgentSetup } from "../../src/agent/agent-setup.ts";
import { startAgent, surroundings, type RunningAgent, type Surroundings } from "../support/memory-agent.ts";
import { smallAcme } from "../support/small-acme.ts";

const HOUR_MS = 3_600_000;
const ACCOUNTS = ["dev", "test"];
const DRIFTED = {
  logicalId: "Main",
  type: "AWS::SNS::Topic",
  state: "modified",
  differences: [{ path: "/DisplayName", expected: "one", actual: "by hand", kind: "changed" }],
} as const;

/** Adapters that keep nothing: what grows is the agent. */
const FORGETFUL: Partial<AgentSetup> = {
  log: { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined },
  notifier: { tell: () => undefined, judge: () => undefined, close: () => Promise.resolve() },
  history: { add: () => undefined, read: () => Promise.resolve([]), close: () => Promise.resolve() },
  metrics: {
    passed: () => undefined,
    fetched: () => undefined,
    webhook: () => undefined,
    delivered: () => undefined,
    text: () => Promise.resolve({ contentType: "", body: "" }),
  },
  intervalMs: undefined,
};

/** A commit that fails at times and deletes and makes an app anew, a survey that finds and heals drift, and syncs. */
async function liveAnHour(around: Surroundings, running: RunningAgent, hour: number): Promise<void> {
  const apps = {
    web: hour % 5 === 4 ? "bad" : `content-${hour}`,
    ...(hour % 2 === 0 ? { api: "one" } : {}),
  };
  const removed = hour % 2 === 0 ? [] : ["api"];
  const account = { apps, removed, says: "selfHeal: true" };
  around.source.commit(smallAcme(Object.fromEntries(ACCOUNTS.map((name) => [name, account]))));
  running.agent.pushed();
  await around.clock.pass(HOUR_MS / 3);
  for (const name of ACCOUNTS) {
    const stack = around.world(name).find("acme-web");
    if (stack !== undefined) around.world(name).put({ ...stack, byHand: [DRIFTED] });
  }
  running.schedules.ring("17 * * * *");
  await around.clock.pass(HOUR_MS / 3);
  running.schedules.ring("*/5 * * * *");
  await around.clock.pass(HOUR_MS / 3);
  forget(around);
}

/** The world remembers more than CloudFormation does. */
function forget({ world }: Surroundings): void {
  for (const name of ACCOUNTS) {
    const { executions, deletions, detections, stacks } = world(name);
    executions.length = 0;
    deletions.length = 0;
    detections.clear();
    for (const stack of stacks.values())
      world(name).put({ ...stack, operations: stack.operations.slice(0, 6) });
  }
}

function heapBytes(): number {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  collect();
  collect();
  return process.memoryUsage().heapUsed;
}

/** What the engine still learns of our code in that time; what grows with every pass or stack is many times that. */
const MOST_GROWTH_MB = 3;

describe("an agent that lives long", () => {
  test("needs no more memory after many hours of commits, failures, deletions, drift and heals", async () => {
    const around = surroundings({ tickMs: 20_000 });
    for (const name of ACCOUNTS)
      around.world(name).mishaps = [{ stack: "acme-web", during: "update", content: "bad" }];
    const running = startAgent(around, FORGETFUL);
    const live = async (from: number, to: number): Promise<number> => {
      for (let hour = from; hour < to; hour += 1) await liveAnHour(around, running, hour);
      return heapBytes();
    };
    const early = await live(0, 12);
    const late = await live(12, 36);
    expect((late - early) / 1_000_000).toBeLessThan(MOST_GROWTH_MB);
    expect(running.agent.status().accounts.map(({ lastSettledAt }) => lastSettledAt)).toHaveLength(2);
    await running.stop();
  });
});
