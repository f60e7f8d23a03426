import { describe, expect, test } from "@jest/globals";
import { CloudError } from "../../src/model/cloud.ts";
import { look } from "../../src/reconcile/look.ts";
import { preview } from "../../src/reconcile/preview.ts";
import { runUntilSettled } from "../../src/reconcile/run.ts";
import type { DesiredStack } from "../../src/model/desired-stack.ts";
import { appOf, failing, jobOf, type Given } from "../support/job.ts";
import { MemoryWorld } from "../support/memory-world.ts";

const catalog = (content: string, given: Partial<DesiredStack> = {}) =>
  appOf("test", "catalog", content, given);
const storefront = (content: string) =>
  appOf("test", "storefront", content, {
    dependsOn: ["catalog"],
    parameters: { From: { kind: "text", text: [{ stack: "catalog", output: "Value" }] } },
  });

async function deployedWorld(desired: readonly DesiredStack[]): Promise<MemoryWorld> {
  const world = new MemoryWorld();
  const { job } = jobOf({ test: { world, desired } });
  await runUntilSettled({ ...job, timeoutMs: 1_000_000 });
  return world;
}

async function stepsOf(
  given: Given,
  form: "full" | "fast" = "full",
  extra: Parameters<typeof jobOf>[1] = {},
) {
  const { job, worldOf } = jobOf({ test: given }, extra);
  const report = await preview({ ...job, form });
  return { steps: report.accounts[0]?.last.steps ?? [], account: report.accounts[0], world: worldOf("test") };
}

function changeSetsIn(world: MemoryWorld): readonly string[] {
  return [...world.stacks.values()].flatMap(({ changeSets }) =>
    changeSets.filter(({ state }) => state !== "executed").map(({ request }) => request.name),
  );
}

describe.each(["full", "fast"] as const)("a preview in %s form", (form) => {
  test("lists every resource of a creation without leaving a shell", async () => {
    const { steps, account, world } = await stepsOf({ desired: [catalog("one")] }, form);
    expect(steps).toMatchObject([
      { step: { kind: "create", changes: [{ action: "add", logicalId: "Main", type: "AWS::SNS::Topic" }] } },
    ]);
    expect(world.stacks.size).toBe(0);
    expect(account?.standing).toBe("moving");
  });

  test("lists what an update changes, and leaves nothing behind", async () => {
    const world = await deployedWorld([catalog("one")]);
    const before = world.find("acme-catalog");
    const { steps } = await stepsOf({ world, desired: [catalog("two")] }, form);
    expect(steps).toMatchObject([
      { step: { kind: "update", changes: [{ action: "modify", logicalId: "Main", scope: ["Properties"] }] } },
    ]);
    expect(changeSetsIn(world)).toEqual([]);
    expect(world.find("acme-catalog")).toEqual(before);
  });

  test("shows what a stack that waits for another one will do", async () => {
    const world = await deployedWorld([catalog("one"), storefront("one")]);
    const { steps } = await stepsOf({ world, desired: [catalog("two"), storefront("two")] }, form);
    expect(steps).toMatchObject([
      { step: { kind: "update", app: "catalog" } },
      {
        step: {
          kind: "hold",
          app: "storefront",
          next: "update",
          changes: [{ logicalId: "Main" }],
          foresight: "estimated",
        },
      },
    ]);
    expect(changeSetsIn(world)).toEqual([]);
  });

  test("shows what a stack will do whose inputs are not there yet", async () => {
    const { steps } = await stepsOf({ desired: [catalog("one"), storefront("one")] }, form);
    expect(steps[1]).toMatchObject({
      step: {
        kind: "hold",
        next: "create",
        pending: [{ stack: "catalog", output: "Value" }],
        changes: [{ action: "add", logicalId: "Main" }],
      },
    });
  });

  test("lists what a deletion removes, with the refusal of it", async () => {
    const table = { Resources: { Main: { Type: "AWS::DynamoDB::Table", DeletionPolicy: "Delete" } } };
    const world = await deployedWorld([
      catalog("one"),
      appOf("test", "db", "x", { template: JSON.stringify(table) }),
    ]);
    const { steps } = await stepsOf(
      { world, account: { heldApps: ["held"] }, desired: [catalog("one")] },
      form,
    );
    expect(steps).toMatchObject([
      { step: { kind: "keep" } },
      { step: { kind: "hold", app: "held" } },
      {
        step: {
          kind: "delete",
          app: "db",
          changes: [{ action: "remove", logicalId: "Main", policy: "delete" }],
        },
        refusals: [{ rule: "prune", why: expect.stringContaining("Main (AWS::DynamoDB::Table)") }],
      },
    ]);
  });

  test("is about the selected apps only", async () => {
    const given = { desired: [catalog("one"), storefront("one")] };
    const { steps } = await stepsOf(given, form, { select: { apps: ["storefront"] } });
    expect(steps.map(({ step }) => step.app)).toEqual(["storefront"]);
  });

  test("reports the account that AWS does not let it ask", async () => {
    const given = { desired: [catalog("one")], interference: failing("sweep", 1) };
    expect((await stepsOf(given, form)).account?.last.failure?.message).toBe("Rate exceeded");
  });
});

describe("a preview by change set", () => {
  test("removes one that a killed preview left behind", async () => {
    const world = await deployedWorld([catalog("one")]);
    const given = { world, desired: [catalog("two")] };
    const killed = new Error("killed");
    await expect(stepsOf({ ...given, interference: failing("changeSet", 3, killed) })).rejects.toBe(killed);
    await expect(
      stepsOf({
        ...given,
        interference: {
          before: () => undefined,
          after(method) {
            if (method === "createChangeSet") throw killed;
            if (method === "changeSet" && changeSetsIn(world).length > 0) throw killed;
          },
        },
      }),
    ).rejects.toBe(killed);
    expect(changeSetsIn(world)).toHaveLength(1);
    expect(changeSetsIn(world)[0]).toMatch(/^mooring-plan-/);
    expect((await stepsOf(given)).steps).toMatchObject([{ step: { kind: "update", changes: [{}] } }]);
    expect(changeSetsIn(world)).toEqual([]);
  });

  test("deletes its own when AWS fails in between", async () => {
    const world = await deployedWorld([catalog("one")]);
    let isMade = false;
    const interference = {
      before: () => undefined,
      after(method: string) {
        if (method === "createChangeSet") {
          isMade = true;
          throw new CloudError("unreachable", "connection reset");
        }
      },
    };
    const { account } = await stepsOf({ world, desired: [catalog("two")], interference });
    expect(isMade).toBe(true);
    expect(account?.last.failure?.message).toBe("connection reset");
    expect(changeSetsIn(world)).toEqual([]);
  });

  test("of content that CloudFormation refuses shows the hold, and leaves nothing behind", async () => {
    const world = await deployedWorld([catalog("one")]);
    world.mishaps = [{ stack: "acme-catalog", during: "change-set" }];
    const { steps } = await stepsOf({ world, desired: [catalog("two")] });
    expect(steps).toMatchObject([
      {
        step: {
          kind: "hold",
          because: { kind: "refused-change-set" },
          reason: expect.stringContaining("it was refused"),
        },
      },
    ]);
    expect(changeSetsIn(world)).toEqual([]);
  });

  test("that loses a race shows that the stack is busy", async () => {
    const world = await deployedWorld([catalog("one")]);
    const interference = { before: () => undefined, after: () => undefined, losesRace: () => true };
    expect((await stepsOf({ world, desired: [catalog("two")], interference })).steps).toMatchObject([
      { step: { kind: "wait", reason: "somebody else was first" } },
    ]);
  });

  test("of a template that is too large says so without asking", async () => {
    const world = await deployedWorld([catalog("one")]);
    expect((await stepsOf({ world, desired: [catalog("x".repeat(30_000))] })).steps).toMatchObject([
      { step: { kind: "hold", reason: expect.stringContaining("split the stack") } },
    ]);
  });

  test("that CloudFormation does not finish is given up", async () => {
    const world = await deployedWorld([catalog("one")]);
    const { job, clock } = jobOf({ test: { world, desired: [catalog("two")] } });
    const report = await preview({
      ...job,
      clock: { ...clock, sleep: () => Promise.resolve() },
      form: "full",
    });
    expect(report.accounts[0]?.last.steps).toMatchObject([
      { step: { kind: "wait", reason: "CloudFormation did not finish the change set in time" } },
    ]);
  });

  test("that finds no difference keeps the stack", async () => {
    const world = await deployedWorld([catalog("one")]);
    const body = world.find("acme-catalog")?.template ?? "";
    const template = JSON.stringify({
      ...JSON.parse(body),
      Description: undefined,
      Metadata: undefined,
      Rules: {},
    });
    const { steps } = await stepsOf({ world, desired: [catalog("one", { template })] });
    expect(steps).toMatchObject([
      { step: { kind: "keep", reason: "in sync: CloudFormation sees no difference" } },
    ]);
  });

  test("of quarantined content shows both the changes and the refusal", async () => {
    const world = await deployedWorld([catalog("one")]);
    world.mishaps = [{ stack: "acme-catalog", during: "update" }];
    const { job } = jobOf({ test: { world, desired: [catalog("two")] } });
    await runUntilSettled({ ...job, timeoutMs: 1_000_000 });
    expect((await stepsOf({ world, desired: [catalog("two")] })).steps).toMatchObject([
      { step: { kind: "update", changes: [{ logicalId: "Main" }] }, refusals: [{ rule: "quarantine" }] },
    ]);
  });
});

describe("a preview of what may not be touched", () => {
  const writes = ["createChangeSet", "deleteChangeSet"];

  test.each<[string, Omit<Given, "desired">, Parameters<MemoryWorld["add"]>[1], string]>([
    ["a stack that is not ours", {}, { tags: {} }, "not-ours"],
    ["an account that is not the right one", { identity: "999999999999" }, {}, "wrong-account"],
  ])("makes no change set on %s", async (_title, given, stack, rule) => {
    const world = await deployedWorld([catalog("one")]);
    const deployed = world.find("acme-catalog");
    if (deployed === undefined) throw new Error("not deployed");
    world.put({ ...deployed, ...stack });
    const { job, clouds } = jobOf({
      test: { ...given, world, desired: [catalog("two"), storefront("one")] },
    });
    const report = await preview({ ...job, form: "full" });
    expect(report.accounts[0]?.last.steps[0]).toMatchObject({
      step: { kind: "update", app: "catalog" },
      refusals: [{ rule }],
    });
    const calls = clouds.get("test")?.calls() ?? {};
    expect(Object.keys(calls).filter((call) => writes.includes(call))).toEqual([]);
  });
});

describe("a look", () => {
  test("shows where everything stands and writes nothing", async () => {
    const world = await deployedWorld([catalog("one")]);
    const { job, clouds } = jobOf({ test: { world, desired: [catalog("two"), storefront("one")] } });
    const report = await look(job);
    expect(report.accounts).toMatchObject([
      {
        standing: "moving",
        passes: 1,
        last: { outcomes: [], steps: [{ step: { kind: "update" } }, { step: { kind: "hold" } }] },
      },
    ]);
    const writes = ["createChangeSet", "executeChangeSet", "deleteChangeSet", "deleteStack"];
    expect(Object.keys(clouds.get("test")?.calls() ?? {}).filter((call) => writes.includes(call))).toEqual(
      [],
    );
  });
});
