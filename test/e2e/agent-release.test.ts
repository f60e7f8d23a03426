import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { startAgent, type AgentProcess } from "../support/agent-process.ts";
import { environments, type Environments } from "../support/environments.ts";
import { runMoor, scratch, type Scratch } from "../support/moor.ts";
import { startTestSandbox, type TestSandbox } from "../support/sandbox.ts";
import { operationsOf } from "./stacks-of.ts";

const ACCOUNT = "222222222222";

let sandbox: TestSandbox;
let repository: Environments;
let folder: Scratch;
let agent: AgentProcess;

beforeAll(async () => {
  sandbox = await startTestSandbox();
  const failing = { command: "migrate 6.6.6", exitCode: 3, logs: ["no such table: orders"] };
  await sandbox.control("POST", "tasks", { runs: [failing] });
  repository = environments({
    "mooring.yaml": "version: 1\nname: acme\ndefaults: { region: eu-west-1 }\n",
    "apps/web.yaml":
      'kind: Worker\nimage: registry.example/web\nrelease: { command: [migrate, "${version}"] }\n',
    "accounts/dev/account.yaml": `id: "${ACCOUNT}"\nzone: dev.acme.example\nnetwork: { cidr: 10.1.0.0/16, nat: none }\n`,
    "accounts/dev/apps.yaml": "web: 1.0.0\n",
  });
  folder = scratch();
  agent = startAgent({
    repo: repository.url,
    endpoint: sandbox.url,
    data: join(folder.dir, "data"),
    args: ["--interval", "1s"],
    env: { AWS_ACCESS_KEY_ID: ACCOUNT, AWS_SECRET_ACCESS_KEY: "test" },
  });
  await agent.settled(repository.git("rev-parse", "HEAD"));
});

afterAll(async () => {
  await agent.kill("SIGTERM");
  repository.remove();
  folder.remove();
  await sandbox.close();
});

function migrations(): number {
  return agent.lines().filter(({ message, app }) => message === "release begun" && app === "web").length;
}

describe("a version whose release fails", () => {
  test("does not go live, and the log tells why in the release's own words", async () => {
    const from = agent.lines().length;
    const bad = repository.commit("web 6.6.6", { write: { "accounts/dev/apps.yaml": "web: 6.6.6\n" } });
    await agent.until(({ message, app }) => message === "stack failed" && app === "web", from);
    await agent.until(({ log }) => log === "no such table: orders", from);
    const { accounts } = await agent.atRest(bad);
    expect(accounts).toMatchObject([{ name: "dev", standing: "blocked" }]);
    expect(JSON.stringify(agent.lines().slice(from))).toContain("its release failed: exit code 3");
    expect(await operationsOf(sandbox, ACCOUNT)).toMatchObject({ "acme-web": ["create"] });
  });

  test("is left alone by other commits", async () => {
    const before = migrations();
    const other = repository.commit("a word", { write: { "accounts/dev/README.md": "dev\n" } });
    await agent.atRest(other);
    expect(migrations()).toBe(before);
  });

  test("is told with its last lines where a person asks for a plan", async () => {
    const env = { AWS_ACCESS_KEY_ID: ACCOUNT, AWS_SECRET_ACCESS_KEY: "test" };
    const { stdout } = await runMoor(["plan", repository.dir, "--endpoint", sandbox.url], { env });
    expect(stdout).toContain("its release failed: exit code 3");
    expect(stdout).toContain("| no such table: orders");
  });

  test("goes live in a version that is right", async () => {
    const fixed = repository.commit("web 6.6.7", { write: { "accounts/dev/apps.yaml": "web: 6.6.7\n" } });
    await agent.settled(fixed);
    expect(migrations()).toBe(3);
    expect(await operationsOf(sandbox, ACCOUNT)).toMatchObject({ "acme-web": ["create", "update"] });
  });
});
