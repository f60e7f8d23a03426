import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { startAgent, type AgentProcess } from "../support/agent-process.ts";
import { environments, type Environments } from "../support/environments.ts";
import { scratch, type Scratch } from "../support/moor.ts";
import { startTestSandbox, type TestSandbox } from "../support/sandbox.ts";
import { executedTwice, operationsOf } from "./stacks-of.ts";
import { ACCOUNT_IDS, threeAccounts } from "./three-accounts.ts";

let sandbox: TestSandbox;
let repository: Environments;
let folder: Scratch;

beforeEach(async () => {
  sandbox = await startTestSandbox();
  repository = environments(threeAccounts());
  folder = scratch();
});

afterEach(async () => {
  repository.remove();
  folder.remove();
  await sandbox.close();
});

describe("a rollout of all accounts", () => {
  test("ends in sync while calls are throttled, fail and lose their answers, and touches no stack twice", async () => {
    await sandbox.control("POST", "clock", { durations: { scale: 0.001 } });
    await sandbox.control("POST", "throttling", {
      rates: {
        "cloudformation-reads": { perSecond: 0.003, burst: 3 },
        "cloudformation-changes": { perSecond: 0.0015, burst: 2 },
      },
    });
    await sandbox.control("POST", "faults", [
      { effect: "lost-response", share: 0.05, count: "always" },
      { effect: "error", status: 500, share: 0.1, count: "always" },
    ]);
    const agent = start("data");
    await bringToRest(agent);
    await sandbox.control("DELETE", "faults");
    await sandbox.control("POST", "throttling", { enabled: false });
    expect(await executedTwice(sandbox)).toEqual([]);
    expect(await everyOperation()).toEqual(ONE_CREATION);
  }, 600_000);

  test("ends in sync when two agents follow the same repository, and executes nothing twice", async () => {
    const agents = [start("one"), start("two")];
    const commit = repository.git("rev-parse", "HEAD");
    await Promise.all(agents.map((agent) => agent.settled(commit)));
    await Promise.all(agents.map((agent) => agent.kill("SIGTERM")));
    expect(await executedTwice(sandbox)).toEqual([]);
    expect(await everyOperation()).toEqual(ONE_CREATION);
  }, 300_000);
});

function start(data: string): AgentProcess {
  return startAgent({
    repo: repository.url,
    endpoint: sandbox.url,
    data: join(folder.dir, data),
    args: ["--interval", "5s"],
  });
}

async function bringToRest(agent: AgentProcess): Promise<void> {
  await agent.settled(repository.git("rev-parse", "HEAD"));
  expect(await agent.kill("SIGTERM")).toMatchObject({ code: 0 });
}

/** Every stack of every account was made once, and nothing else happened to it. */
const ONE_CREATION = Object.values(ACCOUNT_IDS).map(() => ({
  "acme-network": ["create"],
  "acme-queue": ["create"],
  "acme-table": ["create"],
  "acme-topic": ["create"],
  "acme-zone": ["create"],
}));

function everyOperation(): Promise<readonly unknown[]> {
  return Promise.all(Object.values(ACCOUNT_IDS).map((account) => operationsOf(sandbox, account)));
}
