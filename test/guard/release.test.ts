import { describe, expect, test } from "@jest/globals";
import { judge } from "../../src/guard/judge.ts";
import type { UpdateStep } from "../../src/model/plan.ts";
import type { ReleaseWrite } from "../../src/model/release.ts";
import { deleteStep, factsOf, updateStep } from "../support/facts.ts";
import { releaseTask } from "../support/releases.ts";
import { account, boundStack, changeOf } from "../support/stacks.ts";

const run = { attempt: 1, task: "arn:aws:ecs:eu-west-1:111111111111:task/acme/t1", since: 0 };
const begin: ReleaseWrite = { kind: "run-release", release: releaseTask, attempt: 1 };
const stop: ReleaseWrite = { kind: "stop-release", release: releaseTask, run, reason: "took too long" };
const note: ReleaseWrite = {
  kind: "mark-release",
  release: releaseTask,
  mark: { kind: "succeeded", attempt: 1 },
};
const again: ReleaseWrite = {
  kind: "mark-release",
  release: releaseTask,
  mark: { kind: "asked", attempt: 2 },
};

const paused = { pauses: [{ covers: { kind: "app", account: "test", app: "storefront" } }] } as const;
const closed = { closed: { why: "closed" } };
const unsettled = { unsettledBefore: [{ account: "dev", why: "is held" }] };
const foreign = { identity: { account: "999999999999", arn: "arn:aws:sts::999999999999:user/x" } };

function rules(step: Parameters<typeof judge>[0]["steps"][number], facts: Parameters<typeof factsOf>[0]) {
  const judged = judge({ account: "test", steps: [step] }, factsOf(facts));
  return judged.steps.flatMap(({ refusals }) => refusals.map(({ rule }) => rule));
}

function of(write: ReleaseWrite, given: Partial<UpdateStep> = {}): UpdateStep {
  return updateStep({ write, ...given });
}

describe("a release", () => {
  test.each([
    ["a pause", paused, ["paused"]],
    ["a window", closed, ["window"]],
    ["an earlier account", unsettled, ["order"]],
    ["another account's credentials", foreign, ["wrong-account"]],
  ])("is not begun, and not asked for again, against %s", (_what, facts, expected) => {
    expect(rules(of(begin), facts)).toEqual(expected);
    expect(rules(of(again), facts)).toEqual(expected);
  });

  test("does not run for a change that would lose data, or that nobody could look at", () => {
    const loss = changeOf({ type: "AWS::RDS::DBInstance", replacement: "always", policy: "delete" });
    expect(rules(of(begin, { changes: [loss] }), {})).toEqual(["data-loss"]);
    expect(rules(of(begin, { foresight: "incomplete" }), {})).toEqual(["data-loss"]);
  });

  test.each([
    ["a pause", paused],
    ["a window", closed],
    ["an earlier account", unsettled],
  ])("that has ended is noted whatever keeps changes back: %s", (_what, facts) => {
    expect(rules(of(note), facts)).toEqual([]);
  });

  test("that takes too long is stopped outside the windows, but not while it is paused", () => {
    expect(rules(of(stop), closed)).toEqual([]);
    expect(rules(of(stop), paused)).toEqual(["paused"]);
  });

  test("has its own stack paused with its app", () => {
    const updateOf = (app: string) => updateStep({ to: boundStack({ app }) });
    expect(rules(updateOf("storefront-release"), paused)).toEqual(["paused"]);
    expect(rules(updateOf("storefront-releases"), paused)).toEqual([]);
  });

  test("goes with an app whose removal is meant, as long as it is no store of another name", () => {
    const blind = { hasReadProblems: true };
    const stateful = { stateful: ["Files (AWS::S3::Bucket)"] };
    const facts = { account: { ...account, removed: ["storefront"] } };
    expect(rules(deleteStep("storefront-release"), { ...facts, ...blind })).toEqual([]);
    expect(rules(deleteStep("storefront-release"), blind)).toEqual(["prune"]);
    expect(rules(deleteStep("storefront-release", stateful), facts)).toEqual(["prune"]);
  });

  test("counts as one deletion with its app, and by itself", () => {
    const facts = factsOf({ account: { ...account, prune: { max: 1, share: 1 } } });
    const rulesOf = (...apps: readonly string[]) =>
      judge({ account: "test", steps: apps.map((app) => deleteStep(app)) }, facts).steps.flatMap(
        ({ refusals }) => refusals.map(({ rule }) => rule),
      );
    expect(rulesOf("storefront", "storefront-release")).toEqual([]);
    expect(rulesOf("catalog", "storefront-release")).toEqual(["prune", "prune"]);
  });
});
