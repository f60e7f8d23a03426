import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { startAgent, type AgentProcess } from "../support/agent-process.ts";
import { environments, type Environments } from "../support/environments.ts";
import { scratch, type Scratch } from "../support/moor.ts";
import { startTestSandbox, type TestSandbox } from "../support/sandbox.ts";
import { executedTwice, operationsOf } from "./stacks-of.ts";
import { ACCOUNT_IDS, queueTemplate, threeAccounts } from "./three-accounts.ts";

const KILLS = 50;
/** So often new content keeps the rollout going. */
const KILLS_A_COMMIT = 5;
/** A start, a clone and the first calls take about a second; later moments are in the middle of the rollout. */
const LONGEST_LIFE_MS = 2000;

let sandbox: TestSandbox;
let repository: Environments;
let folder: Scratch;

beforeAll(async () => {
  sandbox = await startTestSandbox();
  repository = environments(threeAccounts());
  folder = scratch();
});

afterAll(async () => {
  repository.remove();
  folder.remove();
  await sandbox.close();
});

test("a rollout of all accounts ends in sync after fifty kills at random moments, every change set executed at most once", async () => {
  for (let kill = 0; kill < KILLS; kill += 1) {
    if (kill % KILLS_A_COMMIT === 0) change(kill);
    const agent = start();
    await delay(moment(kill));
    await agent.kill("SIGKILL");
  }
  const last = start();
  await last.settled(repository.git("rev-parse", "HEAD"));
  expect(await last.kill("SIGTERM")).toMatchObject({ code: 0 });
  expect(await executedTwice(sandbox)).toEqual([]);
  for (const account of Object.values(ACCOUNT_IDS)) {
    const { "acme-queue": queue = [], ...others } = await operationsOf(sandbox, account);
    expect(others).toEqual({
      "acme-network": ["create"],
      "acme-table": ["create"],
      "acme-topic": ["create"],
      "acme-zone": ["create"],
    });
    expect(queue.length).toBeLessThanOrEqual(KILLS / KILLS_A_COMMIT);
    expect(queue.filter((operation) => operation === "create")).toHaveLength(1);
  }
}, 600_000);

function change(kill: number): void {
  repository.commit(`hide messages for ${30 + kill} seconds`, {
    write: { "templates/queue.yaml": queueTemplate(30 + kill) },
  });
}

function start(): AgentProcess {
  return startAgent({
    repo: repository.url,
    endpoint: sandbox.url,
    data: join(folder.dir, "data"),
    args: ["--interval", "5s"],
  });
}

/** Spread over the life of an agent, and the same in every run. */
function moment(kill: number): number {
  return 100 + ((kill * 733) % LONGEST_LIFE_MS);
}
