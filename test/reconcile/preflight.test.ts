import { describe, expect, test } from "@jest/globals";
import { CloudError } from "../../src/model/cloud.ts";
import type { Placement } from "../../src/model/repository.ts";
import { look } from "../../src/reconcile/look.ts";
import { preview } from "../../src/reconcile/preview.ts";
import { runUntilSettled } from "../../src/reconcile/run.ts";
import { appOf, failing, jobOf, type Given } from "../support/job.ts";
import { memoryLog } from "../support/memory-log.ts";
import { MemoryWorld } from "../support/memory-world.ts";
import { aWorker } from "../support/placements.ts";

/** A worker that reads a secret and a parameter when it starts. */
function placement(app: string): Placement {
  return {
    app,
    spec: aWorker({ secrets: { KEY: `secretsmanager:${app}/key#it`, TOKEN: `ssm:/${app}/token` } }),
    uses: [],
    adopt: false,
    allow: [],
    ignoreDrift: [],
    place: { file: "accounts/test/apps.yaml", line: 3, column: 1 },
  };
}

const apps = ["mailer", "storefront"];
const given = (world: MemoryWorld, content = "one", more: Partial<Given> = {}): Given => ({
  world,
  account: { placements: apps.map(placement) },
  desired: apps.map((app) => appOf("test", app, content)),
  ...more,
});

async function sync(of: Given, extra: Parameters<typeof jobOf>[1] = {}) {
  const { job, clouds } = jobOf({ test: of }, extra);
  const { accounts } = await runUntilSettled({ ...job, timeoutMs: 1_000_000 });
  return { steps: accounts[0]?.last.steps ?? [], calls: clouds.get("test")?.calls() ?? {} };
}

describe("a pass", () => {
  test("makes no stack whose secrets are not there, and every other one", async () => {
    const world = new MemoryWorld();
    world.surroundings.absent.add("mailer/key").add("/mailer/token");
    const { steps } = await sync(given(world));
    expect(steps).toMatchObject([
      {
        step: { kind: "create", app: "mailer" },
        refusals: [
          {
            rule: "preflight",
            why: "there is no secret mailer/key in Secrets Manager of test (eu-west-1); there is no parameter /mailer/token in Systems Manager of test (eu-west-1)",
            allowBy:
              "put the secret there, or correct `secrets` of the app; put the parameter there, or correct `secrets` of the app",
          },
        ],
      },
      { step: { kind: "keep", app: "storefront" } },
    ]);
    expect([...world.stacks.values()].map(({ name }) => name)).toEqual(["acme-storefront"]);
  });

  test("says of what waits for a refused stack that this one is held", async () => {
    const world = new MemoryWorld();
    world.surroundings.absent.add("mailer/key");
    const [mailer, storefront] = apps.map((app) => appOf("test", app, "one"));
    if (mailer === undefined || storefront === undefined) throw new Error("there are not two apps");
    const of = given(world, "one", { desired: [mailer, { ...storefront, dependsOn: ["mailer"] }] });
    const waiting = { app: "storefront", reason: "waits for mailer, which is held" };
    expect((await sync(of)).steps[1]).toMatchObject({ step: waiting, refusals: [] });
    const { accounts } = await preview({ ...jobOf({ test: of }).job, form: "full" });
    expect(accounts[0]?.last.steps[1]).toMatchObject({ step: waiting });
  });

  test("goes on by itself when what was missing is there", async () => {
    const world = new MemoryWorld();
    world.surroundings.absent.add("mailer/key");
    await sync(given(world));
    world.surroundings.absent.clear();
    const { steps } = await sync(given(world));
    expect(steps.map(({ step }) => step.kind)).toEqual(["keep", "keep"]);
  });

  test("asks again when content is about to change, and never about what is in sync", async () => {
    const world = new MemoryWorld();
    await sync(given(world));
    const { calls: idle } = await sync(given(world));
    expect(idle).toEqual({ identify: 1, sweep: 1 });
    world.surroundings.absent.add("mailer/key");
    const { steps } = await sync(given(world, "two"));
    expect(steps).toMatchObject([
      { step: { kind: "update", app: "mailer" }, refusals: [{ rule: "preflight" }] },
      { step: { kind: "keep", app: "storefront" } },
    ]);
  });

  test("asks each thing once for all stacks, and makes room for one after the other", async () => {
    const world = new MemoryWorld();
    world.surroundings.stackLimit = 1;
    const { steps, calls } = await sync(given(world));
    expect(steps.map(({ refusals }) => refusals.map(({ why }) => why))).toEqual([
      [],
      ["test (eu-west-1) may have 1 stacks and has 1, so 1 more does not fit"],
    ]);
    expect(calls["parameters"]).toBe(calls["stackLimit"]);
  });

  test("is not stopped by what AWS would not say, and says so in the log", async () => {
    const world = new MemoryWorld();
    const log = memoryLog();
    const denied = failing("secret", Infinity, new CloudError("denied", "not authorized"));
    const { steps } = await sync(given(world, "one", { interference: denied }), { log });
    expect(steps.map(({ step }) => step.kind)).toEqual(["keep", "keep"]);
    expect(log.lines.filter(({ message }) => message === "check not made")).toMatchObject([
      {
        level: "warn",
        fields: { app: "mailer", check: "secret", subject: "mailer/key", why: "not authorized" },
      },
      { fields: { app: "storefront" } },
    ]);
  });

  test("asks a service that cannot be reached once, and not for every app", async () => {
    const unreachable = failing("secret", Infinity, new CloudError("unreachable", "no route"));
    const world = new MemoryWorld();
    const { steps, calls } = await sync(given(world, "one", { interference: unreachable }));
    expect(steps.map(({ step }) => step.kind)).toEqual(["keep", "keep"]);
    expect(calls["secret"]).toBeLessThanOrEqual(2);
  });
});

describe("a look", () => {
  test("asks nothing about the world", async () => {
    const { job, clouds } = jobOf({ test: given(new MemoryWorld()) });
    await look(job);
    expect(clouds.get("test")?.calls()).toEqual({ identify: 1, sweep: 1 });
  });
});

describe.each(["full", "fast"] as const)("a plan in %s form", (form) => {
  test("refuses what would fail, also where it waits for another stack", async () => {
    const world = new MemoryWorld();
    world.surroundings.absent.add("mailer/key").add("/storefront/token");
    const [mailer, storefront] = given(world).desired;
    if (mailer === undefined || storefront === undefined) throw new Error("two apps are placed");
    const waiting = { ...storefront, dependsOn: ["mailer"] };
    const { job } = jobOf({ test: given(world, "one", { desired: [mailer, waiting] }) });
    const { accounts } = await preview({ ...job, form });
    expect(accounts[0]?.last.steps).toMatchObject([
      {
        step: { kind: "create" },
        refusals: [{ rule: "preflight", why: expect.stringContaining("mailer/key") }],
      },
      { step: { kind: "hold" }, refusals: [{ why: expect.stringContaining("/storefront/token") }] },
    ]);
  });

  test("in another AWS account asks nothing about it", async () => {
    const { job, clouds } = jobOf({ test: given(new MemoryWorld(), "one", { identity: "999999999999" }) });
    await preview({ ...job, form });
    expect(clouds.get("test")?.calls()).toEqual({ identify: 1, sweep: 1 });
  });
});
