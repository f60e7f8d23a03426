import { describe, expect, test } from "@jest/globals";
import { judge } from "../../src/guard/judge.ts";
import type { Pause } from "../../src/model/pause.ts";
import type { RecoverStep, Step } from "../../src/model/plan.ts";
import { deleteStep, factsOf, updateStep } from "../support/facts.ts";
import { boundStack, deployedStack } from "../support/stacks.ts";

const now = Date.parse("2026-06-15T12:00Z");
const place = { file: "accounts/test/account.yaml", line: 3, column: 1 };
const account: Pause = {
  covers: { kind: "account", account: "test" },
  reason: "the auditors are here",
  place,
};
const app: Pause = { covers: { kind: "app", account: "test", app: "storefront" } };

function refusals(pause: Pause, step: Step = updateStep()) {
  const judged = judge({ account: "test", steps: [step] }, factsOf({ pauses: [pause], now }));
  return judged.steps.flatMap((each) => each.refusals);
}

function rollBack(): RecoverStep {
  const from = deployedStack(boundStack(), { phase: "update-failed" });
  const write = { kind: "roll-back", stackId: from.id, token: "mooring-roll-back-0-1" } as const;
  return { kind: "recover", app: "storefront", stack: from.name, reason: "it failed", from, write };
}

describe("a pause", () => {
  test("of an account refuses its steps, and says why and where it stands", () => {
    expect(refusals(account)).toEqual([
      {
        rule: "paused",
        why: "test is paused: the auditors are here",
        allowBy: "take `paused` out of accounts/test/account.yaml:3",
      },
    ]);
  });

  test.each([
    ["an update", updateStep()],
    ["a deletion of an app that the repository no longer mentions", deleteStep("storefront")],
    ["a roll-back", rollBack()],
  ])("refuses %s", (_name, step) => {
    expect(refusals(account, step).map(({ rule }) => rule)).toContain("paused");
  });

  test("refuses nothing where nothing would be written", () => {
    const from = deployedStack(boundStack());
    const keep: Step = { kind: "keep", app: "storefront", stack: from.name, reason: "in sync", from };
    expect(refusals(account, keep)).toEqual([]);
  });

  test("of another account or another app refuses nothing", () => {
    expect(refusals({ ...account, covers: { kind: "account", account: "production" } })).toEqual([]);
    expect(refusals({ ...app, covers: { kind: "app", account: "test", app: "mailer" } })).toEqual([]);
    expect(refusals({ ...app, covers: { kind: "app", account: "dev", app: "storefront" } })).toEqual([]);
  });

  test("holds until its end, and no longer", () => {
    expect(refusals({ ...account, until: now + 1 })[0]?.why).toBe(
      "test is paused until 2026-06-15 12:00 UTC: the auditors are here",
    );
    expect(refusals({ ...account, until: now })).toEqual([]);
  });

  test.each([
    [{ kind: "repository" }, "the whole repository is paused by kim", "run `moor resume`"],
    [{ kind: "account", account: "test" }, "test is paused by kim", "run `moor resume --account test`"],
    [
      { kind: "app", account: "test", app: "storefront" },
      "storefront in test is paused by kim",
      "run `moor resume --account test --app storefront`",
    ],
  ] as const)("that was told to the agent is lifted by telling it: %j", (covers, why, allowBy) => {
    expect(refusals({ covers, by: "kim" })).toEqual([{ rule: "paused", why, allowBy }]);
  });
});
