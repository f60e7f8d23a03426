import { renameSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { startAgent, type AgentProcess } from "../support/agent-process.ts";
import { environments, type Environments, type FileChange } from "../support/environments.ts";
import { scratch, type Scratch } from "../support/moor.ts";
import { startTestSandbox, type TestSandbox } from "../support/sandbox.ts";
import { stacksOf, writesOf } from "./stacks-of.ts";
import { ACCOUNT_IDS, mooringFile, threeAccounts } from "./three-accounts.ts";

let sandbox: TestSandbox;
let repository: Environments;
let folder: Scratch;
let agent: AgentProcess;

beforeAll(async () => {
  sandbox = await startTestSandbox();
  repository = environments(threeAccounts());
  folder = scratch();
  agent = startAgent({
    repo: repository.url,
    endpoint: sandbox.url,
    data: join(folder.dir, "data"),
    args: ["--interval", "off"],
  });
  await agent.settled(repository.git("rev-parse", "HEAD"));
});

afterAll(async () => {
  await agent.kill("SIGTERM");
  repository.remove();
  folder.remove();
  await sandbox.close();
});

describe("what is no removal deletes nothing", () => {
  const noAccounts: FileChange = {
    remove: ["accounts/dev", "accounts/test", "accounts/production"],
  };
  test.each<[string, FileChange]>([
    [
      "an emptied repository",
      { remove: ["accounts", "apps", "templates", "mooring.yaml"], write: { README: "" } },
    ],
    ["every account folder gone", { ...noAccounts, write: { README: "" } }],
    ["one account folder gone", { remove: ["accounts/production"] }],
    ["a broken mooring.yaml", { write: { "mooring.yaml": "version: 1\nname: [acme\n" } }],
    ["a mooring.yaml with another key", { write: { "mooring.yaml": mooringFile("pruning: all") } }],
    ["an account that places nothing", { write: { "accounts/dev/apps.yaml": "{}\n" } }],
    ["apps.yaml that is no YAML", { write: { "accounts/dev/apps.yaml": "queue: 1.0.0\n\t- topic\n" } }],
    ["apps.yaml that is gone", { remove: ["accounts/dev/apps.yaml"] }],
    ["an app file that is gone", { remove: ["apps/topic.yaml"] }],
    ["an app file that is broken", { write: { "apps/topic.yaml": "kind: Topic\n" } }],
    ["a template that is gone", { remove: ["templates/topic.yaml"] }],
    ["a misspelt app", { write: { "accounts/dev/apps.yaml": "queue: 1.0.0\ntopix: 1.0.0\ntable: 1.0.0\n" } }],
    ["more apps gone than the limits allow", { write: { "accounts/dev/apps.yaml": "{}\n" } }],
  ])("%s", async (title, change) => {
    const before = await everything();
    const commit = repository.commit(title, change);
    agent.nudge();
    await agent.atRest(commit);
    expect(await deletions()).toEqual([]);
    expect(await everything()).toEqual(before);
    repository.git("revert", "--no-edit", commit);
    agent.nudge();
    await agent.settled(repository.git("rev-parse", "HEAD"));
  });

  test("a repository that cannot be fetched any more", async () => {
    const before = await everything();
    const hidden = `${repository.dir}-hidden`;
    const from = agent.lines().length;
    renameSync(repository.dir, hidden);
    agent.nudge();
    try {
      const line = await agent.until(
        ({ level, message }) => level !== "info" && /repository/.test(message),
        from,
      );
      expect(line).toMatchObject({ message: expect.stringContaining("repository") });
      expect((await agent.status()).source.failure).toMatchObject({ message: expect.any(String) });
      expect(await deletions()).toEqual([]);
      expect(await everything()).toEqual(before);
    } finally {
      renameSync(hidden, repository.dir);
    }
    agent.nudge();
    await agent.settled(repository.git("rev-parse", "HEAD"));
  });
});

describe("what is taken out of apps.yaml", () => {
  test("is deleted, what depends on others before these", async () => {
    const commit = repository.commit("dev needs no queue any more", {
      write: { "accounts/dev/apps.yaml": "table: 1.0.0\n", "accounts/dev/removed.yaml": "- queue\n" },
    });
    agent.nudge();
    await agent.settled(commit);
    expect(await deletions()).toEqual(["acme-topic", "acme-queue"]);
    expect(Object.keys(await stacksOf(sandbox, ACCOUNT_IDS.dev)).toSorted()).toEqual([
      "acme-network",
      "acme-table",
      "acme-zone",
    ]);
  });

  test("stays while it holds data and nobody wrote that it is meant to go", async () => {
    const earlier = await deletions();
    const removed = repository.commit("dev needs no table any more", {
      write: { "accounts/dev/apps.yaml": "queue: 1.0.0\n" },
      remove: ["accounts/dev/removed.yaml"],
    });
    agent.nudge();
    await agent.atRest(removed);
    expect(await deletions()).toEqual(earlier);
    expect(await stacksOf(sandbox, ACCOUNT_IDS.dev)).toHaveProperty("acme-table");
    const meant = repository.commit("and its data may go", {
      write: { "accounts/dev/removed.yaml": "- table\n" },
    });
    agent.nudge();
    await agent.settled(meant);
    expect(await stacksOf(sandbox, ACCOUNT_IDS.dev)).not.toHaveProperty("acme-table");
  });
});

/** Names of the stacks that were asked to be deleted, in order. */
async function deletions(): Promise<readonly string[]> {
  return (await writesOf(sandbox))
    .filter(({ operation }) => operation === "DeleteStack")
    .map(({ stack = "" }) => /:stack\/([^/]+)\//.exec(stack)?.[1] ?? stack);
}

async function everything(): Promise<unknown> {
  return Promise.all(Object.values(ACCOUNT_IDS).map((id) => stacksOf(sandbox, id)));
}
