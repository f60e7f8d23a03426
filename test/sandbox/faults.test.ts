import { describe, expect, test } from "@jest/globals";
import type { Fault, FaultEffect, FaultMatch } from "../../src/sandbox/faults.ts";
import { faults, fitsPattern, takeRequestFault, takeResourceFault } from "../../src/sandbox/faults.ts";
import type { World } from "../../src/sandbox/world.ts";
import { createWorld } from "../../src/sandbox/world.ts";

const request = {
  service: "cloudformation",
  operation: "DescribeStacks",
  account: "111111111111",
  region: "eu-west-1",
};
const step = {
  account: "111111111111",
  region: "eu-west-1",
  stack: "shop",
  logicalId: "Service",
  type: "AWS::ECS::Service",
  operation: "create",
} as const;

const THROTTLE: FaultEffect = { kind: "throttle" };

function worldWith(
  ...wanted: {
    effect?: FaultEffect;
    match?: FaultMatch;
    remaining?: Fault["remaining"];
    share?: number;
  }[]
): World {
  const world = createWorld();
  for (const [index, { effect = THROTTLE, match = {}, remaining = 1, ...share }] of wanted.entries())
    world.table(faults).put(String(index), { id: String(index), effect, match, remaining, ...share });
  return world;
}

describe("a fault of a request", () => {
  test.each<[string, FaultMatch, boolean]>([
    ["that says nothing", {}, true],
    ["of the service", { service: "cloudformation" }, true],
    ["of another service", { service: "sts" }, false],
    ["of operations that begin so", { operation: "Describe*" }, true],
    ["of an account and another Region", { account: "111111111111", region: "us-east-1" }, false],
    ["of a stack that was named by its ARN", { stack: "shop" }, true],
    ["of another stack", { stack: "sho" }, false],
    ["of a role, when none is asked for", { role: "*" }, false],
  ])("%s happens when it matches", (_which, match, happens) => {
    const stack = "arn:aws:cloudformation:eu-west-1:111111111111:stack/shop/0";
    expect(takeRequestFault(worldWith({ match }), { ...request, stack }) !== undefined).toBe(happens);
  });

  test("it happens as often as its count says, then the next one's turn comes", () => {
    const world = worldWith({ remaining: 2 }, { effect: { kind: "reset" }, remaining: "always" });
    const kinds = Array.from({ length: 5 }, () => takeRequestFault(world, request)?.kind);
    expect(kinds).toEqual(["throttle", "throttle", "reset", "reset", "reset"]);
  });

  test("it happens to about its share of what matches, and the rest falls to the next one", () => {
    const world = worldWith(
      { share: 0.1, remaining: "always" },
      { effect: { kind: "reset" }, remaining: "always" },
    );
    const kinds = Array.from({ length: 2000 }, () => takeRequestFault(world, request)?.kind);
    const happened = kinds.filter((kind) => kind === "throttle").length;
    expect(happened).toBeGreaterThan(150);
    expect(happened).toBeLessThan(250);
    expect(kinds.filter((kind) => kind === "reset")).toHaveLength(2000 - happened);
  });

  test("a share is the same for the same row of requests", () => {
    const rows = [1, 2].map(() => {
      const world = worldWith({ share: 0.3, remaining: 5 });
      return Array.from({ length: 50 }, () => takeRequestFault(world, request)?.kind);
    });
    expect(rows[0]).toEqual(rows[1]);
    expect(rows[0]?.filter((kind) => kind === "throttle")).toHaveLength(5);
  });

  test("what does not match uses nothing up", () => {
    const world = worldWith({ match: { service: "sts" } });
    takeRequestFault(world, request);
    expect(takeRequestFault(world, { ...request, service: "sts" })).toEqual({ kind: "throttle" });
  });
});

describe("a fault of a resource", () => {
  const fail: FaultEffect = { kind: "fail-resource", on: ["create"], reason: "no" };

  test.each<[string, FaultMatch, boolean]>([
    ["of that resource", { stack: "shop", logicalId: "Service" }, true],
    ["of resources of a family of types", { type: "AWS::ECS::*" }, true],
    ["of another resource", { logicalId: "Listener" }, false],
  ])("%s happens when it matches", (_which, match, happens) => {
    expect(takeResourceFault(worldWith({ effect: fail, match }), step)).toEqual(
      happens ? { reason: "no" } : undefined,
    );
  });

  test("it happens in the operations it names only", () => {
    const world = worldWith({ effect: { ...fail, on: ["update", "rollback"] }, remaining: "always" });
    const happens = (["create", "update", "delete", "rollback"] as const).filter(
      (operation) => takeResourceFault(world, { ...step, operation }) !== undefined,
    );
    expect(happens).toEqual(["update", "rollback"]);
  });

  test("it never meets a request, nor a request's fault a resource", () => {
    const world = worldWith({ effect: fail });
    expect(takeRequestFault(world, request)).toBeUndefined();
    expect(takeResourceFault(worldWith({}), step)).toBeUndefined();
  });
});

describe("a pattern", () => {
  test.each([
    ["a text", "abc", "abc", true],
    ["a text and more", "abc", "abcd", false],
    ["anything, on nothing", "*", "", true],
    ["a beginning", "a*", "a", true],
    ["an end", "*c", "abc", true],
    ["both ends that touch", "a*c", "ac", true],
    ["parts in order", "a*b*c", "a-b-c", true],
    ["parts out of order", "a*b*c", "a-c-b", false],
    ["both ends that would overlap", "ab*ba", "aba", false],
    ["what is special elsewhere", "a.c", "abc", false],
    ["many stars on a long text", `${"*a".repeat(50)}*b`, "a".repeat(5000), false],
  ])("of %s", (_what, pattern, text, expected) => {
    expect(fitsPattern(pattern, text)).toBe(expected);
  });
});
