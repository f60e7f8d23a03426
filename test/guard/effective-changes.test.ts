import { describe, expect, test } from "@jest/globals";
import type { ResourceChange } from "../../src/model/change-set.ts";
import { effectiveChanges } from "../../src/guard/effective-changes.ts";
import { changeOf } from "../support/stacks.ts";

const role = changeOf({ logicalId: "Role", properties: [{ path: "Policies", causesReplacement: "never" }] });
const task = following("Task", "Role", "conditional");
const service = following("Service", "Task", "never");

function following(
  logicalId: string,
  follows: string,
  causesReplacement: "never" | "conditional",
): ResourceChange {
  const properties = [{ path: "Value", causesReplacement, follows }];
  return changeOf({ logicalId, replacement: causesReplacement, properties });
}

function left(...changes: readonly ResourceChange[]): readonly string[] {
  return effectiveChanges(changes).map(({ logicalId, replacement }) => `${logicalId} ${replacement}`);
}

describe("a change that only follows from another one", () => {
  test("is none where the other keeps its id, however far away", () => {
    expect(left(role, task, service)).toEqual(["Role never"]);
  });

  test.each<[string, ResourceChange]>([
    ["is made anew", { ...role, action: "add" }],
    ["is replaced", { ...role, replacement: "always" }],
    ["may be replaced", { ...role, replacement: "conditional" }],
    ["does what only shows when it runs", { ...role, action: "dynamic" }],
  ])("is one where the other %s", (_what, cause) => {
    expect(left(cause, task, service)).toContain("Task conditional");
    expect(left(cause, task, service)).toHaveLength(3);
  });

  test("is one where the other is not in the change set", () => {
    expect(left(task)).toEqual(["Task conditional"]);
  });

  test("leaves what the resource changes by itself", () => {
    const own = { path: "Cpu", causesReplacement: "always" } as const;
    expect(left(role, { ...task, properties: [...task.properties, own] })).toEqual([
      "Role never",
      "Task always",
    ]);
  });

  test.each(["always", "unknown"] as const)("is not what is replaced in any case: %s", (replacement) => {
    expect(left(role, { ...task, replacement })).toEqual(["Role never", `Task ${replacement}`]);
  });

  test("ends in a circle", () => {
    expect(left(following("A", "B", "conditional"), following("B", "A", "conditional"))).toHaveLength(2);
  });
});
