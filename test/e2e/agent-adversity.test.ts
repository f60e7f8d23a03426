import { existsSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Socket } from "node:net";
import { basename, dirname, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { DeleteStackCommand } from "@aws-sdk/client-cloudformation";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { startAgent, type AgentProcess } from "../support/agent-process.ts";
import { environments, type Environments } from "../support/environments.ts";
import { hasHttpBackend, serveGit } from "../support/git-http-server.ts";
import { startProxy } from "../support/interposed-proxy.ts";
import { scratch, type Scratch } from "../support/moor.ts";
import { startTestSandbox, type TestSandbox } from "../support/sandbox.ts";
import { operationsOf, stacksOf, writesOf } from "./stacks-of.ts";
import { ACCOUNT_IDS, queueTemplate, threeAccounts } from "./three-accounts.ts";

let sandbox: TestSandbox;
let repository: Environments;
let folder: Scratch;
let data: string;
let agents: AgentProcess[];
let closings: (() => unknown)[];

beforeEach(async () => {
  sandbox = await startTestSandbox();
  repository = environments(twoAccounts());
  folder = scratch();
  data = join(folder.dir, "data");
  agents = [];
  closings = [];
});

afterEach(async () => {
  await Promise.all(agents.map((agent) => agent.kill("SIGKILL")));
  for (const close of closings) await close();
  repository.remove();
  folder.remove();
  await sandbox.close();
});

describe("told to stop", () => {
  test("while a write hangs, the agent leaves without it; what else it wrote counts, and the next one goes on", async () => {
    await sandbox.control("POST", "faults", [
      { effect: "timeout", seconds: 60, operation: "ExecuteChangeSet", stack: "acme-queue" },
    ]);
    const first = start();
    while ((await executions()) < 2) await delay(50);
    const { code } = await first.kill("SIGTERM");
    expect(code).toBe(0);
    expect(
      first
        .lines()
        .slice(-3)
        .map(({ message }) => message),
    ).toEqual([
      "agent stopping",
      "what is in hand did not end in time; the next agent goes on from there",
      "agent stopped",
    ]);
    await start().settled(head());
    await expectOneCreation();
  });

  test("at any of its calls, the agent finishes it and leaves; the next one goes on", async () => {
    for (const call of [3, 12, 25]) {
      const proxy = await startProxy(sandbox.url);
      const agent = start({ endpoint: proxy.url });
      proxy.watch((moment, count) => {
        if (moment === "before" && count === call) void agent.kill("SIGTERM");
      });
      expect(await agent.ended).toMatchObject({ code: 0 });
      await proxy.close();
    }
    await start().settled(head());
    await expectOneCreation();
  });

  test("twice, the agent leaves at once", async () => {
    await sandbox.control("POST", "faults", [
      { effect: "timeout", seconds: 60, operation: "CreateChangeSet", count: "always" },
    ]);
    const agent = start();
    await agent.until(({ message }) => message === "repository read");
    void agent.kill("SIGTERM");
    await agent.until(({ message }) => message === "agent stopping");
    const { code } = await agent.kill("SIGTERM");
    expect(code).toBe(1);
    expect(agent.lines().at(-1)).toMatchObject({ message: "agent stopping" });
  });
});

describe("a data folder", () => {
  test("that is deleted while the agent runs is made again, and the next commit is applied", async () => {
    const agent = start();
    await agent.settled(head());
    rmSync(data, { recursive: true });
    const commit = hideMessages(60);
    agent.nudge();
    await agent.settled(commit);
    expect(existsSync(join(data, "history"))).toBe(true);
  });

  test("in which nothing can be written stops no pass, and is said once", async () => {
    const agent = start();
    await agent.settled(head());
    rmSync(data, { recursive: true });
    writeFileSync(data, "");
    const from = agent.lines().length;
    hideMessages(60);
    await loseStack("production", "acme-topic");
    agent.nudge();
    await agent.until(({ message, app }) => message === "stack applied" && app === "topic", from);
    await agent.until(({ message }) => message === "repository cannot be read", from);
    await agent.until(({ message }) => message === "history cannot be written", from);
    rmSync(data);
    agent.nudge();
    await agent.settled(head());
    expect(told(agent, from, "warn").toSorted()).toEqual([
      "history cannot be written",
      "repository cannot be read",
    ]);
    expect(told(agent, from, "error")).toEqual([]);
  });
});

const describeHttp = hasHttpBackend ? describe : describe.skip;

describeHttp(hasHttpBackend ? "a Git host" : "a Git host (skipped: no git-http-backend)", () => {
  test("that is away, then hangs, keeps nobody from passes and from leaving", async () => {
    const host = await serveGit(dirname(repository.dir));
    closings.push(() => host.close());
    const proxy = await startProxy(host.url);
    const port = Number(new URL(proxy.url).port);
    const agent = start({ repo: `${proxy.url}/${basename(repository.dir)}/.git` });
    await agent.settled(head());
    const from = agent.lines().length;
    await proxy.close();
    await agent.until(({ message }) => message === "repository cannot be read", from);
    await loseStack("production", "acme-topic");
    agent.nudge();
    await agent.until(({ message, app }) => message === "stack applied" && app === "topic", from);
    const commit = hideMessages(60);
    const back = await startProxy(host.url, port);
    closings.push(() => back.close());
    await agent.settled(commit);
    await back.close();
    const hung: Socket[] = [];
    const hanging = createServer((socket) => void hung.push(socket.on("error", () => undefined)));
    await new Promise<void>((resolve) => hanging.listen(port, "127.0.0.1", resolve));
    closings.push(() => hung.forEach((socket) => socket.destroy()));
    closings.push(() => hanging.close());
    while (hung.length === 0) await delay(50);
    await loseStack("production", "acme-topic");
    const later = agent.lines().length;
    agent.nudge();
    await agent.until(({ message, app }) => message === "stack applied" && app === "topic", later);
    expect(await agent.kill("SIGTERM")).toMatchObject({ code: 0 });
    expect(told(agent, from, "warn")).toEqual(["repository cannot be read"]);
    expect(told(agent, from, "error")).toEqual([]);
  });
});

/** Messages of that level since a line. */
function told(agent: AgentProcess, from: number, level: string): readonly string[] {
  return agent
    .lines()
    .slice(from)
    .filter((line) => line.level === level)
    .map(({ message }) => message);
}

async function executions(): Promise<number> {
  return (await writesOf(sandbox)).filter(
    ({ operation, result }) => operation === "ExecuteChangeSet" && result === "done",
  ).length;
}

async function expectOneCreation(): Promise<void> {
  for (const account of [ACCOUNT_IDS.dev, ACCOUNT_IDS.production]) {
    expect(await operationsOf(sandbox, account)).toEqual({
      "acme-network": ["create"],
      "acme-queue": ["create"],
      "acme-table": ["create"],
      "acme-topic": ["create"],
      "acme-zone": ["create"],
    });
  }
}

/** The three without the one in the middle. */
function twoAccounts(): Readonly<Record<string, string>> {
  const files = Object.entries(threeAccounts()).filter(([path]) => !path.startsWith("accounts/test/"));
  return Object.fromEntries(
    files.map(([path, text]) => [path, text.replace("after: [test]", "after: [dev]")]),
  );
}

function start(options: { readonly endpoint?: string; readonly repo?: string } = {}): AgentProcess {
  const agent = startAgent({
    repo: repository.url,
    endpoint: sandbox.url,
    data,
    args: ["--interval", "1s"],
    ...options,
  });
  agents.push(agent);
  return agent;
}

function head(): string {
  return repository.git("rev-parse", "HEAD");
}

function hideMessages(seconds: number): string {
  return repository.commit("hide messages", { write: { "templates/queue.yaml": queueTemplate(seconds) } });
}

async function loseStack(account: keyof typeof ACCOUNT_IDS, StackName: string): Promise<void> {
  const client = sandbox.cloudformation({ account: ACCOUNT_IDS[account] });
  await client.send(new DeleteStackCommand({ StackName }));
  await stacksOf(sandbox, ACCOUNT_IDS[account]);
}
