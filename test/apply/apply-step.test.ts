import { describe, expect, test } from "@jest/globals";
import { applyStep, type WritingStep } from "../../src/apply/apply-step.ts";
import { changeSetName } from "../../src/model/change-set-name.ts";
import { memoryCloud } from "../support/memory-cloud.ts";
import { MemoryWorld } from "../support/memory-world.ts";
import { boundStack, templateOf } from "../support/stacks.ts";

const origin = { repository: "acme", revision: undefined };
const to = boundStack();
const name = changeSetName({ digest: to.digest, attempt: 1 });
const about = { app: to.app, stack: to.name, reason: "" };
const create: WritingStep = {
  kind: "create",
  ...about,
  to,
  write: { kind: "create-change-set", type: "CREATE", name },
};

describe("applying a step", () => {
  test("creates the change set, and nothing but that", async () => {
    const world = new MemoryWorld();
    const cloud = memoryCloud(world);
    expect(await applyStep(create, cloud, origin)).toEqual({
      app: "storefront",
      stack: "acme-storefront",
      step: "create",
      result: { kind: "accepted", write: "create-change-set" },
    });
    expect(cloud.calls()).toEqual({ createChangeSet: 1 });
    expect(world.find("acme-storefront")).toMatchObject({
      phase: "shell",
      changeSets: [{ request: { name } }],
    });
  });

  test("executes a change set with its own name as token", async () => {
    const world = new MemoryWorld();
    const cloud = memoryCloud(world);
    await applyStep(create, cloud, origin);
    world.tick();
    const changeSet = await cloud.changeSet(to.name, name);
    if (changeSet === undefined) throw new Error("no change set");
    await applyStep({ ...create, write: { kind: "execute-change-set", changeSet } }, cloud, origin);
    expect(world.find("acme-storefront")).toMatchObject({ phase: "busy", operations: [{ token: name }] });
  });

  test("tells a conflict from success", async () => {
    const cloud = memoryCloud(new MemoryWorld());
    await applyStep(create, cloud, origin);
    expect((await applyStep(create, cloud, origin)).result).toEqual({
      kind: "conflict",
      message: `ChangeSet [${name}] already exists`,
    });
  });

  test("does not send a template that is too large", async () => {
    const cloud = memoryCloud(new MemoryWorld());
    const large = { ...create, to: boundStack({ template: templateOf("x".repeat(60_000)) }) };
    expect((await applyStep(large, cloud, origin)).result.kind).toBe("rejected");
    expect(cloud.calls()).toEqual({});
  });

  test.each([
    ["roll-back", "update-failed", "rolled-back"],
    ["continue-rollback", "rollback-failed", "rolled-back"],
  ] as const)("%s brings a stack out of %s", async (kind, phase, after) => {
    const world = new MemoryWorld();
    const stack = world.add(to.name, { phase });
    const from = { ...stack, status: "" };
    const step: WritingStep = {
      kind: "recover",
      ...about,
      from,
      write: { kind, stackId: stack.id, token: "t-1" },
    };
    expect((await applyStep(step, memoryCloud(world), origin)).result.kind).toBe("accepted");
    world.tick();
    expect(world.find(to.name)?.phase).toBe(after);
  });
});
