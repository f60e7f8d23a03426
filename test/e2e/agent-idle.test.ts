import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { startAgentHere, type AgentHere } from "../support/agent-here.ts";
import { environments, type Environments } from "../support/environments.ts";
import { scratch, type Scratch } from "../support/moor.ts";
import { startTestSandbox, type TestSandbox } from "../support/sandbox.ts";
import { threeAccounts } from "./three-accounts.ts";

/** When all accounts are looked at, as mooring.yaml of the three accounts says; the test rings it. */
const SYNC = "0 0 29 2 *";
/** Of an hour with the usual schedule, and as many polls. */
const ROUNDS = 12;
const POLLS = 60;

let sandbox: TestSandbox;
let repository: Environments;
let folder: Scratch;
let here: AgentHere;

beforeAll(async () => {
  sandbox = await startTestSandbox();
  repository = environments(threeAccounts());
  folder = scratch();
  here = startAgentHere(repository, sandbox, { folder: folder.dir, intervalMs: 20 });
  await here.follow(repository.git("rev-parse", "HEAD"));
});

afterAll(async () => {
  await here.stop();
  repository.remove();
  folder.remove();
  await sandbox.close();
});

test("an idle hour of polls costs nothing at AWS, and each scheduled round one DescribeStacks an account", async () => {
  await sandbox.control("GET", "calls?reset");
  await polls(POLLS);
  expect(await sandbox.control("GET", "calls")).toMatchObject({ total: 0 });
  for (let round = 0; round < ROUNDS; round += 1) {
    const before = lastPasses();
    here.ring(SYNC);
    while (lastPasses().some((at, index) => at <= (before[index] ?? 0))) await polls(1);
  }
  const { calls } = (await sandbox.control("GET", "calls")) as {
    readonly calls: readonly { readonly operation: string; readonly count: number }[];
  };
  expect(calls.map(({ operation, count }) => [operation, count])).toEqual([
    ["DescribeStacks", ROUNDS],
    ["DescribeStacks", ROUNDS],
    ["DescribeStacks", ROUNDS],
  ]);
});

function lastPasses(): readonly number[] {
  return here.agent.status().accounts.map(({ lastPassAt }) => lastPassAt ?? 0);
}

/** Resolves when the repository was asked so often. */
async function polls(count: number): Promise<void> {
  for (let asked = 0; asked < count; asked += 1) {
    const before = here.agent.status().source.lookedAt;
    while (here.agent.status().source.lookedAt === before)
      await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
