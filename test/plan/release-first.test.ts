import { describe, expect, test } from "@jest/globals";
import type { BoundStack } from "../../src/model/desired-stack.ts";
import type { ObservedStack } from "../../src/model/observed-stack.ts";
import type { ReleaseState } from "../../src/model/release.ts";
import { planStack } from "../../src/plan/plan-stack.ts";
import { releaseTask, releasing } from "../support/releases.ts";
import {
  boundStack,
  changeOf,
  changeSetOf,
  deployedStack,
  operationOf,
  templateOf,
} from "../support/stacks.ts";

const to = releasing();
const from = deployedStack(boundStack({ template: templateOf("old") }));
const run = { attempt: 2, task: "arn:aws:ecs:eu-west-1:111111111111:task/acme/t1", since: 5000 };

/** The plan of an update whose change set is ready. */
function plan(state?: ReleaseState, stack: BoundStack = to, observed: ObservedStack = from) {
  const changeSet = changeSetOf(stack, { changes: [changeOf()] });
  return planStack({
    binding: { kind: "bound", stack },
    observed,
    blockers: [],
    details: {
      operations: [operationOf(undefined)],
      changeSetNames: [changeSet.name],
      changeSets: new Map([[changeSet.name, changeSet]]),
      ...(state === undefined ? {} : { releases: new Map([[releaseTask.taskDefinition, state]]) }),
    },
  });
}

describe("new content with a release", () => {
  test("is asked for how the release stands, once its change set is ready", () => {
    expect(plan()).toMatchObject({ kind: "ask", question: { kind: "release", release: releaseTask } });
  });

  test("runs the release in the place of the change set, with the same changes", () => {
    expect(plan({ kind: "none", attempt: 1 })).toMatchObject({
      kind: "update",
      reason: "its release runs first: migrate up",
      changes: [{ logicalId: "Main" }],
      write: { kind: "run-release", attempt: 1 },
    });
  });

  test("runs it for a stack that is created, too", () => {
    const shell = deployedStack(to, { phase: "shell", status: "REVIEW_IN_PROGRESS" });
    expect(plan({ kind: "none", attempt: 1 }, to, shell)).toMatchObject({
      kind: "create",
      write: { kind: "run-release" },
    });
  });

  test("waits while it runs", () => {
    expect(plan({ kind: "running", ...run, isOverdue: false })).toMatchObject({
      kind: "wait",
      reason: "its release is running: migrate up",
      since: 5000,
    });
  });

  test("stops it when it takes too long", () => {
    expect(plan({ kind: "running", ...run, isOverdue: true })).toMatchObject({
      kind: "update",
      write: { kind: "stop-release", run, reason: "took longer than 600 seconds" },
    });
  });

  test.each([
    [true, "exit code 0", { kind: "succeeded", attempt: 2 }],
    [false, "exit code 1", { kind: "failed", attempt: 2, task: run.task, why: "exit code 1" }],
  ])("notes how it ended: %s", (isGood, why, mark) => {
    expect(plan({ kind: "stopped", ...run, isGood, why })).toMatchObject({
      kind: "update",
      write: { kind: "mark-release", mark },
    });
  });

  test("goes live once it has succeeded", () => {
    expect(plan({ kind: "succeeded" })).toMatchObject({ write: { kind: "execute-change-set" } });
  });

  test("is held once it has failed, and a person may ask for the next attempt", () => {
    expect(plan({ kind: "failed", attempt: 2, why: "exit code 1", lines: ["no such table"] })).toMatchObject({
      kind: "hold",
      because: { kind: "release", taskDefinition: releaseTask.taskDefinition, attempt: 2 },
      reason: "its release failed: exit code 1",
      lines: ["no such table"],
      retry: { kind: "mark-release", mark: { kind: "asked", attempt: 3 } },
    });
  });

  test("is held when somebody took away what running it takes", () => {
    const missing = [{ stack: "storefront-release", output: "TaskDefinitionArn" }];
    expect(plan(undefined, releasing({ kind: "unbound", missing }))).toMatchObject({
      kind: "hold",
      because: { kind: "missing-output", ...missing[0] },
      reason: "its release needs ${storefront-release.TaskDefinitionArn}, and no such output is deployed",
    });
  });

  test("that is deployed already asks nothing", () => {
    expect(plan(undefined, to, deployedStack(to))).toMatchObject({ kind: "keep" });
  });
});
