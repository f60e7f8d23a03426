import { once } from "node:events";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { ExecuteChangeSetCommand } from "@aws-sdk/client-cloudformation";
import { CreateHostedZoneCommand, ListHostedZonesCommand } from "@aws-sdk/client-route-53";
import { AssumeRoleCommand, GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import type { Clients } from "../support/sandbox.ts";
import { askControl, clientsOf } from "../support/sandbox.ts";
import type { SandboxProcess } from "../support/sandbox-process.ts";
import { exitOf, runSandboxProcess, startSandboxProcess } from "../support/sandbox-process.ts";
import {
  deploy,
  describe as describeStack,
  eventsOf,
  makeChangeSet,
  settled,
} from "../support/sandbox-stacks.ts";

let state: string;
const cleanups: (() => unknown)[] = [];

beforeEach(() => {
  state = join(mkdtempSync(join(tmpdir(), "sandbox-")), "state");
});

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
  rmSync(state, { recursive: true, force: true });
});

async function start(...args: string[]): Promise<SandboxProcess & Clients> {
  const sandbox = await startSandboxProcess(...args);
  cleanups.push(() => sandbox.end("SIGKILL"));
  const clients = clientsOf(sandbox.announcement.url);
  cleanups.push(() => clients.destroy());
  return { ...sandbox, ...clients };
}

/** Nobody answers for a moment while one sandbox takes the place of another. */
async function healthOnceBack(at: string): Promise<unknown> {
  for (;;) {
    const health = await askControl(at, "GET", "health").catch(() => undefined);
    if (health !== undefined) return health;
    await delay(50);
  }
}

const url = expect.stringMatching(/^http:\/\/127\.0\.0\.1:[0-9]+$/);

const chain = {
  Resources: Object.fromEntries(
    Array.from({ length: 6 }, (_, index) => [
      `Topic${String(index)}`,
      { Type: "AWS::SNS::Topic", ...(index > 0 && { DependsOn: `Topic${String(index - 1)}` }) },
    ]),
  ),
};

describe("the sandbox's process", () => {
  test("it announces its address in one line, and ends cleanly when it is asked to", async () => {
    const sandbox = await start("--state", state);
    expect(sandbox.announcement).toEqual({ url });
    expect(existsSync(join(state, "lock.json"))).toBe(true);
    expect(await sandbox.end("SIGTERM")).toEqual({ code: 0, signal: null });
    expect(existsSync(join(state, "lock.json"))).toBe(false);
  });

  test("it ends when its parent is gone, if it watches it", async () => {
    const sandbox = await start("--parent-watch");
    const exit = once(sandbox.child, "exit");
    sandbox.child.stdin?.end();
    expect(await exit).toEqual([0, null]);
  });

  test("it ends at once when it watches a parent that gave it nothing to read", async () => {
    const { code, stdout } = await runSandboxProcess("--port", "0", "--parent-watch");
    expect([code, JSON.parse(stdout)]).toEqual([0, { url }]);
  });

  test("it stays without a parent, if it does not watch it", async () => {
    const sandbox = await start();
    sandbox.child.stdin?.end();
    expect(await askControl(sandbox.announcement.url, "GET", "health")).toEqual({
      status: "ok",
      pid: sandbox.pid,
    });
    expect(await sandbox.end("SIGINT")).toEqual({ code: 0, signal: null });
  });

  test("a second one on the same folder names the first and ends well", async () => {
    const first = await start("--state", state);
    const { code, stdout } = await runSandboxProcess("--port", "0", "--state", state);
    expect([code, JSON.parse(stdout)]).toEqual([0, { url: first.announcement.url, shared: true }]);
  });

  test("a second one that watches its parent takes the first one's place, at its address, with its world", async () => {
    const first = await start("--state", state, "--durations", "instant", "--parent-watch");
    const second = await start("--state", state, "--parent-watch");
    expect(second.announcement).toEqual({ url: first.announcement.url, shared: true });
    await deploy(first.cloudformation(), "CREATE", { stack: "shop", template: chain });
    first.child.stdin?.end();
    await exitOf(first.child);
    expect(await healthOnceBack(second.announcement.url)).toEqual({ status: "ok", pid: second.pid });
    expect((await describeStack(second.cloudformation(), "shop")).StackStatus).toBe("CREATE_COMPLETE");
    second.child.stdin?.end();
    expect(await exitOf(second.child)).toEqual({ code: 0, signal: null });
  });

  test("one that only waits for the first one's place ends with its parent", async () => {
    const first = await start("--state", state);
    const second = await start("--state", state, "--parent-watch");
    second.child.stdin?.end();
    expect(await exitOf(second.child)).toEqual({ code: 0, signal: null });
    expect(await askControl(first.announcement.url, "GET", "health")).toMatchObject({ pid: first.pid });
  });

  test("a port that is taken is a sentence, and exit code 1", async () => {
    const other = createServer().listen(0, "127.0.0.1");
    cleanups.push(() => other.close());
    await once(other, "listening");
    const address = other.address();
    const port = typeof address === "object" ? String(address?.port) : "";
    const sentence = `sandbox: Port ${port} is taken by another program; choose one with --port, or 0 for any.\n`;
    expect(await runSandboxProcess("--port", port, "--state", state)).toEqual({
      code: 1,
      stdout: "",
      stderr: sentence,
    });
    expect(existsSync(join(state, "lock.json"))).toBe(false);
  });

  test("a state folder that holds something else is a sentence, exit code 1, and left as it is", async () => {
    mkdirSync(state);
    writeFileSync(join(state, "journal.ndjson"), "my notes\n");
    const { code, stderr } = await runSandboxProcess("--port", "0", "--state", state);
    expect([code, stderr]).toEqual([
      1,
      expect.stringMatching(/^sandbox: .*journal\.ndjson:1: this is not a journal of this version/),
    ]);
    expect(stderr.split("\n")).toHaveLength(2);
    expect(readdirSync(state)).toEqual(["journal.ndjson"]);
  });

  test.each([
    [["--port", "x"], '--port must be a number from 0 to 65535, not "x"'],
    [["--durations", "-1"], "--durations"],
    [["--durations", "soon"], '--durations must be "instant" or a number above 0 and up to 100, not "soon"'],
    [["--nothing"], "Unknown option '--nothing'"],
  ])("wrong arguments %j are usage, and exit code 64", async (args, message) => {
    const { code, stderr } = await runSandboxProcess(...args);
    expect([code, stderr]).toEqual([64, expect.stringContaining(message)]);
    expect(stderr).toContain("usage: main.js");
  });
});

describe("state", () => {
  test("stacks, zones, faults, images, credentials and the clock are there after a clean restart", async () => {
    const first = await start("--state", state, "--durations", "0.01");
    await deploy(first.cloudformation(), "CREATE", { stack: "shop", template: chain });
    await first.route53().send(new CreateHostedZoneCommand({ Name: "acme.example", CallerReference: "a" }));
    const ask = (from: SandboxProcess, path: string) => askControl(from.announcement.url, "GET", path);
    const role = {
      RoleArn: "arn:aws:iam::222222222222:role/deployer",
      RoleSessionName: "me",
      DurationSeconds: 43_200,
    };
    const { Credentials } = await first.sts().send(new AssumeRoleCommand(role));
    await askControl(first.announcement.url, "POST", "faults", [{ effect: "throttle", service: "ecs" }]);
    await askControl(first.announcement.url, "POST", "images", { missing: ["a"] });
    await askControl(first.announcement.url, "POST", "clock", { advanceMs: 36_000_000 });
    const before = await Promise.all([
      describeStack(first.cloudformation(), "shop"),
      eventsOf(first.cloudformation(), "shop"),
      ask(first, "faults"),
      ask(first, "images"),
    ]);
    await first.end("SIGTERM");

    const second = await start("--state", state);
    const after = await Promise.all([
      describeStack(second.cloudformation(), "shop"),
      eventsOf(second.cloudformation(), "shop"),
      ask(second, "faults"),
      ask(second, "images"),
    ]);
    expect(withoutMetadata(after)).toEqual(withoutMetadata(before));
    expect((await second.route53().send(new ListHostedZonesCommand({}))).HostedZones).toHaveLength(1);
    const credentials = {
      accessKeyId: Credentials?.AccessKeyId ?? "",
      secretAccessKey: Credentials?.SecretAccessKey ?? "",
      sessionToken: Credentials?.SessionToken ?? "",
    };
    const identity = await second.sts({ credentials }).send(new GetCallerIdentityCommand({}));
    expect(identity.Account).toBe("222222222222");
    const clock = (await ask(second, "clock")) as { now: string; durations: unknown };
    expect(Date.parse(clock.now) - Date.now()).toBeGreaterThan(35_000_000);
    expect(clock.durations).toEqual({ scale: 0.01 });
  });

  test("kill -9 in the middle of an operation: the next process goes on with it, and nothing happens twice", async () => {
    let sandbox = await start("--state", state, "--durations", "0.1");
    const { id } = await makeChangeSet(sandbox.cloudformation(), "CREATE", {
      stack: "shop",
      template: chain,
    });
    await sandbox
      .cloudformation()
      .send(new ExecuteChangeSetCommand({ ChangeSetName: id, ClientRequestToken: "t-1" }));
    const statuses: (string | undefined)[] = [];
    for (let restarts = 0; restarts < 3; restarts++) {
      statuses.push((await describeStack(sandbox.cloudformation(), "shop")).StackStatus);
      expect(await sandbox.end("SIGKILL")).toEqual({ code: null, signal: "SIGKILL" });
      sandbox = await start("--state", state);
    }
    expect(statuses[0]).toBe("CREATE_IN_PROGRESS");
    expect((await settled(sandbox.cloudformation(), "shop")).StackStatus).toBe("CREATE_COMPLETE");
    const events = await eventsOf(sandbox.cloudformation(), "shop");
    const created = events.filter(({ ResourceStatus }) => ResourceStatus === "CREATE_COMPLETE");
    expect(created.map(({ LogicalResourceId }) => LogicalResourceId)).toEqual([
      ...Object.keys(chain.Resources),
      "shop",
    ]);
    expect(new Set(events.map(({ EventId }) => EventId)).size).toBe(events.length);
  });

  test("what was answered is there, and what a torn line held is not", async () => {
    const first = await start("--state", state);
    const zone = (CallerReference: string) =>
      first.route53().send(new CreateHostedZoneCommand({ Name: "acme.example", CallerReference }));
    for (let count = 0; count < 20; count++) await zone(String(count));
    const torn = zone("torn").catch(() => undefined);
    await first.end("SIGKILL");
    await torn;
    const lines = readFileSync(join(state, "journal.ndjson"), "utf8").split("\n");
    expect(lines.length).toBeGreaterThan(20);

    const second = await start("--state", state);
    const { HostedZones = [] } = await second.route53().send(new ListHostedZonesCommand({}));
    const references = HostedZones.map(({ CallerReference }) => CallerReference);
    expect(references.slice(0, 20)).toEqual(Array.from({ length: 20 }, (_, count) => String(count)));
    expect(references.length).toBeLessThanOrEqual(21);
  });
});

function withoutMetadata(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (name, inner: unknown) => (name === "$metadata" ? undefined : inner)),
  );
}
