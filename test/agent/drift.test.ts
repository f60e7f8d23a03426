import { describe, expect, test } from "@jest/globals";
import type { ResourceDrift } from "../../src/model/cloud-drift.ts";
import {
  hasSettled,
  linesOf,
  startAgent,
  stateOf,
  surroundings,
  type RunningAgent,
  type Surroundings,
} from "../support/memory-agent.ts";
import { smallAcme } from "../support/small-acme.ts";

const DRIFT = "17 * * * *";

const BY_HAND: ResourceDrift = {
  logicalId: "Main",
  type: "AWS::SNS::Topic",
  state: "modified",
  differences: [{ path: "/DisplayName", expected: "one", actual: "by hand", kind: "changed" }],
};

/** Somebody changes a resource of the app by hand, or puts it right. */
function changeByHand({ world }: Surroundings, account: string, byHand: readonly ResourceDrift[]): void {
  const stack = world(account).find("acme-web");
  if (stack !== undefined) world(account).put({ ...stack, byHand });
}

/** An agent that has brought its accounts in sync. */
async function settledAgent(around: Surroundings, says = ""): Promise<RunningAgent> {
  around.source.commit(smallAcme({ dev: { apps: { web: "one" }, says }, test: { apps: { web: "one" } } }));
  const running = startAgent(around);
  await around.clock.until(() => hasSettled(running));
  return running;
}

/** A drift schedule comes round, and all its surveys are over. */
async function survey({ clock }: Surroundings, running: RunningAgent): Promise<void> {
  const before = stateOf(running, "test").drift?.checkedAt;
  running.schedules.ring(DRIFT);
  await clock.until(() =>
    ["dev", "test"].every((name) => (stateOf(running, name).drift?.checkedAt ?? 0) > (before ?? 0)),
  );
  await clock.pass(60_000);
}

function driftEvents({ events }: RunningAgent): readonly string[] {
  return events
    .filter(({ kind }) => kind === "drifted" || kind === "healed")
    .map(({ kind, account, app, message }) => `${kind} ${account}/${app}: ${message}`);
}

describe("a survey on schedule", () => {
  test("tells what somebody changed by hand once, and where, but not the values", async () => {
    const around = surroundings();
    const running = await settledAgent(around);
    changeByHand(around, "dev", [BY_HAND]);
    await survey(around, running);
    await survey(around, running);
    expect(driftEvents(running)).toEqual([
      "drifted dev/web: Main (AWS::SNS::Topic) /DisplayName is not what the repository says",
    ]);
    expect(linesOf(running, "drift found")).toMatchObject([{ expected: "one", actual: "by hand" }]);
    expect(stateOf(running, "dev").drift?.properties).toMatchObject([
      { app: "web", property: "/DisplayName" },
    ]);
    expect(stateOf(running, "test").drift?.properties).toEqual([]);
    await running.stop();
  });

  test("takes back what somebody has put right", async () => {
    const around = surroundings();
    const running = await settledAgent(around);
    changeByHand(around, "dev", [BY_HAND]);
    await survey(around, running);
    changeByHand(around, "dev", []);
    await survey(around, running);
    expect(stateOf(running, "dev").drift?.properties).toEqual([]);
    expect(linesOf(running, "drift gone")).toHaveLength(1);
    await running.stop();
  });

  test("leaves alone what passes see of versions: it is as old as it was", async () => {
    const around = surroundings();
    const running = await settledAgent(around);
    await survey(around, running);
    around.source.commit(
      smallAcme({
        dev: { apps: { web: "two" }, says: "paused: true" },
        test: { apps: { web: "one" } },
      }),
    );
    running.agent.pushed();
    await around.clock.until(() => stateOf(running, "dev").drift?.properties.length === 1);
    const before = stateOf(running, "dev").drift?.properties;
    expect(before).toMatchObject([{ layer: "version", app: "web" }]);
    await around.clock.pass(60_000);
    running.agent.hangUp();
    await around.clock.pass(60_000);
    await survey(around, running);
    expect(stateOf(running, "dev").drift?.properties).toEqual(before);
    expect(linesOf(running, "drift found")).toHaveLength(1);
    await running.stop();
  });

  test("heals nothing where nobody allowed it", async () => {
    const around = surroundings();
    const running = await settledAgent(around);
    const { executions } = around.world("dev");
    const before = executions.length;
    changeByHand(around, "dev", [BY_HAND]);
    await survey(around, running);
    expect(executions).toHaveLength(before);
    await running.stop();
  });

  test("lets an account in motion be, and looks at it afterwards", async () => {
    const around = surroundings();
    const running = await settledAgent(around);
    around.world("dev").duration = 300;
    around.source.commit(smallAcme({ dev: { apps: { web: "two" } }, test: { apps: { web: "one" } } }));
    running.agent.pushed();
    await around.clock.until(() => around.world("dev").find("acme-web")?.phase === "busy");
    running.schedules.ring(DRIFT);
    await around.clock.until(() => around.world("dev").find("acme-web")?.phase === "settled");
    expect(around.world("dev").detections.size).toBe(0);
    await around.clock.until(() => stateOf(running, "dev").drift !== undefined);
    expect(around.world("dev").detections.size).toBeGreaterThan(0);
    await running.stop();
  });

  test("costs nothing between two schedules", async () => {
    const around = surroundings();
    const running = await settledAgent(around);
    await survey(around, running);
    const { calls } = stateOf(running, "dev");
    await around.clock.pass(3_600_000);
    expect(stateOf(running, "dev").calls).toEqual(calls);
    await running.stop();
  });
});

describe("drift that may be healed", () => {
  test("is set back, looked at again at once, and told as healed", async () => {
    const around = surroundings();
    const running = await settledAgent(around, "selfHeal: true");
    changeByHand(around, "dev", [BY_HAND]);
    await survey(around, running);
    await around.clock.pass(600_000);
    expect(around.world("dev").find("acme-web")?.byHand).toEqual([]);
    expect(driftEvents(running)).toEqual([
      "drifted dev/web: Main (AWS::SNS::Topic) /DisplayName is not what the repository says",
      "healed dev/web: 1 difference of web set back to what the repository says",
    ]);
    expect(stateOf(running, "dev").drift?.properties).toEqual([]);
    expect(hasSettled(running)).toBe(true);
    await running.stop();
  });

  test("is looked at again without a scheduled survey being left out", async () => {
    const around = surroundings();
    const running = await settledAgent(around, "selfHeal: true");
    const { detections } = around.world("dev");
    changeByHand(around, "dev", [BY_HAND]);
    running.schedules.ring(DRIFT);
    await around.clock.until(() =>
      around.world("dev").executions.some(({ token }) => token.includes("-heal-")),
    );
    const before = detections.size;
    await around.clock.until(() => detections.size > before);
    running.schedules.ring(DRIFT);
    const rung = detections.size;
    await around.clock.pass(3_600_000);
    const looked = [...detections.values()].slice(rung).map(({ stackId }) => stackId);
    expect(looked).toContain(around.world("dev").find("acme-network")?.id);
    await running.stop();
  });

  test("that comes back again and again is healed three times, and then a person is told once", async () => {
    const around = surroundings();
    const running = await settledAgent(around, "selfHeal: true");
    const heals = (): number =>
      around.world("dev").executions.filter(({ token }) => token.includes("-heal-")).length;
    for (let round = 0; round < 5; round += 1) {
      changeByHand(around, "dev", [BY_HAND]);
      await survey(around, running);
      await around.clock.pass(600_000);
    }
    expect(heals()).toBe(3);
    const told = running.events.filter(({ kind }) => kind === "held" || kind === "healed");
    expect(told.map(({ kind }) => kind)).toEqual(["healed", "healed", "healed", "held"]);
    await running.stop();
  });
});
