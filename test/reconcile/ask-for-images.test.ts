import { describe, expect, test } from "@jest/globals";
import { imageKey } from "../../src/plan/images.ts";
import { rememberingImages } from "../../src/reconcile/ask-for-images.ts";
import { newMemory } from "../../src/reconcile/memory.ts";
import { memoryCloud } from "../support/memory-cloud.ts";
import { MemoryWorld } from "../support/memory-world.ts";

const tag = { registry: "111111111111", region: "eu-west-1", repository: "shop", tag: "1.0.0" };
const found = { kind: "found", digest: `sha256:${"a".repeat(64)}` } as const;
const moved = { kind: "found", digest: `sha256:${"b".repeat(64)}` } as const;

describe("asking a registry in pass after pass", () => {
  test("what a tag stands for is asked once a minute", async () => {
    const world = new MemoryWorld();
    const cloud = memoryCloud(world);
    const memory = newMemory();
    world.images.set(imageKey(tag), found);
    expect(await rememberingImages(cloud, memory, 0)(tag)).toEqual(found);
    world.images.set(imageKey(tag), moved);
    expect(await rememberingImages(cloud, memory, 59_999)(tag)).toEqual(found);
    expect(await rememberingImages(cloud, memory, 60_000)(tag)).toEqual(moved);
    expect(cloud.calls()).toEqual({ image: 2 });
  });

  test("a tag that is missing is asked for each time, so that a push counts at once", async () => {
    const world = new MemoryWorld();
    const ask = rememberingImages(memoryCloud(world), newMemory(), 0);
    world.images.set(imageKey(tag), { kind: "missing", latest: [] });
    expect(await ask(tag)).toMatchObject({ kind: "missing" });
    world.images.set(imageKey(tag), found);
    expect(await ask(tag)).toEqual(found);
  });
});
