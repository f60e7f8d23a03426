import { describe, expect, test } from "@jest/globals";
import { judge } from "../../src/guard/judge.ts";
import type { Facts } from "../../src/guard/facts.ts";
import type { CreateStep, GuardRule, HoldStep, RecoverStep, Step } from "../../src/model/plan.ts";
import type { ObservedStack } from "../../src/model/observed-stack.ts";
import { ownershipTags } from "../../src/model/ownership.ts";
import { deleteStep, factsOf, updateStep } from "../support/facts.ts";
import { account, boundStack, changeOf, changeSetOf, deployedStack } from "../support/stacks.ts";

const to = boundStack();
const others = ownershipTags({ repository: "other", account: "test", app: "storefront" });
const renamed = ownershipTags({ repository: "acme", account: "staging", app: "storefront" });

function refusals(step: Step, given: Partial<Omit<Facts, "deletions">> = {}) {
  return judge({ account: "test", steps: [step] }, factsOf(given)).steps.flatMap((judged) => judged.refusals);
}

function rules(step: Step, given: Partial<Omit<Facts, "deletions">> = {}): readonly GuardRule[] {
  return refusals(step, given).map(({ rule }) => rule);
}

function createStep(given: Partial<CreateStep> = {}): CreateStep {
  return {
    kind: "create",
    app: to.app,
    stack: to.name,
    place: to.place,
    reason: "not deployed yet",
    to,
    write: { kind: "execute-change-set", changeSet: changeSetOf(to) },
    ...given,
  };
}

function recoverStep(given: Partial<RecoverStep> = {}): RecoverStep {
  const from = given.from ?? deployedStack(to, { phase: "dead" });
  return {
    kind: "recover",
    app: to.app,
    stack: to.name,
    place: to.place,
    reason: "its first creation failed",
    from,
    write: { kind: "delete-stack", stackId: from.id, token: "mooring-delete-0-1" },
    ...given,
  };
}

function holdStep(given: Partial<HoldStep> = {}): HoldStep {
  return {
    kind: "hold",
    app: to.app,
    stack: to.name,
    reason: "waits for network",
    because: { kind: "dependency", on: ["network"] },
    ...given,
  };
}

describe("steps that nothing speaks against", () => {
  test.each([
    ["a creation", createStep()],
    ["an update", updateStep()],
    ["a recovery", recoverStep()],
    ["a deletion", deleteStep("report")],
  ])("%s is not refused", (_title, step) => {
    expect(rules(step)).toEqual([]);
  });
});

describe("wrong account", () => {
  const identity = { account: "999999999999", arn: "arn:aws:iam::999999999999:user/ann" };

  test.each([createStep(), updateStep(), recoverStep(), deleteStep("report")])(
    "$kind is refused with the credentials of another account",
    (step) => {
      expect(refusals(step, { identity })).toMatchObject([
        {
          rule: "wrong-account",
          why: "these credentials (arn:aws:iam::999999999999:user/ann) are of AWS account 999999999999, and test is 111111111111",
          allowBy: expect.stringContaining("accounts/test/account.yaml"),
        },
      ]);
    },
  );

  test("keeping a stack is not", () => {
    const keep: Step = {
      kind: "keep",
      app: "x",
      stack: "acme-x",
      reason: "in sync",
      from: deployedStack(to),
    };
    expect(rules(keep, { identity })).toEqual([]);
  });

  test("removed.yaml does not lift it", () => {
    const facts = { identity, account: { ...account, removed: ["report"] } };
    expect(rules(deleteStep("report"), facts)).toEqual(["wrong-account"]);
  });
});

describe("not ours", () => {
  const adopting = boundStack({ adopt: true });
  const from = (given: Partial<ObservedStack>): ObservedStack => deployedStack(to, given);

  test.each([
    ["without tags", { tags: {} }, "stack acme-storefront is there and is not marked as ours"],
    [
      "with two of our three tags",
      { tags: { "mooring:repository": "acme", "mooring:app": "storefront" } },
      "not marked",
    ],
    ["of another account folder", { tags: renamed }, "is marked as storefront of account staging"],
    ["of another repository", { tags: others }, "belongs to storefront of the environments repository other"],
    ["made by another stack's template", { isNested: true }, "is nested"],
  ])("an update of a stack %s is refused", (_title, given, why) => {
    expect(refusals(updateStep({ from: from(given) }))).toMatchObject([
      { rule: "not-ours", why: expect.stringContaining(why) },
    ]);
  });

  test("the refusal says where to write what", () => {
    expect(refusals(updateStep({ from: from({ tags: {} }) }))[0]?.allowBy).toBe(
      "write `adopt: true` on storefront in accounts/test/apps.yaml:7 to take it over, or delete that stack",
    );
  });

  test.each<[string, Partial<ObservedStack>, readonly GuardRule[]]>([
    ["without tags", { tags: {} }, []],
    ["of another account folder", { tags: renamed }, []],
    ["of another repository", { tags: others }, ["not-ours"]],
    ["made by another stack's template", { isNested: true }, ["not-ours"]],
  ])("adopt: true takes over a stack %s: %j leaves %j", (_title, given, left) => {
    expect(rules(updateStep({ to: adopting, from: from(given) }))).toEqual(left);
  });

  test("a recovery of somebody else's stack is refused, and adopted as its placement says", () => {
    const stack = deployedStack(to, { phase: "update-failed", tags: {} });
    expect(rules(recoverStep({ from: stack }))).toEqual(["not-ours"]);
    expect(rules(recoverStep({ from: stack, adopt: true }))).toEqual([]);
  });

  test("an untagged shell is ours to use unless somebody else prepares a stack on it", () => {
    const shell = deployedStack(to, { phase: "shell", tags: {} });
    expect(rules(createStep({ from: shell }))).toEqual([]);
    expect(refusals(createStep({ from: shell, foreignChangeSets: ["release-7"] }))).toMatchObject([
      { rule: "not-ours", why: expect.stringContaining("release-7") },
    ]);
  });
});

describe("data loss", () => {
  const table = { logicalId: "Table", type: "AWS::DynamoDB::Table" } as const;

  test.each([
    ["deletes Table", changeOf({ ...table, action: "remove", policy: "delete" })],
    ["deletes Table", changeOf({ ...table, action: "remove" })],
    ["deletes Table", changeOf({ ...table, action: "remove", policy: "snapshot" })],
    ["replaces Table", changeOf({ ...table, replacement: "always", policy: "delete" })],
    ["may replace Table", changeOf({ ...table, replacement: "conditional" })],
    ["does what only shows when it runs to Table", changeOf({ ...table, action: "dynamic" })],
    ["deletes Table (Custom::Index)", changeOf({ ...table, type: "Custom::Index", action: "remove" })],
    [
      "replaces Table (Vendor::Db::Table)",
      changeOf({ ...table, type: "Vendor::Db::Table", replacement: "always" }),
    ],
    [
      "changes without showing what is in it Child",
      changeOf({ logicalId: "Child", type: "AWS::CloudFormation::Stack" }),
    ],
    [
      "deletes Table (AWS::DynamoDB::Table) in Child",
      changeOf({
        logicalId: "Child",
        type: "AWS::CloudFormation::Stack",
        nested: [changeOf({ ...table, action: "remove" })],
      }),
    ],
  ])("a change set that %s is refused", (what, change) => {
    const [refusal, ...rest] = refusals(updateStep({ changes: [changeOf(), change] }));
    expect(refusal).toMatchObject({ rule: "data-loss", why: expect.stringContaining(what) });
    expect(refusal?.allowBy).toContain(
      `write \`allow: [${change.logicalId}]\` on storefront in accounts/test/apps.yaml:7`,
    );
    expect(rest).toEqual([]);
  });

  test("what the network would lose is allowed in the account's own file", () => {
    const network = boundStack({ app: "network", template: to.template });
    const address = changeOf({ logicalId: "NatAddress2", type: "AWS::EC2::EIP", action: "remove" });
    const step = updateStep({ to: network, changes: [address] });
    expect(refusals(step)).toMatchObject([
      {
        rule: "data-loss",
        allowBy: expect.stringContaining("write `allow: [NatAddress2]` in accounts/test/account.yaml"),
      },
    ]);
    expect(rules({ ...step, to: { ...network, allow: ["NatAddress2"] } })).toEqual([]);
  });

  test.each([
    ["keeps what it removes", changeOf({ ...table, action: "remove", policy: "retain" })],
    [
      "keeps the log that it replaces",
      changeOf({ type: "AWS::Logs::LogGroup", replacement: "always", policy: "retain" }),
    ],
    [
      "takes a snapshot of a type that has them",
      changeOf({ logicalId: "Db", type: "AWS::RDS::DBInstance", action: "remove", policy: "snapshot" }),
    ],
    ["changes a table in place", changeOf(table)],
    ["adds a table", changeOf({ ...table, action: "add" })],
    ["imports a table", changeOf({ ...table, action: "import" })],
    ["replaces what holds nothing", changeOf({ replacement: "always", policy: "delete" })],
    [
      "changes a nested stack that was looked into",
      changeOf({
        logicalId: "Child",
        type: "AWS::CloudFormation::Stack",
        action: "dynamic",
        nested: [changeOf()],
      }),
    ],
  ])("a change set that %s is not refused", (_what, change) => {
    expect(rules(updateStep({ changes: [change] }))).toEqual([]);
  });

  test("allow lifts it for the named resources only, and the remedy keeps them", () => {
    const bucket = changeOf({ logicalId: "Bucket", type: "AWS::S3::Bucket", action: "remove" });
    const changes = [changeOf({ ...table, action: "remove" }), bucket];
    const step = (allow: readonly string[]) => updateStep({ to: boundStack({ allow }), changes });
    expect(rules(step(["Table", "Bucket"]))).toEqual([]);
    expect(refusals(step(["Table"]))).toMatchObject([
      {
        why: "data would be lost: it deletes Bucket (AWS::S3::Bucket)",
        allowBy: expect.stringContaining("allow: [Table, Bucket]"),
      },
    ]);
  });

  test("is shown for an update that only waits for another stack", () => {
    const step = holdStep({ next: "update", to, changes: [changeOf({ ...table, action: "remove" })] });
    expect(rules(step)).toEqual(["data-loss"]);
  });

  test("a change set that CloudFormation did not show whole is refused", () => {
    expect(rules(updateStep({ foresight: "incomplete" }))).toEqual(["data-loss"]);
    expect(rules(updateStep({ foresight: "complete" }))).toEqual([]);
  });

  test("a half-failed stack is not deleted with what it holds", () => {
    const from = deployedStack(to, { phase: "delete-failed" });
    const stateful = ["Table (AWS::DynamoDB::Table)"];
    expect(refusals(recoverStep({ from, stateful }))).toMatchObject([
      { rule: "data-loss", why: "its deletion would destroy Table (AWS::DynamoDB::Table)" },
    ]);
    expect(rules(recoverStep({ from, stateful, allow: ["Table"] }))).toEqual([]);
  });
});

describe("prune", () => {
  const steps = (count: number) => Array.from({ length: count }, (_, index) => deleteStep(`app${index}`));
  const judged = (plan: readonly Step[], given: Partial<Omit<Facts, "deletions">> = {}) =>
    judge({ account: "test", steps: plan }, factsOf(given)).steps.map((each) =>
      each.refusals.map(({ why }) => why),
    );

  test("as many deletions as prune.max run, and one more lets none run", () => {
    expect(judged(steps(2))).toEqual([[], []]);
    const why = ["3 stacks would be deleted at once, and prune.max is 2"];
    expect(judged(steps(3))).toEqual([why, why, why]);
  });

  test("deletions that wait for others count, so that no limit is crept under", () => {
    const waiting = holdStep({ app: "app9", next: "delete" });
    expect(judged([...steps(2), waiting]).every((whys) => whys.length === 1)).toBe(true);
  });

  test("more than the share of a small account is refused, but one may always go", () => {
    expect(judged(steps(2), { ownedStacks: 7 })[0]).toEqual([
      "2 of 7 stacks would be deleted at once, and prune.share is 0.25",
    ]);
    expect(judged(steps(2), { ownedStacks: 8 })[0]).toEqual([]);
    expect(judged(steps(1), { ownedStacks: 2 })[0]).toEqual([]);
  });

  test("what removed.yaml names is deleted and does not count", () => {
    const removed = { account: { ...account, removed: ["app0"] } };
    expect(judged(steps(3), removed)).toEqual([[], [], []]);
  });

  test("shells and dead stacks do not count: nothing is in them", () => {
    const shells = ["a", "b"].map((app) =>
      deleteStep(app, {
        from: deployedStack(boundStack({ app }), { phase: app === "a" ? "shell" : "dead" }),
      }),
    );
    expect(judged([...steps(2), ...shells]).flat()).toEqual([]);
  });

  test.each([
    ["for an account in which nothing is placed", { isEmpty: true }, "places nothing at all in test"],
    ["after something could not be read", { hasReadProblems: true }, "could not be read"],
  ])("%s nothing is deleted", (_title, given, why) => {
    expect(judged(steps(1), given)[0]?.[0]).toContain(why);
    expect(judged(steps(1), { ...given, account: { ...account, removed: ["app0"] } })).toEqual([[]]);
  });

  test("a stack with data is not deleted until removed.yaml says so", () => {
    const step = deleteStep("db", { stateful: ["Table (AWS::DynamoDB::Table)"] });
    expect(refusals(step)).toMatchObject([
      {
        rule: "prune",
        why: "its deletion would destroy Table (AWS::DynamoDB::Table)",
        allowBy: expect.stringContaining("write `- db` in accounts/test/removed.yaml"),
      },
    ]);
    expect(rules(step, { account: { ...account, removed: ["db"] } })).toEqual([]);
  });

  test("data is seen in a deletion that still waits", () => {
    const changes = [changeOf({ action: "remove", logicalId: "Table", type: "AWS::DynamoDB::Table" })];
    expect(rules(holdStep({ app: "db", next: "delete", changes }))).toEqual(["prune"]);
  });
});

describe("order", () => {
  const unsettledBefore = [{ account: "staging", why: "is not in sync (catalog)" }];

  test.each([createStep(), updateStep(), recoverStep(), deleteStep("report")])(
    "$kind is refused before an earlier account has settled",
    (step) => {
      expect(refusals(step, { unsettledBefore })).toMatchObject([
        { rule: "order", why: "test comes after staging, which is not in sync (catalog)" },
      ]);
    },
  );
});

describe("quarantine", () => {
  const quarantine = { digest: to.digest, attempt: 1, why: "UPDATE failed: Service: unhealthy" };

  test.each([updateStep({ quarantine }), recoverStep({ quarantine })])(
    "$kind of content that failed is refused",
    (step) => {
      expect(refusals(step)).toMatchObject([
        {
          rule: "quarantine",
          why: "this content failed here before (attempt 1): UPDATE failed: Service: unhealthy",
          allowBy: "deploy other content, or run `moor retry --account test --app storefront`",
        },
      ]);
    },
  );
});

describe("unknown", () => {
  test.each([
    ["action", changeOf({ action: "unknown", nested: [] })],
    ["replacement", changeOf({ replacement: "unknown" })],
    ["policy", changeOf({ action: "remove", policy: "unknown" })],
    [
      "action in a nested stack",
      changeOf({ type: "AWS::CloudFormation::Stack", nested: [changeOf({ action: "unknown" })] }),
    ],
  ])("a change set with an unknown %s is refused", (_title, change) => {
    expect(rules(updateStep({ changes: [change] }))).toEqual(["unknown"]);
  });
});

describe("termination protection", () => {
  const from = deployedStack(boundStack({ app: "report" }), { isProtected: true });

  test("a deletion of a protected stack is refused, removed.yaml or not", () => {
    expect(rules(deleteStep("report", { from }))).toEqual(["protected"]);
    expect(rules(deleteStep("report", { from }), { account: { ...account, removed: ["report"] } })).toEqual([
      "protected",
    ]);
  });

  test("an update of one is not", () => {
    expect(rules(updateStep({ from: deployedStack(to, { isProtected: true }) }))).toEqual([]);
  });

  test("a recovery that deletes one is", () => {
    expect(rules(recoverStep({ from: deployedStack(to, { phase: "dead", isProtected: true }) }))).toEqual([
      "protected",
    ]);
  });
});
