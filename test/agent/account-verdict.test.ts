import { describe, expect, test } from "@jest/globals";
import {
  hasSettled,
  startAgent,
  surroundings,
  type RunningAgent,
  type Surroundings,
} from "../support/memory-agent.ts";
import { smallAcme, type SmallAccount } from "../support/small-acme.ts";

async function settledOn(
  around: Surroundings,
  accounts: Readonly<Record<string, SmallAccount>>,
): Promise<RunningAgent> {
  around.source.commit(smallAcme(accounts));
  const running = startAgent(around);
  await around.clock.until(() => hasSettled(running));
  return running;
}

/** Verdicts on a commit, in the order in which they were told. */
function verdictsOn({ verdicts }: RunningAgent, subject: string): readonly string[] {
  return verdicts
    .filter(({ revision }) => revision.subject === subject)
    .map(({ account, state, description }) => `${account} ${state}: ${description}`);
}

describe("the verdict on a commit", () => {
  test("is good at once for an account that the commit does not change", async () => {
    const around = surroundings();
    const running = await settledOn(around, {
      dev: { apps: { web: "one" } },
      test: { apps: { web: "one" } },
    });
    around.source.commit(smallAcme({ dev: { apps: { web: "one" } }, test: { apps: { web: "two" } } }));
    running.agent.pushed();
    await around.clock.pass(60_000);
    expect(verdictsOn(running, "commit 2")).toEqual([
      "dev success: 3 stacks in sync",
      "test pending: waits to be looked at",
      "test success: 3 stacks in sync",
    ]);
    await running.stop();
  });

  test("is pending while an account waits for an earlier one, a pause or a window", async () => {
    const around = surroundings();
    const accounts = (content: string) => ({
      dev: { apps: { web: content } },
      late: { apps: { web: content }, says: "after: [dev]" },
      paused: { apps: { web: content }, says: 'paused: { reason: "incident 7" }' },
      closed: { apps: { web: content }, says: 'windows: [{ allow: "0 3 1 1 *", duration: 1h }]' },
    });
    around.source.commit(smallAcme(accounts("one")));
    around.world("dev").mishaps = [{ stack: "acme-web", during: "create", content: "one" }];
    const running = startAgent(around);
    await around.clock.pass(600_000);
    const last = new Map(running.verdicts.map(({ account, state }) => [account, state]));
    expect(Object.fromEntries(last)).toEqual({
      dev: "failure",
      late: "pending",
      paused: "pending",
      closed: "pending",
    });
    await running.stop();
  });

  test("is bad for an account that a problem holds, with the problem", async () => {
    const around = surroundings();
    const running = await settledOn(around, { dev: {}, test: {} });
    around.source.commit({ ...smallAcme({ dev: {}, test: {} }), "accounts/test/account.yaml": "id: [" });
    running.agent.pushed();
    await around.clock.pass(60_000);
    const told = verdictsOn(running, "commit 2");
    expect(told[0]).toBe("dev success: 2 stacks in sync");
    expect(told[1]).toMatch(/^test failure: /);
    expect(told).toHaveLength(2);
    expect(running.events.at(-1)).toMatchObject({ kind: "held", account: "test" });
    expect(running.events.at(-1)?.message).toContain("accounts/test/account.yaml:1:");
    await running.stop();
  });

  test("has at most 140 characters", async () => {
    const around = surroundings();
    around.world("dev").mishaps = [{ stack: "acme-web", during: "change-set", content: "bad" }];
    around.source.commit(smallAcme({ dev: { apps: { web: "bad" } } }));
    const running = startAgent(around);
    await around.clock.pass(60_000);
    expect(running.verdicts.at(-1)?.state).toBe("failure");
    expect(running.verdicts.every(({ description }) => description.length <= 140)).toBe(true);
    await running.stop();
  });
});
