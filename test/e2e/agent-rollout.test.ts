import { createHmac } from "node:crypto";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { startAgent, type AgentProcess } from "../support/agent-process.ts";
import { environments, type Environments } from "../support/environments.ts";
import { scratch, type Scratch } from "../support/moor.ts";
import { startTestSandbox, type TestSandbox } from "../support/sandbox.ts";
import { executedTwice, operationsOf, stacksOf, writesOf } from "./stacks-of.ts";
import { ACCOUNT_IDS, queueTemplate, threeAccounts } from "./three-accounts.ts";

const SECRET = "a secret of the test";

let sandbox: TestSandbox;
let repository: Environments;
let folder: Scratch;
let agent: AgentProcess;

beforeAll(async () => {
  sandbox = await startTestSandbox();
  repository = environments(threeAccounts());
  folder = scratch({ "agent.yaml": "webhooks: { generic: { secret: env:WEBHOOK } }\n" });
  agent = startAgent({
    repo: repository.url,
    endpoint: sandbox.url,
    data: join(folder.dir, "data"),
    args: ["--interval", "off", "--config", join(folder.dir, "agent.yaml")],
    env: { WEBHOOK: SECRET },
  });
});

afterAll(async () => {
  await agent.kill("SIGTERM");
  repository.remove();
  folder.remove();
  await sandbox.close();
});

describe("an agent that nobody polls", () => {
  test("brings all accounts in sync when it starts, one after the other", async () => {
    await agent.settled(repository.git("rev-parse", "HEAD"));
    const everything = ["acme-network", "acme-queue", "acme-table", "acme-topic", "acme-zone"];
    for (const id of Object.values(ACCOUNT_IDS))
      expect(Object.keys(await stacksOf(sandbox, id)).toSorted()).toEqual(everything);
    const firstWrites = (await writesOf(sandbox)).map(({ account }) => account);
    expect([...new Set(firstWrites)]).toEqual(Object.values(ACCOUNT_IDS));
    expect(firstWrites.lastIndexOf(ACCOUNT_IDS.dev)).toBeLessThan(firstWrites.indexOf(ACCOUNT_IDS.test));
  });

  test("does nothing about a commit until the webhook tells, and then only where it changes something", async () => {
    const commit = repository.commit("production hides messages longer", {
      write: {
        "accounts/production/apps.yaml":
          "queue: { version: 1.0.0, template: templates/slow-queue.yaml }\ntopic: 1.0.0\ntable: 1.0.0\n",
        "templates/slow-queue.yaml": queueTemplate(60),
      },
    });
    await sandbox.control("GET", "calls?reset");
    expect((await push("forged")).status).toBe(401);
    expect(await sandbox.control("GET", "calls")).toMatchObject({ total: 0 });
    expect((await push(SECRET)).ok).toBe(true);
    await agent.settled(commit);
    const accounts = (await writesOf(sandbox)).map(({ account, operation }) => [account, operation]);
    expect(accounts).toEqual([
      [ACCOUNT_IDS.production, "CreateChangeSet"],
      [ACCOUNT_IDS.production, "ExecuteChangeSet"],
    ]);
    expect(await executedTwice(sandbox)).toEqual([]);
  });

  test("stops a change at the first account where it fails, and goes on when it is mended", async () => {
    await sandbox.control("POST", "faults", [
      {
        effect: "fail-resource",
        account: ACCOUNT_IDS.dev,
        stack: "acme-queue",
        on: ["update"],
        reason: "no capacity",
      },
    ]);
    const bad = repository.commit("hide messages for three quarters of a minute", {
      write: { "templates/queue.yaml": queueTemplate(45) },
    });
    await push(SECRET);
    const stopped = await agent.atRest(bad);
    expect(stopped.accounts.map(({ standing }) => standing)).toEqual(["blocked", "settled", "blocked"]);
    expect(await operationsOf(sandbox, ACCOUNT_IDS.test)).toMatchObject({ "acme-queue": ["create"] });
    const good = repository.commit("hide messages for fifty seconds", {
      write: { "templates/queue.yaml": queueTemplate(50) },
    });
    await push(SECRET);
    await agent.settled(good);
    expect(await operationsOf(sandbox, ACCOUNT_IDS.dev)).toMatchObject({
      "acme-queue": ["create", "update", "update"],
    });
  });
});

/** Tells the agent of a push, signed with this secret. */
async function push(secret: string): Promise<Response> {
  const body = JSON.stringify({ ref: "refs/heads/main", after: repository.git("rev-parse", "HEAD") });
  const timestamp = String(Math.floor(Date.now() / 1000));
  const signature = createHmac("sha256", secret).update(`${timestamp}.${body}`).digest("hex");
  return fetch(`${await agent.url()}/webhooks/generic`, {
    method: "POST",
    body,
    headers: { "x-mooring-timestamp": timestamp, "x-mooring-signature": signature },
  });
}
