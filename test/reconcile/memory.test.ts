import { describe, expect, test } from "@jest/globals";
import type { ObservedStack } from "../../src/model/observed-stack.ts";
import { newMemory } from "../../src/reconcile/memory.ts";
import { boundStack, changeSetOf, deployedStack, operationOf } from "../support/stacks.ts";

const stack = deployedStack(boundStack());
const details = { operations: [operationOf("t")], template: { body: "{}" }, changeSetNames: ["a"] };

describe("the memory of a process", () => {
  test("knows what was read about a stack, but for its change sets", () => {
    const memory = newMemory();
    memory.remember(stack, details);
    expect(memory.recall(stack)).toEqual({ operations: details.operations, template: details.template });
  });

  test.each<[string, Partial<ObservedStack>]>([
    ["was updated", { updatedAt: 9 }],
    ["has another phase", { phase: "rolled-back" }],
    ["executed another change set", { lastChangeSet: "other" }],
    ["is another one of the same name", { id: "other" }],
  ])("knows nothing of a stack that %s", (_title, given) => {
    const memory = newMemory();
    memory.remember(stack, details);
    expect(memory.recall({ ...stack, ...given })).toEqual({});
  });

  test("keeps change sets that were empty, which they stay, and no others", () => {
    const memory = newMemory();
    const empty = changeSetOf(boundStack(), { state: "empty" });
    const ready = changeSetOf(boundStack(), { attempt: 2 });
    const changeSets = new Map([
      [empty.name, empty],
      [ready.name, ready],
      ["gone", undefined],
    ]);
    memory.remember(stack, { changeSets });
    expect(memory.recall(stack)).toEqual({ changeSets: new Map([[empty.name, empty]]) });
  });

  test("forgets a stack that was written to", () => {
    const memory = newMemory();
    memory.remember(stack, details);
    memory.forget(stack.id);
    expect(memory.recall(stack)).toEqual({});
  });

  test("keeps the ten latest of many empty change sets", () => {
    const memory = newMemory();
    const empty = Array.from({ length: 30 }, (_, attempt) =>
      changeSetOf(boundStack(), { state: "empty", attempt: attempt + 1 }),
    );
    memory.remember(stack, { changeSets: new Map(empty.map((each) => [each.name, each])) });
    expect([...(memory.recall(stack).changeSets ?? new Map()).keys()]).toEqual(
      empty.slice(-10).map(({ name }) => name),
    );
  });

  test("keeps what it is told to, and forgets all other stacks", () => {
    const memory = newMemory();
    memory.remember(stack, details);
    memory.remember({ ...stack, id: "gone" }, details);
    memory.retain(new Set([stack.id]));
    expect(memory.size()).toBe(1);
    expect(memory.recall(stack)).not.toEqual({});
  });

  test("knows what AWS would not take until it is told to forget that", () => {
    const memory = newMemory();
    memory.reject("create web", "not authorized");
    expect(memory.rejection("create web")).toBe("not authorized");
    memory.forgetRejections();
    expect(memory.rejection("create web")).toBeUndefined();
    expect(memory.size()).toBe(0);
  });
});
