import { createHmac } from "node:crypto";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { startAgent, type AgentProcess } from "../support/agent-process.ts";
import { agentStatusSchemaErrors } from "../support/agent-status-schema.ts";
import { environments, type Environments } from "../support/environments.ts";
import { runMoor, scratch, type Ended, type Scratch } from "../support/moor.ts";
import { startTestSandbox, type TestSandbox } from "../support/sandbox.ts";
import { writesOf } from "./stacks-of.ts";
import { ACCOUNT_IDS, queueTemplate, threeAccounts } from "./three-accounts.ts";

const SECRET = "a secret of the host";
const TOKEN = "a-token-for-orders";

let sandbox: TestSandbox;
let repository: Environments;
let folder: Scratch;
let agent: AgentProcess;

beforeAll(async () => {
  sandbox = await startTestSandbox();
  repository = environments(threeAccounts());
  folder = scratch({
    "agent.yaml": "webhooks: { github: { secret: env:HOOK } }\napi: { token: env:TOKEN }\n",
  });
  agent = startAgent({
    repo: repository.url,
    endpoint: sandbox.url,
    data: join(folder.dir, "data"),
    args: ["--interval", "off", "--config", join(folder.dir, "agent.yaml")],
    env: { HOOK: SECRET, TOKEN },
  });
  await agent.settled(repository.git("rev-parse", "HEAD"));
});

afterAll(async () => {
  await agent.kill("SIGTERM");
  repository.remove();
  folder.remove();
  await sandbox.close();
});

test("a forged, replayed, oversized or malformed delivery changes nothing and is counted", async () => {
  const first = body("the first");
  expect(await deliver(first, { event: "ping" })).toBe(202);
  repository.commit("hide messages longer", { write: { "templates/queue.yaml": queueTemplate(60) } });
  await sandbox.control("GET", "calls?reset");
  expect(await deliver(body("a guess"), { signed: signature(first) })).toBe(401);
  expect(await deliver(first)).toBe(200);
  expect(await deliver(body("x".repeat(2_000_000)))).toBe(413);
  expect(await deliver("no JSON")).toBe(400);
  expect(await sandbox.control("GET", "calls")).toMatchObject({ total: 0 });
  expect(await counted("mooring_webhooks_total")).toEqual({
    accepted: 1,
    forged: 1,
    replayed: 1,
    oversized: 1,
    malformed: 1,
  });
});

test("a genuine one of a commit is applied, but for what a person paused until they resume it", async () => {
  expect(await moor("pause", "--account", "production", "--reason", "a rehearsal")).toMatchObject({
    code: 0,
  });
  await sandbox.control("GET", "calls?reset");
  await deliver(body("the second"));
  const held = await agent.atRest(repository.git("rev-parse", "HEAD"));
  expect(held.accounts.find(({ name }) => name === "production")).toMatchObject({ standing: "blocked" });
  expect(new Set((await writesOf(sandbox)).map(({ account }) => account))).toEqual(
    new Set([ACCOUNT_IDS.dev, ACCOUNT_IDS.test]),
  );
  expect(held).toMatchObject({ pauses: [{ covers: { account: "production" }, reason: "a rehearsal" }] });
  expect(agentStatusSchemaErrors(held)).toEqual([]);
  expect(await moor("resume", "--account", "production")).toMatchObject({ code: 0 });
  await agent.settled(repository.git("rev-parse", "HEAD"));
});

function body(nonce: string): string {
  return JSON.stringify({ ref: "refs/heads/main", nonce });
}

function signature(text: string): string {
  return `sha256=${createHmac("sha256", SECRET).update(text).digest("hex")}`;
}

/** Delivers as GitHub does; gives the status of the answer. */
async function deliver(
  text: string,
  { event = "push", signed = signature(text) }: { readonly event?: string; readonly signed?: string } = {},
): Promise<number> {
  const headers = { "x-github-event": event, "x-hub-signature-256": signed };
  const answer = await fetch(`${await agent.url()}/webhooks/github`, { method: "POST", body: text, headers });
  return answer.status;
}

/** The samples of a metric by their label `result`. */
async function counted(metric: string): Promise<Readonly<Record<string, number>>> {
  const text = await (await fetch(`${await agent.url()}/metrics`)).text();
  const samples = text.matchAll(new RegExp(`^${metric}\\{.*result="(\\w+)".*\\} (\\d+)$`, "gm"));
  return Object.fromEntries([...samples].map(([, result, count]) => [result, Number(count)]));
}

async function moor(...args: readonly string[]): Promise<Ended> {
  const env = { MOORING_AGENT: await agent.url(), MOORING_API_TOKEN: TOKEN };
  return runMoor(args, { env });
}
