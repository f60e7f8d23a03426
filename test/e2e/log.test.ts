import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { folderHistory } from "../../src/history/folder-history.ts";
import { eventsJson } from "../../src/report/event-json.ts";
import { eventSchemaErrors } from "../support/event-schema.ts";
import { agentEvent } from "../support/events.ts";
import { memoryLog } from "../support/memory-log.ts";
import { runMoor, scratch, type Ended, type Scratch } from "../support/moor.ts";
import { startScriptedServer } from "../support/scripted-server.ts";
import { smallRepository } from "./small-repository.ts";

let repository: Scratch;
beforeEach(() => {
  repository = scratch(smallRepository());
});
afterEach(() => repository.remove());

function moor(...args: readonly string[]): Promise<Ended> {
  return runMoor([...args, "--sandbox", "--sandbox-durations", "instant"], { cwd: repository.dir });
}

function git(...args: readonly string[]): string {
  const who = ["-c", "user.name=Ann Lee", "-c", "user.email=ann@example.com"];
  return spawnSync("git", [...who, ...args], { cwd: repository.dir, encoding: "utf8" }).stdout.trim();
}

describe("moor log, asked of CloudFormation", () => {
  test("tells every deployment with its commit and author, without any agent", async () => {
    git("init", "-q");
    git("add", "-A");
    git("commit", "-q", "-m", "first");
    await moor("sync", "--account", "dev");
    const { code, stdout } = await moor("log", "--account", "dev");
    expect(code).toBe(0);
    const commit = git("rev-parse", "HEAD").slice(0, 12);
    const lines = stdout.split("\n");
    const at = lines.findIndex((line) => /Z {2}applied {4}dev\/news .*: created in \d+s$/.test(line));
    expect(lines[at + 1]).toBe(`    commit ${commit} by Ann Lee`);
    expect(stdout).toMatch(/\n\n3 events in 1 account\.\n$/);
  });

  test("--json keeps to its schema, and knows one app of one account", async () => {
    await moor("sync");
    const { code, stdout } = await moor("log", "--account", "dev", "--app", "news", "--json");
    const document: unknown = JSON.parse(stdout);
    expect([code, eventSchemaErrors(document)]).toEqual([0, []]);
    expect(document).toMatchObject({ events: [{ kind: "applied", account: "dev", app: "news" }] });
  });

  test("where nothing was ever done, says so", async () => {
    expect(await moor("log", "--since", "7d")).toMatchObject({
      code: 0,
      stdout: "Nothing happened that is known here.\n",
    });
  });

  test("of an account that does not answer, says so: 1", async () => {
    const { code, stderr } = await runMoor(["log", "--account", "dev", "--endpoint", "http://127.0.0.1:1"], {
      cwd: repository.dir,
      env: { AWS_ACCESS_KEY_ID: "x", AWS_SECRET_ACCESS_KEY: "x", AWS_MAX_ATTEMPTS: "1" },
    });
    expect(code).toBe(1);
    expect(stderr).toContain("dev could not be asked: ");
  });
});

describe("moor log, from the folder of an agent", () => {
  test("shows what the agent kept, of the time and the app that are asked for", async () => {
    const now = Date.now();
    const history = folderHistory({ folder: join(repository.dir, "data", "history"), log: memoryLog() });
    history.add(agentEvent(1, { at: now - 40 * 3_600_000, message: "long ago" }));
    history.add(agentEvent(2, { at: now - 3_600_000, kind: "pruned", app: "catalog", message: "deleted" }));
    history.add(agentEvent(3, { at: now - 60_000, kind: "held", message: "paused: release freeze" }));
    await history.close();
    const shown = await runMoor(["log", "--data", "data", "--since", "24h", "--app", "storefront"], {
      cwd: repository.dir,
    });
    expect(shown).toMatchObject({ code: 0, stderr: "" });
    expect(shown.stdout).toMatch(/held {7}production\/storefront 2\.7\.1: paused: release freeze\n/);
    expect(shown.stdout).toMatch(/1 event in 1 account\. Last heard: production\/storefront held\./);
  });

  test("that is none is wrong usage", async () => {
    const { code, stderr } = await runMoor(["log", "--data", "nowhere"], { cwd: repository.dir });
    expect([code, stderr]).toEqual([64, expect.stringContaining("there is no history in ")]);
  });
});

describe("moor log, asked of an agent", () => {
  test.each(["--agent", "MOORING_AGENT"])("named by %s shows what it answers", async (way) => {
    const body = eventsJson([agentEvent(1, { message: "updated\u001b[2J" })]);
    const server = await startScriptedServer(() => ({ status: 200, body }));
    const named =
      way === "--agent" ? { args: [way, server.url], env: {} } : { args: [], env: { [way]: server.url } };
    const ended = await runMoor(["log", "--account", "production", "--since", "2026-01-31", ...named.args], {
      cwd: repository.dir,
      env: named.env,
    });
    await server.close();
    expect(ended).toMatchObject({ code: 0, stderr: "" });
    expect(ended.stdout).toContain("production/storefront 2.7.1: updated\\u{1b}[2J\n");
    expect(server.heard.map(({ path }) => path)).toEqual([
      "/api/v1/events?limit=1000&since=2026-01-31T00%3A00%3A00.000Z&account=production",
    ]);
  });

  test.each([
    ["something else", { status: 200, body: "<html>" }, "is no agent of Mooring"],
    ["one that refuses", { status: 500, body: '{"error":"broken"}' }, "refused: broken"],
  ])("%s is told in a sentence", async (_what, answer, words) => {
    const server = await startScriptedServer(() => answer);
    const { code, stderr } = await runMoor(["log", "--agent", server.url], { cwd: repository.dir });
    await server.close();
    expect([code, stderr]).toEqual([1, expect.stringContaining(words)]);
  });
});

test.each([
  [["log", "--since", "soon"], "--since must be a time like 24h, 7d"],
  [["log", "--since", "2999-01-01"], "--since 2999-01-01 is yet to come"],
  [["log", "--account", "prodution"], "did you mean production?"],
  [["log", "--data", "x", "--agent", "http://127.0.0.1:1"], "--data and --agent exclude each other"],
])("moor %j is wrong usage: 64 and a sentence", async (args, words) => {
  const ended = await runMoor(args, { cwd: repository.dir });
  expect(ended).toMatchObject({ code: 64, stdout: "" });
  expect(ended.stderr).toContain(words);
});
