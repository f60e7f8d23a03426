import { describe, expect, test } from "@jest/globals";
import { changeSetName } from "../../src/model/change-set-name.ts";
import type { ChangeSet } from "../../src/model/change-set.ts";
import type { AccountDrift } from "../../src/model/drift.ts";
import type { ObservedStack, Operation } from "../../src/model/observed-stack.ts";
import type { StackDetails } from "../../src/model/stack-details.ts";
import { planStack } from "../../src/plan/plan-stack.ts";
import { updateOf, upkeepOf } from "../../src/plan/upkeep.ts";
import { accountDriftOf, driftedProperty } from "../support/drift.ts";
import { boundStack, changeSetOf, deployedStack, operationOf } from "../support/stacks.ts";

const to = boundStack({});
const healing = { ...to, selfHeal: true };
const from = deployedStack(to);

function driftOf(given: Partial<AccountDrift> = {}, leftovers: readonly string[] = []): AccountDrift {
  const surveyed = new Map([[from.name, { stackId: from.id, state: updateOf(from), leftovers }]]);
  return accountDriftOf({ properties: [driftedProperty()], surveyed, checkedAt: 9000, ...given });
}

function planned(given: {
  readonly drift?: AccountDrift;
  readonly details?: StackDetails;
  readonly from?: ObservedStack;
  readonly to?: typeof to;
  readonly blockers?: readonly { readonly app: string; readonly doing: string }[];
}) {
  const observed = given.from ?? from;
  return planStack({
    binding: { kind: "bound", stack: given.to ?? healing },
    observed,
    details: given.details ?? { operations: [] },
    blockers: given.blockers ?? [],
    upkeep: upkeepOf(given.drift ?? driftOf(), observed),
  });
}

/** The name that a plan asks for when nothing has been made yet. */
function healName(): string {
  const asked = planned({});
  return asked.kind === "ask" && asked.question.kind === "change-set" ? asked.question.name : "";
}

function withSet(given: Partial<ChangeSet> | undefined) {
  const name = healName();
  const changeSet = given === undefined ? undefined : changeSetOf(to, { name, ...given });
  return planned({ details: { operations: [], changeSets: new Map([[name, changeSet]]) } });
}

describe("a stack in sync that drifted", () => {
  test("is healed by a change set of the next attempt that looks at what is there", () => {
    expect(healName()).toMatch(new RegExp(`^mooring-${to.digest}-2-heal-[0-9a-f]{12}-9000$`));
    expect(withSet(undefined)).toMatchObject({
      kind: "update",
      reason: "in sync, but drifted: LogGroup/RetentionInDays",
      write: { kind: "create-change-set", type: "UPDATE", name: healName(), revertDrift: true },
      heals: { properties: [driftedProperty()], round: 1, of: 3 },
    });
  });

  test.each<[ChangeSet["state"], object]>([
    ["pending", { kind: "wait" }],
    ["ready", { kind: "update", write: { kind: "execute-change-set" }, heals: { round: 1 } }],
    ["empty", { kind: "keep" }],
    ["obsolete", { kind: "update", write: { kind: "delete-change-set" } }],
    ["executing", { kind: "wait" }],
    ["executed", { kind: "wait" }],
    ["failed", { kind: "update", heals: { failure: "CloudFormation refused the change set: no" } }],
    ["deleting", { kind: "wait" }],
    ["unknown", { kind: "update", heals: { failure: expect.stringContaining("does not know") } }],
  ])("whose change set is %s", (state, expected) => {
    expect(withSet({ state, reason: "no." })).toMatchObject(expected);
  });

  test.each<[string, Parameters<typeof planned>[0]]>([
    ["without selfHeal", { to }],
    ["whose dependency moves", { blockers: [{ app: "network", doing: "is in progress" }] }],
    ["that was updated since the survey", { from: { ...from, updatedAt: 3000 } }],
    ["that is another one of the same name", { from: { ...from, id: `${from.id}9` } }],
    ["that the survey did not look at", { drift: driftOf({ surveyed: new Map() }) }],
    [
      "of which only a record drifted",
      { drift: driftOf({ properties: [driftedProperty({ layer: "dns" })] }) },
    ],
    [
      "nested in which something drifted",
      { drift: driftOf({ properties: [driftedProperty({ stack: "acme-storefront-Nested-1" })] }) },
    ],
  ])("%s is kept as it is", (_what, given) => {
    expect(planned(given).kind).toBe("keep");
  });
});

describe("a list of stacks that lags behind", () => {
  const healed = operationOf(
    changeSetName({ digest: to.digest, attempt: 2, heal: { differences: "a".repeat(12), survey: 9000 } }),
  );

  test.each<[string, Operation]>([
    ["has begun", { ...healed, outcome: "running" }],
    ["is done", healed],
  ])("a heal that %s is waited for", (_what, operation) => {
    expect(planned({ details: { operations: [operation] } }).kind).toBe("wait");
  });
});

describe("how often the same was healed", () => {
  const token = (attempt: number): string => healName().replace(`${to.digest}-2`, `${to.digest}-${attempt}`);
  const shownAfter = ([newest]: readonly Operation[]): ObservedStack =>
    newest?.token === undefined ? from : { ...from, lastChangeSet: newest.token };
  const deployment = operationOf(changeSetName({ digest: to.digest, attempt: 1 }));

  function roundAfter(operations: readonly Operation[]): number | undefined {
    const shown = shownAfter(operations);
    const asked = planned({ from: shown, details: { operations } });
    const name = asked.kind === "ask" && asked.question.kind === "change-set" ? asked.question.name : "";
    const changeSets = new Map([[name, undefined]]);
    const step = planned({ from: shown, details: { operations, changeSets } });
    return step.kind === "update" ? step.heals?.round : undefined;
  }

  test("is read from the stack's own history", () => {
    expect(roundAfter([operationOf(token(3)), operationOf(token(2)), deployment])).toBe(3);
  });

  test("counts anew after content was deployed", () => {
    expect(roundAfter([deployment, operationOf(token(3)), operationOf(token(2))])).toBe(1);
  });

  test("counts other differences apart", () => {
    const other = token(2).replace(/heal-[0-9a-f]{12}/, `heal-${"0".repeat(12)}`);
    expect(roundAfter([operationOf(other), deployment])).toBe(1);
  });

  test("the same property with another value is the same difference", () => {
    const drift = driftOf({ properties: [driftedProperty({ actual: "7" })] });
    const asked = planned({ drift });
    expect(asked).toMatchObject({ question: { name: healName() } });
  });

  test("one that failed is not tried again", () => {
    const failed = operationOf(token(2), { outcome: "failed" });
    expect(planned({ details: { operations: [failed, deployment] } })).toMatchObject({
      kind: "update",
      heals: { failure: expect.stringMatching(/^healing it was tried and failed/) },
    });
  });

  test("no change set is asked for after the last round", () => {
    const operations = [4, 3, 2].map((attempt) => operationOf(token(attempt)));
    expect(planned({ from: shownAfter(operations), details: { operations } })).toMatchObject({
      kind: "update",
      heals: { round: 4, of: 3 },
    });
  });
});

describe("what earlier passes left on a stack in sync", () => {
  const old = changeSetName({ digest: "b".repeat(40), attempt: 1 });
  const oldHeal = changeSetName({
    digest: to.digest,
    attempt: 2,
    heal: { differences: "a".repeat(12), survey: 1 },
  });

  test.each([old, oldHeal])("%s is removed", (name) => {
    const changeSet = changeSetOf(to, { name });
    const details = { changeSetNames: [name], changeSets: new Map([[name, changeSet]]) };
    expect(planned({ drift: driftOf({ properties: [] }, [name]), details, to })).toMatchObject({
      kind: "recover",
      write: { kind: "delete-change-set", changeSet: { name } },
    });
  });

  test.each([
    [
      "the memory of what CloudFormation said about the wanted content",
      changeSetName({ digest: to.digest, attempt: 2 }),
    ],
    ["the last one that was executed", from.lastChangeSet ?? ""],
  ])("%s stays", (_what, name) => {
    expect(planned({ drift: driftOf({ properties: [] }, [name]), to }).kind).toBe("keep");
  });

  test("what is gone by now is not looked for", () => {
    const details = { changeSetNames: [] };
    expect(planned({ drift: driftOf({ properties: [] }, [old]), details, to }).kind).toBe("keep");
  });

  test("what is being made right now is left alone", () => {
    const changeSet = changeSetOf(to, { name: old, state: "pending" });
    const details = { changeSetNames: [old], changeSets: new Map([[old, changeSet]]) };
    expect(planned({ drift: driftOf({ properties: [] }, [old]), details, to }).kind).toBe("keep");
  });
});
