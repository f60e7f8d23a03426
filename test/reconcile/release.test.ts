import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { DescribeTasksCommand, ListTasksCommand, type Task } from "@aws-sdk/client-ecs";
import { place } from "../../src/blueprints/place.ts";
import { sdkClouds } from "../../src/aws/sdk-clouds.ts";
import { systemClock } from "../../src/clock/system-clock.ts";
import type { DesiredStack } from "../../src/model/desired-stack.ts";
import type { JudgedStep } from "../../src/model/plan.ts";
import { newMemory } from "../../src/reconcile/memory.ts";
import type { Pass } from "../../src/reconcile/pass.ts";
import { retry, type RetryReport } from "../../src/reconcile/retry.ts";
import { liveAccount, liveAccountIn, type LiveAccount } from "../support/live-account.ts";
import { aWorker } from "../support/placements.ts";
import { startTestSandbox, type TestSandbox } from "../support/sandbox.ts";

const somewhere = { file: "accounts/dev/apps.yaml", line: 1, column: 1 };

/** The whole account with a worker that migrates something before each of its versions. */
function stacksAt(
  version: string,
  command: readonly string[] = ["migrate", version],
): readonly DesiredStack[] {
  const release = { command, timeoutSeconds: 600, cpu: 256, memory: 512 } as const;
  const placement = {
    app: "shop",
    version,
    spec: aWorker({ release }),
    uses: [],
    adopt: false,
    allow: [],
    ignoreDrift: [],
    place: somewhere,
  };
  return place("acme", { ...liveAccount, placements: [placement] });
}

let sandbox: TestSandbox;

beforeEach(async () => {
  sandbox = await startTestSandbox();
});

afterEach(() => sandbox.close());

function at(version: string): LiveAccount {
  return liveAccountIn(sandbox, stacksAt(version));
}

function shopIn({ report }: Pass): JudgedStep["step"] | undefined {
  return report.steps.find(({ step }) => step.app === "shop")?.step;
}

async function runs(): Promise<readonly Task[]> {
  const client = sandbox.ecs({ account: liveAccount.id });
  const cluster = await clusterArn();
  const arns: string[] = [];
  for (const desiredStatus of ["RUNNING", "STOPPED"] as const) {
    const { taskArns = [] } = await client.send(new ListTasksCommand({ cluster, desiredStatus }));
    arns.push(...taskArns);
  }
  if (arns.length === 0) return [];
  const { tasks = [] } = await client.send(new DescribeTasksCommand({ cluster, tasks: arns }));
  return tasks.filter(({ startedBy }) => startedBy?.startsWith("mooring-"));
}

async function outputsOf(name: string): Promise<Readonly<Record<string, string>>> {
  const stacks = await at("1.0").cloud.sweep();
  return stacks.find((stack) => stack.name === name)?.outputs ?? {};
}

async function clusterArn(): Promise<string> {
  return (await outputsOf("acme-network"))["ClusterArn"] ?? "";
}

async function versionOfShop(): Promise<string | undefined> {
  const stacks = await at("1.0").cloud.sweep();
  return stacks.find(({ name }) => name === "acme-shop")?.parameters["Version"];
}

function lift(version: string): Promise<RetryReport> {
  const keys = { accessKeyId: liveAccount.id, secretAccessKey: "test" };
  const cloudOf = sdkClouds({ endpoint: sandbox.url, keys, sessionName: "mooring-acme-test" });
  return retry({
    repository: "acme",
    revision: undefined,
    problems: [],
    targets: [{ account: liveAccount, desired: stacksAt(version) }],
    heldAccounts: [],
    cloudOf,
    clock: systemClock,
    account: liveAccount.name,
    app: "shop",
    timeoutMs: 10_000,
  });
}

const migrationOf2 = (script: object) =>
  sandbox.control("POST", "tasks", { runs: [{ command: "migrate 2.0", ...script }] });

describe("a release", () => {
  test("that succeeds runs once, before the app is made and before each new version of it", async () => {
    await at("1.0").deploy();
    expect(await runs()).toHaveLength(1);
    await at("2.0").deploy();
    expect(await versionOfShop()).toBe("2.0");
    expect((await runs()).map(({ containers }) => containers?.[0]?.exitCode)).toEqual([0, 0]);
  });

  test("asks nothing once the account is in sync", async () => {
    await at("1.0").deploy();
    const { report } = await at("1.0").pass();
    expect(report.calls).toEqual({ DescribeStacks: 1, GetCallerIdentity: 1 });
  });

  test("is not run again for other changes of the app", async () => {
    await at("1.0").deploy();
    const [zone, network, hook, shop] = stacksAt("1.0");
    if (zone === undefined || network === undefined || hook === undefined || shop === undefined)
      throw new Error("four stacks");
    const changed = { ...shop, tags: { ...shop.tags, team: "checkout" } };
    await liveAccountIn(sandbox, [zone, network, hook, changed]).deploy();
    expect(await runs()).toHaveLength(1);
  });

  test("that fails holds the app with its last lines, and is not run again", async () => {
    await at("1.0").deploy();
    await migrationOf2({ exitCode: 3, logs: ["connecting", "no such table: orders"] });
    const { standing, ...pass } = await at("2.0").settle();
    expect(standing).toBe("blocked");
    expect(shopIn({ standing, ...pass })).toMatchObject({
      kind: "hold",
      because: { kind: "release", attempt: 1 },
      reason: "its release failed: exit code 3",
      remedy: "correct the content, or run `moor retry --account dev --app shop` to run it again",
      lines: ["connecting", "no such table: orders"],
    });
    await at("2.0").settle();
    expect(await runs()).toHaveLength(2);
    expect(await versionOfShop()).toBe("1.0");
  });

  test("that failed runs once more when a person asks, and then lets the app go on", async () => {
    await at("1.0").deploy();
    await migrationOf2({ exitCode: 1 });
    await at("2.0").settle();
    await migrationOf2({ exitCode: 0 });
    expect(await lift("2.0")).toMatchObject({
      kind: "lifted",
      lines: ["noted that the release of shop is to run once more"],
    });
    await at("2.0").deploy();
    expect(await versionOfShop()).toBe("2.0");
    expect(await runs()).toHaveLength(3);
  });

  test("that fails before its app was ever there leaves nothing running, and is asked for again alike", async () => {
    await sandbox.control("POST", "tasks", { runs: [{ command: "migrate 1.0", exitCode: 1 }] });
    const { step } = (await at("1.0").settle()).report.steps.at(-1) ?? {};
    expect(step).toMatchObject({ kind: "hold", next: "create", because: { kind: "release" } });
    await sandbox.control("POST", "tasks", { runs: [] });
    expect(await lift("1.0")).toMatchObject({ kind: "lifted" });
    await at("1.0").deploy();
    expect(await runs()).toHaveLength(2);
  });

  test("that failed runs anew with other content", async () => {
    await at("1.0").deploy();
    await migrationOf2({ exitCode: 1 });
    await at("2.0").settle();
    await at("3.0").deploy();
    expect(await versionOfShop()).toBe("3.0");
  });

  test("runs once however often Mooring is killed around it", async () => {
    await at("1.0").deploy();
    await migrationOf2({ seconds: 5 });
    let last: JudgedStep["step"] | undefined;
    for (let passes = 0; passes < 100 && last?.kind !== "keep"; passes += 1) {
      // Nothing of one pass is remembered in the next one, as after a kill.
      const pass = await at("2.0").pass({ memory: newMemory() });
      const fresh = shopIn(pass);
      if (fresh?.kind === "wait" && fresh.reason.startsWith("its release is running"))
        await sandbox.control("POST", "clock", { advanceMs: 3000 });
      last = fresh;
    }
    expect(await versionOfShop()).toBe("2.0");
    expect(await runs()).toHaveLength(2);
  });

  test("whose start was answered to nobody is found, and not started a second time", async () => {
    await at("1.0").deploy();
    const answerless = { effect: "lost-response", service: "ecs", operation: "RunTask", count: 1 };
    await sandbox.control("POST", "faults", [answerless]);
    await at("2.0").deploy();
    expect(await sandbox.control("GET", "faults")).toEqual([]);
    expect(await runs()).toHaveLength(2);
  });

  test("that takes longer than it may is stopped, and has failed", async () => {
    await at("1.0").deploy();
    await migrationOf2({ seconds: 3600 });
    const account = at("2.0");
    const later = { ...systemClock, now: () => systemClock.now() + 601_000 };
    let pass = await account.pass();
    while (shopIn(pass)?.reason.startsWith("its release is running") !== true) pass = await account.pass();
    expect(shopIn(await account.pass({ clock: later }))?.reason).toBe(
      "its release takes longer than 600 seconds and is stopped",
    );
    expect(shopIn(await account.settle())).toMatchObject({
      kind: "hold",
      reason: expect.stringMatching(/^its release failed: took longer than 600 seconds/),
    });
  });

  test("waits for whatever keeps changes back, but how it ended is noted all the same", async () => {
    await at("1.0").deploy();
    const account = at("2.0");
    const closed = { pauses: [{ covers: { kind: "app", account: "dev", app: "shop" } }] } as const;
    const paused = await account.settle(closed);
    expect(paused.report.steps.filter(({ refusals }) => refusals.length > 0)).toMatchObject([
      { step: { app: "shop-release" }, refusals: [{ rule: "paused" }] },
    ]);
    let pass = await account.pass();
    while (shopIn(pass)?.reason.startsWith("its release runs first") !== true) pass = await account.pass();
    expect(shopIn(await account.settle(closed))).toMatchObject({
      write: { kind: "execute-change-set" },
    });
    await account.deploy();
    expect(await runs()).toHaveLength(2);
  });

  test("stays as it is while its app is held, and goes with its app", async () => {
    await at("1.0").deploy();
    const ground = stacksAt("1.0").filter(({ app }) => app === "zone" || app === "network");
    const without = liveAccountIn(sandbox, ground);
    const held = await without.settle({ account: { ...liveAccount, heldApps: ["shop"] } });
    expect(held.report.steps.map(({ step }) => [step.app, step.kind])).toEqual([
      ["zone", "keep"],
      ["network", "keep"],
      ["shop", "hold"],
      ["shop-release", "hold"],
    ]);
    const gone = await without.settle({ account: { ...liveAccount, removed: ["shop"], heldApps: [] } });
    expect(gone.report.steps.map(({ step }) => step.app)).toEqual(["zone", "network"]);
  });
});
