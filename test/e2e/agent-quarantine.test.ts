import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { startAgent, type AgentProcess } from "../support/agent-process.ts";
import { environments, type Environments } from "../support/environments.ts";
import { scratch, type Scratch } from "../support/moor.ts";
import { startTestSandbox, type TestSandbox } from "../support/sandbox.ts";
import { executedTwice, operationsOf } from "./stacks-of.ts";

const ACCOUNT = "222222222222";
const MISSING = "CannotPullContainerError";

const MOORING = [
  "version: 1",
  "name: acme",
  "defaults:",
  "  region: eu-west-1",
  '  roles: { deployer: "arn:aws:iam::${account.id}:role/mooring-deployer" }',
  "",
].join("\n");

let sandbox: TestSandbox;
let repository: Environments;
let folder: Scratch;
let agent: AgentProcess;

beforeAll(async () => {
  sandbox = await startTestSandbox();
  await sandbox.control("POST", "images", { unpullable: ["*/web:6.6.6"] });
  repository = environments({
    "mooring.yaml": MOORING,
    "apps/web.yaml": [
      "kind: Worker",
      `image: ${ACCOUNT}.dkr.ecr.eu-west-1.amazonaws.com/web`,
      "cpu: 256",
      "memory: 512",
      "scale: 1",
      "",
    ].join("\n"),
    "accounts/dev/account.yaml": `id: "${ACCOUNT}"\nzone: dev.acme.example\nnetwork: { cidr: 10.1.0.0/16, nat: none }\n`,
    "accounts/dev/apps.yaml": "web: 1.0.0\n",
  });
  folder = scratch();
  agent = startAgent({
    repo: repository.url,
    endpoint: sandbox.url,
    data: join(folder.dir, "data"),
    args: ["--interval", "1s"],
  });
  await agent.settled(repository.git("rev-parse", "HEAD"));
});

afterAll(async () => {
  await agent.kill("SIGTERM");
  repository.remove();
  folder.remove();
  await sandbox.close();
});

describe("a version whose image is missing", () => {
  test("is tried once, rolls back, and is quarantined with the reason that ECS gives", async () => {
    const from = agent.lines().length;
    const bad = repository.commit("web 6.6.6", { write: { "accounts/dev/apps.yaml": "web: 6.6.6\n" } });
    await agent.until(({ message, app }) => message === "stack failed" && app === "web", from);
    const { accounts } = await agent.atRest(bad);
    expect(accounts).toMatchObject([{ name: "dev", standing: "blocked" }]);
    const told = agent
      .lines()
      .slice(from)
      .filter(({ level, app }) => level === "error" && app === "web");
    expect(JSON.stringify(told)).toContain(MISSING);
    expect(await operationsOf(sandbox, ACCOUNT)).toMatchObject({ "acme-web": ["create", "update"] });
  });

  test("is left alone by other commits", async () => {
    const other = repository.commit("a word about the account", {
      write: { "accounts/dev/README.md": "dev\n" },
    });
    await agent.atRest(other);
    expect(await operationsOf(sandbox, ACCOUNT)).toMatchObject({ "acme-web": ["create", "update"] });
  });

  test("git revert brings back green without any command", async () => {
    repository.git("revert", "--no-edit", "HEAD~1");
    await agent.settled(repository.git("rev-parse", "HEAD"));
    expect(await operationsOf(sandbox, ACCOUNT)).toMatchObject({ "acme-web": ["create", "update"] });
  });

  test("and so does a fixed version", async () => {
    const bad = repository.commit("web 6.6.6 once more", {
      write: { "accounts/dev/apps.yaml": "web: 6.6.6\n" },
    });
    await agent.atRest(bad);
    const fixed = repository.commit("web 6.6.7", { write: { "accounts/dev/apps.yaml": "web: 6.6.7\n" } });
    await agent.settled(fixed);
    expect(await executedTwice(sandbox, [ACCOUNT])).toEqual([]);
    expect(await operationsOf(sandbox, ACCOUNT)).toMatchObject({
      "acme-web": ["create", "update", "update"],
    });
  });
});
