import { describe, expect, test } from "@jest/globals";
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

const SYNC = "*/5 * * * *";

function contentOf({ world }: Surroundings, account: string): string | undefined {
  return world(account).find("acme-web")?.parameters["Content"];
}

/** An agent that has brought two accounts in sync. */
async function settledAgent(around: Surroundings): Promise<RunningAgent> {
  around.source.commit(smallAcme({ dev: { apps: { web: "one" } }, test: { apps: { web: "one" } } }));
  const running = startAgent(around);
  await around.clock.until(() => hasSettled(running));
  return running;
}

function commitTwo(around: Surroundings, says = ""): void {
  around.source.commit(smallAcme({ dev: { apps: { web: "two" }, says }, test: { apps: { web: "two" } } }));
}

describe("a pause that a person told the agent", () => {
  test("keeps changes from an account until it is resumed, and from no other", async () => {
    const around = surroundings();
    const running = await settledAgent(around);
    const scope = { kind: "account", account: "dev" } as const;
    expect(running.agent.pause({ scope, reason: "incident 7", by: "Ada" }).kind).toBe("taken");
    commitTwo(around);
    await around.clock.pass(600_000);
    expect([contentOf(around, "dev"), contentOf(around, "test")]).toEqual(["one", "two"]);
    expect(running.agent.status().pauses).toEqual([{ covers: scope, reason: "incident 7", by: "Ada" }]);
    expect(running.agent.resume(scope).kind).toBe("taken");
    await around.clock.pass(60_000);
    expect(contentOf(around, "dev")).toBe("two");
    await running.stop();
  });

  test("ends by itself at its time", async () => {
    const around = surroundings();
    const running = await settledAgent(around);
    const until = around.clock.now() + 1_800_000;
    running.agent.pause({ scope: { kind: "repository" }, until });
    commitTwo(around);
    await around.clock.pass(1_700_000);
    expect(contentOf(around, "dev")).toBe("one");
    await around.clock.pass(200_000);
    expect(contentOf(around, "dev")).toBe("two");
    expect(running.agent.status().pauses).toEqual([]);
    await running.stop();
  });

  test("is repeated in the log on every schedule, and not on every pass", async () => {
    const around = surroundings();
    const running = await settledAgent(around);
    running.agent.pause({ scope: { kind: "account", account: "dev" }, reason: "incident 7" });
    commitTwo(around);
    await around.clock.pass(120_000);
    running.agent.sync(["dev"]);
    await around.clock.pass(60_000);
    expect(linesOf(running, "changes are kept back")).toHaveLength(1);
    running.schedules.ring(SYNC);
    await around.clock.pass(60_000);
    const lines = linesOf(running, "changes are kept back");
    expect(lines).toHaveLength(2);
    expect(lines[1]?.["reason"]).toContain("incident 7");
    expect(running.events.filter(({ kind }) => kind === "held")).toEqual([]);
    await running.stop();
  });

  test.each([
    [{ kind: "account", account: "dve" } as const, "there is no account dve; there is dev, test"],
    [
      { kind: "app", account: "dev", app: "wep" } as const,
      "there is no app wep in dev; there is zone, network, web",
    ],
  ])("of something that is not there is not taken: %j", async (scope, message) => {
    const around = surroundings();
    const running = await settledAgent(around);
    expect(running.agent.pause({ scope })).toEqual({ kind: "unknown", message });
    expect(running.agent.resume(scope)).toEqual({ kind: "unknown", message });
    await running.stop();
  });

  test("of an account that a problem holds is taken, and holds when the problem is gone", async () => {
    const around = surroundings();
    const running = await settledAgent(around);
    const scope = { kind: "account", account: "dev" } as const;
    const two = smallAcme({ dev: { apps: { web: "two" } }, test: { apps: { web: "two" } } });
    around.source.commit({ ...two, "accounts/dev/account.yaml": "id: [" });
    await around.clock.pass(120_000);
    expect(running.agent.pause({ scope }).kind).toBe("taken");
    around.source.commit(two);
    await around.clock.pass(600_000);
    expect([contentOf(around, "dev"), contentOf(around, "test")]).toEqual(["one", "two"]);
    await running.stop();
  });

  test("that has passed already is not taken", async () => {
    const around = surroundings();
    const running = await settledAgent(around);
    const answer = running.agent.pause({ scope: { kind: "repository" }, until: around.clock.now() });
    expect(answer.kind).toBe("unknown");
    await running.stop();
  });

  test("of an account goes away with its order only, and the answer says what else pauses it", async () => {
    const around = surroundings();
    const running = await settledAgent(around);
    expect(running.agent.resume({ kind: "repository" })).toEqual({
      kind: "unknown",
      message: "everything is not paused",
    });
    running.agent.pause({ scope: { kind: "account", account: "dev" } });
    expect(running.agent.resume({ kind: "app", account: "dev", app: "web" })).toEqual({
      kind: "unknown",
      message: "web in dev is not paused by itself; paused is dev",
    });
    await running.stop();
  });
});

describe("a brake of the repository", () => {
  test("a paused account changes when the repository says so no more", async () => {
    const around = surroundings();
    const running = await settledAgent(around);
    commitTwo(around, 'paused: { reason: "incident 7" }');
    await around.clock.pass(600_000);
    expect(contentOf(around, "dev")).toBe("one");
    expect(stateOf(running, "dev").pauses).toMatchObject([{ reason: "incident 7" }]);
    expect(running.agent.resume({ kind: "account", account: "dev" })).toEqual({
      kind: "unknown",
      message: "dev is paused by the repository (accounts/dev/account.yaml): take it away there",
    });
    commitTwo(around);
    await around.clock.pass(600_000);
    expect(contentOf(around, "dev")).toBe("two");
    await running.stop();
  });

  test("an account that its windows close changes when one opens, without any schedule", async () => {
    const around = surroundings();
    const running = await settledAgent(around);
    // The clock begins on 14 November 2023 at 22:13:20 UTC.
    commitTwo(around, 'windows: [{ allow: "0 23 * * *", duration: 1h }]');
    await around.clock.pass(1_800_000);
    expect(contentOf(around, "dev")).toBe("one");
    expect(stateOf(running, "dev").closed?.until).toBe(Date.parse("2023-11-14T23:00:00Z"));
    await around.clock.pass(1_800_000);
    expect(contentOf(around, "dev")).toBe("two");
    await running.stop();
  });
});

describe("an order to look", () => {
  test("looks at the repository and at the accounts that were named", async () => {
    const around = surroundings();
    const running = await settledAgent(around);
    const before = running.passes.length;
    const looks = around.source.looks();
    expect(running.agent.sync(["dev"])).toEqual({
      kind: "taken",
      message: "looking at the repository and 1 account",
    });
    await around.clock.pass(1000);
    expect(running.passes.slice(before).map(({ account }) => account)).toEqual(["dev"]);
    expect(around.source.looks()).toBe(looks + 1);
    expect(running.agent.sync(["dve"])).toEqual({
      kind: "unknown",
      message: "there is no account dve; there is dev, test",
    });
    await running.stop();
  });

  test("for an account that a problem holds says so", async () => {
    const around = surroundings();
    const running = await settledAgent(around);
    around.source.commit({ ...smallAcme({ dev: {}, test: {} }), "accounts/dev/account.yaml": "id: [" });
    await around.clock.pass(120_000);
    expect(running.agent.sync(["dev"])).toEqual({
      kind: "unknown",
      message: "dev is held by a problem in the repository: see `problems`",
    });
    await running.stop();
  });

  test("by SIGHUP looks at all", async () => {
    const around = surroundings();
    const running = await settledAgent(around);
    const before = running.passes.length;
    running.agent.hangUp();
    await around.clock.pass(1000);
    expect(running.passes.slice(before).map(({ account }) => account)).toEqual(["dev", "test"]);
    await running.stop();
  });
});
