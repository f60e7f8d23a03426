import { describe, expect, test } from "@jest/globals";
import { startAgent, surroundings, type RunningAgent } from "../support/memory-agent.ts";
import { smallAcme } from "../support/small-acme.ts";

function hasSettled({ agent }: RunningAgent): boolean {
  const { accounts, queue } = agent.status();
  return (
    accounts.length > 0 &&
    queue.running.length === 0 &&
    accounts.every(({ standing }) => standing === "settled")
  );
}

function contentOf(
  around: ReturnType<typeof surroundings>,
  account: string,
  app: string,
): string | undefined {
  return around.world(account).find(`acme-${app}`)?.parameters["Content"];
}

describe("an agent", () => {
  test("deploys what the repository says, and what a commit changes", async () => {
    const around = surroundings();
    around.source.commit(smallAcme({ dev: { apps: { web: "one" } } }));
    const running = startAgent(around);
    await around.clock.until(() => hasSettled(running));
    expect(contentOf(around, "dev", "web")).toBe("one");
    around.source.commit(smallAcme({ dev: { apps: { web: "two" } } }));
    running.agent.pushed();
    await around.clock.until(() => contentOf(around, "dev", "web") === "two");
    await running.stop();
    expect(running.events.map(({ kind, app }) => `${kind} ${app}`)).toEqual([
      "applied zone",
      "applied web",
      "applied network",
      "applied web",
    ]);
  });
});
