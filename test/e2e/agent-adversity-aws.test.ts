import { join } from "node:path";
import { UpdateStackCommand } from "@aws-sdk/client-cloudformation";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { startAgent, type AgentProcess } from "../support/agent-process.ts";
import { environments, type Environments } from "../support/environments.ts";
import { runMoor, scratch, type Scratch } from "../support/moor.ts";
import { startTestSandbox, type TestSandbox } from "../support/sandbox.ts";
import { executedTwice, operationsOf, stacksOf } from "./stacks-of.ts";
import { ACCOUNT_IDS, queueTemplate, threeAccounts } from "./three-accounts.ts";

let sandbox: TestSandbox;
let repository: Environments;
let folder: Scratch;
let agents: AgentProcess[];

beforeEach(async () => {
  sandbox = await startTestSandbox();
  repository = environments(
    Object.fromEntries(
      Object.entries(threeAccounts()).map(([path, text]) => [path, text.replace(/^after:.*\n/m, "")]),
    ),
  );
  folder = scratch();
  agents = [];
});

afterEach(async () => {
  await Promise.all(agents.map((agent) => agent.kill("SIGKILL")));
  repository.remove();
  folder.remove();
  await sandbox.close();
});

describe("an account that AWS does not let in", () => {
  test("fails alone and says why once; it recovers without a commit", async () => {
    await sandbox.control("POST", "faults", [
      {
        effect: "deny",
        operation: "AssumeRole",
        role: `arn:aws:iam::${ACCOUNT_IDS.dev}:role/*`,
        count: "always",
      },
      { effect: "reset", service: "cloudformation", account: ACCOUNT_IDS.test, count: "always" },
    ]);
    const agent = start();
    await agent.until(({ message, account }) => message === "pass failed" && account === "test");
    await agent.until(
      ({ message, account, app }) =>
        message === "stack applied" && account === "production" && app === "topic",
    );
    await agent.until(({ message, account }) => message === "account failed" && account === "dev");
    await agent.until(({ message, account }) => message === "account failed" && account === "test");
    await sandbox.control("DELETE", "faults");
    await agent.settled(head());
    const again = "account can be worked on again";
    expect(told(agent, "warn", "dev")).toEqual([]);
    expect(told(agent, "warn", "test")).toEqual(["pass failed"]);
    for (const account of ["dev", "test"]) {
      expect(told(agent, "error", account)).toEqual(["account failed"]);
      expect(told(agent, "info", account).filter((message) => message === again)).toHaveLength(1);
    }
  });

  test("because its session has expired gets another one", async () => {
    const agent = start();
    await agent.until(({ message }) => message === "change set executed");
    await sandbox.control("POST", "clock", { advanceMs: 2 * 3_600_000 });
    await agent.settled(head());
    await sandbox.control("POST", "clock", { advanceMs: 20 * 3_600_000 });
    const commit = hideMessages(60);
    await agent.settled(commit);
    expect(await executedTwice(sandbox, Object.values(ACCOUNT_IDS))).toEqual([]);
  });
});

describe("a stack that is stuck when the agent starts", () => {
  test("in a failed rollback is brought back, and has its older content", async () => {
    await stop(start());
    await failRollback(1);
    const agent = start();
    await agent.settled(head());
    expect(told(agent, "info", "dev")).toEqual(["roll-back continued", "stack recovered", "account in sync"]);
  });

  test("in a rollback that fails again holds no other app; a person is told what to do, once, and it helps", async () => {
    await stop(start());
    await failRollback("always");
    const agent = start();
    await agent.atRest(head());
    const commit = repository.commit("more of a table", {
      write: {
        "templates/table.yaml": `${threeAccounts()["templates/table.yaml"] ?? ""}    DeletionPolicy: Retain\n`,
      },
    });
    await agent.atRest(commit);
    expect(told(agent, "warn", "dev")).toEqual(["needs a person"]);
    expect(await operationsOf(sandbox, ACCOUNT_IDS.dev)).toMatchObject({
      "acme-table": ["create", "update"],
    });
    await sandbox.control("DELETE", "faults");
    await retry(agent, "queue");
    await agent.settled(commit);
  });

  test("in a first creation that failed is replaced by a fixed commit", async () => {
    await sandbox.control("POST", "faults", [
      {
        effect: "fail-resource",
        on: ["create"],
        stack: "acme-queue",
        account: ACCOUNT_IDS.dev,
        reason: "no capacity",
      },
    ]);
    const first = start();
    await first.atRest(head());
    await first.kill("SIGTERM");
    expect(await stacksOf(sandbox, ACCOUNT_IDS.dev)).toMatchObject({
      "acme-queue": "ROLLBACK_COMPLETE",
      "acme-table": "CREATE_COMPLETE",
    });
    expect(await operationsOf(sandbox, ACCOUNT_IDS.dev)).toMatchObject({ "acme-queue": ["create"] });
    const commit = hideMessages(60);
    await start().settled(commit);
  });

  test("in a deletion that failed is tried once more, then a person is told what to do", async () => {
    await stop(start());
    await sandbox.control("POST", "faults", [
      {
        effect: "fail-resource",
        on: ["delete"],
        stack: "acme-topic",
        account: ACCOUNT_IDS.dev,
        reason: "it has subscribers",
        count: "always",
      },
    ]);
    const commit = repository.commit("no topic", {
      write: { "accounts/dev/apps.yaml": "queue: 1.0.0\ntable: 1.0.0\n" },
    });
    const agent = start();
    await agent.atRest(commit);
    agent.nudge();
    await agent.until(({ message }) => message === "asked to look");
    await agent.atRest(commit);
    expect(told(agent, "warn", "dev")).toEqual(["needs a person"]);
    await sandbox.control("DELETE", "faults");
    await retry(agent, "topic");
    await agent.settled(commit);
    expect(await stacksOf(sandbox, ACCOUNT_IDS.dev)).not.toHaveProperty("acme-topic");
  });
});

/** Brings a stack into UPDATE_ROLLBACK_FAILED, as somebody with the console would. */
async function failRollback(count: number | "always"): Promise<void> {
  const stack = "acme-queue";
  await sandbox.control("POST", "faults", [
    { effect: "fail-resource", stack, logicalId: "Other" },
    { effect: "fail-resource", stack, on: ["rollback"], count },
  ]);
  const TemplateBody = queueTemplate(90).replace(
    "Outputs:",
    "  Other: { Type: AWS::SQS::Queue, DependsOn: Queue }\nOutputs:",
  );
  const client = sandbox.cloudformation({ account: ACCOUNT_IDS.dev });
  await client.send(new UpdateStackCommand({ StackName: stack, TemplateBody }));
  await stacksOf(sandbox, ACCOUNT_IDS.dev);
  expect(await stacksOf(sandbox, ACCOUNT_IDS.dev)).toMatchObject({ [stack]: "UPDATE_ROLLBACK_FAILED" });
}

/** What the log told people to do. */
async function retry(agent: AgentProcess, app: string): Promise<void> {
  const command = ["retry", repository.dir, "--account", "dev", "--app", app, "--endpoint", sandbox.url];
  const env = { AWS_ACCESS_KEY_ID: "000000000000", AWS_SECRET_ACCESS_KEY: "test", AWS_REGION: "eu-west-1" };
  expect(agent.lines().find(({ message }) => message === "needs a person")).toMatchObject({
    remedy: expect.stringContaining(`moor retry --account dev --app ${app}`),
  });
  expect(await runMoor(command, { env })).toMatchObject({ code: 0 });
  const from = agent.lines().length;
  agent.nudge();
  await agent.until(({ message, account }) => message === "account in sync" && account === "dev", from);
}

/** Messages of that level about an account. */
function told(agent: AgentProcess, level: string, account: string): readonly string[] {
  return agent
    .lines()
    .filter((line) => line.level === level && line["account"] === account)
    .map(({ message }) => message);
}

async function stop(agent: AgentProcess): Promise<void> {
  await agent.settled(head());
  await agent.kill("SIGTERM");
}

function start(): AgentProcess {
  const agent = startAgent({
    repo: repository.url,
    endpoint: sandbox.url,
    data: join(folder.dir, "data"),
    args: ["--interval", "1s"],
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
