import { describe, expect, test } from "@jest/globals";
import { CloudError } from "../../src/model/cloud.ts";
import type { Progress } from "../../src/model/report.ts";
import { runUntilSettled } from "../../src/reconcile/run.ts";
import { appOf, failing, jobOf, type Given } from "../support/job.ts";
import { MemoryWorld } from "../support/memory-world.ts";

const minutes = (count: number): number => count * 60_000;

function run(
  given: Readonly<Record<string, Given>>,
  extra: Parameters<typeof jobOf>[1] & { readonly timeoutMs?: number; readonly progress?: Progress } = {},
) {
  const { timeoutMs = minutes(30), progress, ...rest } = extra;
  const made = jobOf(given, rest);
  const options = {
    ...made.job,
    timeoutMs,
    random: () => 0.5,
    ...(progress === undefined ? {} : { progress }),
  };
  return { ...made, report: runUntilSettled(options) };
}

const two = (name: string, content: string) => [
  appOf(name, "catalog", content),
  appOf(name, "storefront", content, {
    dependsOn: ["catalog"],
    parameters: { From: { kind: "text", text: [{ stack: "catalog", output: "Value" }] } },
  }),
];

describe("a run over one account", () => {
  test("creates everything in order and ends settled", async () => {
    const { report, worldOf } = run({ test: { desired: two("test", "one") } });
    expect((await report).accounts).toMatchObject([{ account: "test", standing: "settled" }]);
    const world = worldOf("test");
    expect(world.executions.map(({ stack }) => stack)).toEqual(["acme-catalog", "acme-storefront"]);
    expect(world.find("acme-storefront")).toMatchObject({ phase: "settled", parameters: { From: "one" } });
  });

  test("with nothing to do makes one pass: one sweep and one identity call", async () => {
    const world = new MemoryWorld();
    await run({ test: { world, desired: two("test", "one") } }).report;
    const { accounts } = await run({ test: { world, desired: two("test", "one") } }).report;
    expect(accounts).toMatchObject([{ standing: "settled", passes: 1, calls: { identify: 1, sweep: 1 } }]);
    expect(Object.keys(accounts[0]?.calls ?? {})).toHaveLength(2);
  });

  test("ends blocked on a content that failed, with the root cause, and tries it only once", async () => {
    const world = new MemoryWorld();
    await run({ test: { world, desired: two("test", "one") } }).report;
    world.mishaps = [{ stack: "acme-catalog", during: "update", content: "bad" }];
    const first = await run({ test: { world, desired: two("test", "bad") } }).report;
    const second = await run({ test: { world, desired: two("test", "bad") } }).report;
    for (const { accounts } of [first, second]) {
      expect(accounts).toMatchObject([
        {
          standing: "blocked",
          last: {
            steps: [
              {
                step: { app: "catalog" },
                refusals: [
                  {
                    rule: "quarantine",
                    why: expect.stringContaining("Main (AWS::ECS::Service): it did not become healthy"),
                  },
                ],
              },
              {
                step: {
                  app: "storefront",
                  kind: "hold",
                  reason: expect.stringContaining("catalog, which failed to update"),
                },
              },
            ],
          },
        },
      ]);
    }
    expect(world.executions.filter(({ stack }) => stack === "acme-catalog")).toHaveLength(2);
  });

  test("one stack that fails does not keep another from being deployed", async () => {
    const world = new MemoryWorld();
    world.mishaps = [{ stack: "acme-bad", during: "create" }];
    const { accounts } = await run({
      test: { world, desired: [appOf("test", "bad", "1"), appOf("test", "good", "1")] },
    }).report;
    expect(accounts[0]?.standing).toBe("blocked");
    expect(world.find("acme-good")?.phase).toBe("settled");
    expect(world.find("acme-bad")?.phase).toBe("dead");
  });

  test("does not offer again what AWS will never take as it is", async () => {
    const world = new MemoryWorld();
    const large = appOf("test", "large", "x".repeat(60_000));
    const { report, clouds } = run({ test: { world, desired: [large, appOf("test", "good", "1")] } });
    const { accounts } = await report;
    expect(accounts).toMatchObject([
      {
        standing: "blocked",
        last: { steps: [{ step: { kind: "hold", reason: expect.stringContaining("split the stack") } }, {}] },
      },
    ]);
    expect(clouds.get("test")?.calls()).toMatchObject({ createChangeSet: 1 });
  });

  test("stops when time is up, and says what still moves", async () => {
    const world = new MemoryWorld();
    world.duration = 10_000;
    const { accounts } = await run(
      { test: { world, desired: two("test", "one") } },
      { timeoutMs: minutes(2) },
    ).report;
    expect(accounts).toMatchObject([
      { standing: "moving", last: { steps: [{ step: { kind: "wait" } }, {}] } },
    ]);
  });

  test("stops when it is aborted, before the next write", async () => {
    const abort = new AbortController();
    const progress: Progress = { passed: () => abort.abort(), moved: () => undefined };
    const { report, worldOf } = run(
      { test: { desired: two("test", "one") } },
      { signal: abort.signal, progress },
    );
    expect((await report).accounts).toMatchObject([{ standing: "moving", passes: 1 }]);
    expect(worldOf("test").executions).toEqual([]);
  });

  test("looks again ever more rarely while nothing changes", async () => {
    const world = new MemoryWorld();
    world.duration = 20;
    const { report, clock } = run({ test: { world, desired: [appOf("test", "catalog", "one")] } });
    await report;
    expect(Math.max(...clock.sleeps)).toBe(10_000);
    expect(clock.sleeps.slice(0, 4)).toEqual([1000, 1000, 1000, 1500]);
  });

  test("tells progress every pass and the events of what is in flight, each once", async () => {
    const passed: string[] = [];
    const moved: string[] = [];
    const progress: Progress = {
      passed: (report, standing) => void passed.push(`${report.account} ${standing}`),
      moved: (_account, app, events) => void moved.push(...events.map(({ status }) => `${app} ${status}`)),
    };
    const world = new MemoryWorld();
    world.duration = 4;
    await run({ test: { world, desired: [appOf("test", "catalog", "one")] } }, { progress }).report;
    expect(passed.at(-1)).toBe("test settled");
    expect(moved).toEqual(["catalog CREATE_IN_PROGRESS"]);
  });
});

describe("a run when AWS cannot be asked", () => {
  test("goes on after it was throttled for a while", async () => {
    const given = { desired: two("test", "one"), interference: failing("sweep", 3) };
    expect((await run({ test: given }).report).accounts).toMatchObject([{ standing: "settled" }]);
  });

  test("gives an account up after six failures in a row, with what to do", async () => {
    const given = { desired: two("test", "one"), interference: failing("sweep", 1000) };
    const { accounts } = await run({ test: given, dev: { desired: [appOf("dev", "catalog", "one")] } })
      .report;
    expect(accounts).toMatchObject([
      {
        account: "test",
        standing: "blocked",
        passes: 6,
        last: { failure: { message: "Rate exceeded", remedy: "wait", mayRetry: true } },
      },
      { account: "dev", standing: "settled" },
    ]);
  });

  test("does not try again what trying cannot help", async () => {
    const denied = new CloudError("denied", "the role cannot be assumed");
    const given = { desired: two("test", "one"), interference: failing("identify", 1000, denied) };
    expect((await run({ test: given }).report).accounts).toMatchObject([{ standing: "blocked", passes: 1 }]);
  });

  test("keeps the outcomes of the writes before the one that failed", async () => {
    const reset = new CloudError("unreachable", "connection reset");
    const given = { desired: ["a", "b", "c", "d", "e", "f"].map((app) => appOf("test", app, "1")) };
    const abort = new AbortController();
    const progress: Progress = { passed: () => abort.abort(), moved: () => undefined };
    let writes = 0;
    const interference = {
      before(method: string) {
        if (method === "createChangeSet" && ++writes > 5) throw reset;
      },
      after: () => undefined,
    };
    const { accounts } = await run({ test: { ...given, interference } }, { signal: abort.signal, progress })
      .report;
    expect(accounts[0]?.last.outcomes).toHaveLength(5);
    expect(accounts[0]?.last.failure?.message).toBe("connection reset");
  });

  test("writes nothing with the credentials of another account", async () => {
    const { report, worldOf } = run({ test: { desired: two("test", "one"), identity: "999999999999" } });
    expect((await report).accounts).toMatchObject([
      { standing: "blocked", last: { steps: [{ refusals: [{ rule: "wrong-account" }] }, {}] } },
    ]);
    expect(worldOf("test").stacks.size).toBe(0);
  });
});

describe("a run over accounts that come after each other", () => {
  const after = (name: string, ...before: readonly string[]) => ({
    account: { after: before },
    desired: [appOf(name, "catalog", "one")],
  });

  test("changes a later account when the earlier one has settled", async () => {
    const { report, worldOf } = run({ production: after("production", "dev"), dev: after("dev") });
    expect((await report).accounts.map(({ standing }) => standing)).toEqual(["settled", "settled"]);
    const end = worldOf("dev").find("acme-catalog")?.updatedAt ?? Infinity;
    const begin = worldOf("production").find("acme-catalog")?.operations[0]?.startedAt ?? 0;
    expect(begin).toBeGreaterThanOrEqual(end);
  });

  test("leaves a later account as it is when the earlier one is blocked", async () => {
    const world = new MemoryWorld();
    world.mishaps = [{ stack: "acme-catalog", during: "create" }];
    const { report, worldOf } = run({
      dev: { ...after("dev"), world },
      production: after("production", "dev"),
    });
    expect((await report).accounts).toMatchObject([
      { account: "dev", standing: "blocked" },
      {
        account: "production",
        standing: "blocked",
        last: {
          steps: [
            {
              refusals: [
                { rule: "order", why: "production comes after dev, which is not in sync (catalog)" },
              ],
            },
          ],
        },
      },
    ]);
    expect(worldOf("production").stacks.size).toBe(0);
  });

  test("with a selected account only reads the one before it", async () => {
    const select = { accounts: ["production"] };
    const { report, worldOf } = run(
      { dev: after("dev"), production: after("production", "dev") },
      { select },
    );
    expect((await report).accounts).toMatchObject([{ account: "production", standing: "blocked" }]);
    expect(worldOf("dev").stacks.size).toBe(0);
  });

  test("refuses after an account that a problem holds", async () => {
    const { report } = run({ production: after("production", "dev") }, { heldAccounts: ["dev"] });
    const [refusal] = (await report).accounts[0]?.last.steps[0]?.refusals ?? [];
    expect(refusal?.why).toBe("production comes after dev, which has a problem in the repository");
  });

  test("does nothing in a later account that is in sync already, and calls it settled", async () => {
    const world = new MemoryWorld();
    await run({ production: { ...after("production"), world } }).report;
    const broken = new MemoryWorld();
    broken.mishaps = [{ stack: "acme-catalog", during: "create" }];
    const { accounts } = await run({
      dev: { ...after("dev"), world: broken },
      production: { ...after("production", "dev"), world },
    }).report;
    expect(accounts[1]).toMatchObject({ standing: "settled", passes: 1 });
  });
});

describe("a run over selected apps", () => {
  test("writes only these, and prunes no other", async () => {
    const world = new MemoryWorld();
    const all = [
      appOf("test", "catalog", "one"),
      appOf("test", "mailer", "one"),
      appOf("test", "old", "one"),
    ];
    await run({ test: { world, desired: all } }).report;
    const desired = [appOf("test", "catalog", "two"), appOf("test", "mailer", "two")];
    const { accounts } = await run({ test: { world, desired } }, { select: { apps: ["mailer"] } }).report;
    expect(accounts).toMatchObject([
      { standing: "settled", last: { steps: [{ step: { app: "mailer", kind: "keep" } }] } },
    ]);
    expect(world.find("acme-catalog")?.outputs).toEqual({ Value: "one" });
    expect(world.find("acme-mailer")?.outputs).toEqual({ Value: "two" });
    expect(world.find("acme-old")?.phase).toBe("settled");
  });

  test("holds an app whose dependency is not selected and not in sync", async () => {
    const { report, worldOf } = run(
      { test: { desired: two("test", "one") } },
      { select: { apps: ["storefront"] } },
    );
    expect((await report).accounts).toMatchObject([
      { standing: "blocked", last: { steps: [{ step: { app: "storefront", kind: "hold" } }] } },
    ]);
    expect(worldOf("test").stacks.size).toBe(0);
  });

  test("waits while such a dependency is busy by itself", async () => {
    const world = new MemoryWorld();
    const [catalog] = two("test", "one");
    world.duration = 3;
    const busy = jobOf({ test: { world, desired: catalog === undefined ? [] : [catalog] } });
    await runUntilSettled({ ...busy.job, timeoutMs: 3000 });
    expect(world.find("acme-catalog")?.phase).toBe("busy");
    const { accounts } = await run(
      { test: { world, desired: two("test", "one") } },
      { select: { apps: ["storefront"] } },
    ).report;
    expect(accounts).toMatchObject([{ standing: "settled" }]);
  });
});

describe("a run that removes what the repository dropped", () => {
  test("deletes dependants first", async () => {
    const world = new MemoryWorld();
    await run({ test: { world, desired: two("test", "one") } }).report;
    const { accounts } = await run({
      test: { world, account: { placements: [], removed: ["catalog", "storefront"] }, desired: [] },
    }).report;
    expect(accounts).toMatchObject([{ standing: "settled", last: { steps: [] } }]);
    expect(world.deletions).toEqual(["acme-storefront", "acme-catalog"]);
  });

  test.each([
    ["of the account as a whole", { kind: "account", account: "test" }, 0],
    ["of another account", { kind: "account", account: "dev" }, 1],
    ["of one app", { kind: "app", account: "test", app: "mailer" }, 1],
  ] as const)(
    "a problem %s keeps as many deletions from running as it may hide apps",
    async (_title, holds, count) => {
      const world = new MemoryWorld();
      await run({ test: { world, desired: two("test", "one") } }).report;
      const problem = { place: { file: "x", line: 1, column: 1 }, message: "is wrong", holds };
      const [catalog] = two("test", "one");
      const desired = catalog === undefined ? [] : [catalog];
      await run({ test: { world, account: { heldApps: ["mailer"] }, desired } }, { problems: [problem] })
        .report;
      expect(world.deletions).toHaveLength(count);
    },
  );

  test("refuses when the account is empty and removed.yaml is silent", async () => {
    const world = new MemoryWorld();
    await run({ test: { world, desired: two("test", "one") } }).report;
    const { accounts } = await run({ test: { world, desired: [] } }).report;
    expect(accounts[0]?.standing).toBe("blocked");
    expect(world.deletions).toEqual([]);
  });
});

describe("a run over accounts with brakes", () => {
  const paused = { covers: { kind: "app", account: "test", app: "storefront" }, reason: "sale" } as const;
  const never = { effect: "allow", cron: "0 0 29 2 *", durationMs: minutes(60), timezone: "UTC" } as const;

  test("a paused app is left alone and named, and what is not paused goes on", async () => {
    const given = { test: { account: { pauses: [paused] }, desired: two("test", "one") } };
    const { report, worldOf } = run(given);
    expect((await report).accounts).toMatchObject([{ standing: "blocked" }]);
    expect(worldOf("test").executions.map(({ stack }) => stack)).toEqual(["acme-catalog"]);
    const steps = (await report).accounts[0]?.last.steps ?? [];
    expect(steps.flatMap(({ refusals }) => refusals)).toMatchObject([
      { rule: "paused", why: "storefront in test is paused: sale" },
    ]);
  });

  test("a pause that is over holds nothing", async () => {
    const over = { ...paused, until: 0 };
    const { report } = run({ test: { account: { pauses: [over] }, desired: two("test", "one") } });
    expect((await report).accounts).toMatchObject([{ standing: "settled" }]);
  });

  test("outside its windows nothing is written, but for a person who goes through them", async () => {
    const given = { test: { account: { windows: [never] }, desired: two("test", "one") } };
    const closed = run(given);
    expect((await closed.report).accounts).toMatchObject([{ standing: "blocked" }]);
    expect(closed.worldOf("test").executions).toEqual([]);
    const opened = run(given, { ignoreWindows: true });
    expect((await opened.report).accounts).toMatchObject([{ standing: "settled" }]);
  });
});
