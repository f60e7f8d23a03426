import { describe, expect, test } from "@jest/globals";
import type { ResourceChange } from "../../src/model/change-set.ts";
import type { Attachment, DriftedProperty } from "../../src/model/drift.ts";
import type { Healing } from "../../src/model/plan.ts";
import { refuseHeal } from "../../src/guard/heal.ts";
import { judge } from "../../src/guard/judge.ts";
import { driftedProperty } from "../support/drift.ts";
import { factsOf, updateStep } from "../support/facts.ts";
import { changeOf } from "../support/stacks.ts";

const healing: Healing = { properties: [driftedProperty()], harmless: [], round: 1, of: 3 };
const back = changeOf({
  logicalId: "LogGroup",
  type: "AWS::Logs::LogGroup",
  properties: [{ path: "RetentionInDays", causesReplacement: "never" }],
});

function refusal(
  changes: readonly ResourceChange[],
  given: { readonly heals?: Partial<Healing>; readonly attachments?: readonly Attachment[] } = {},
): string | undefined {
  const heals = { ...healing, ...given.heals };
  const facts = { ...factsOf({ attachments: given.attachments ?? [] }), deletions: [] };
  return refuseHeal(updateStep({ changes, heals }), facts)?.why;
}

function groupDrift(given: Partial<DriftedProperty> = {}): DriftedProperty {
  return driftedProperty({
    resource: "Group",
    type: "AWS::EC2::SecurityGroup",
    physicalId: "sg-1",
    property: "/SecurityGroupIngress/0/CidrIp",
    ...given,
  });
}

describe("healing that only brings back what was seen", () => {
  test("is not refused", () => {
    expect(refusal([back])).toBeUndefined();
  });

  test.each<[string, ResourceChange, DriftedProperty]>([
    [
      "names a list where the survey named an element",
      changeOf({ logicalId: "A", properties: [{ path: "Rules", causesReplacement: "never" }] }),
      driftedProperty({ resource: "A", property: "/Rules/3/Port" }),
    ],
    [
      "names another place in the same list",
      changeOf({ logicalId: "A", properties: [{ path: "Rules/0/Port", causesReplacement: "never" }] }),
      driftedProperty({ resource: "A", property: "/Rules/3/Port" }),
    ],
    [
      "adds the resource that is gone",
      changeOf({ action: "add", logicalId: "A" }),
      driftedProperty({ resource: "A", property: "" }),
    ],
  ])("is not refused when the change set %s", (_what, change, property) => {
    expect(refusal([change], { heals: { properties: [property] } })).toBeUndefined();
  });

  test("may touch what only differs in words, and what the template says already", () => {
    const words = driftedProperty({ resource: "Other", property: "/Subnets/0" });
    const other = changeOf({
      logicalId: "Other",
      properties: [{ path: "Subnets/1", causesReplacement: "never" }],
    });
    const sync = changeOf({ action: "sync", logicalId: "Third" });
    expect(refusal([back, other, sync], { heals: { harmless: [words] } })).toBeUndefined();
  });
});

describe("healing that does more", () => {
  test.each<[string, ResourceChange, RegExp]>([
    ["another resource", changeOf({ logicalId: "Other" }), /does more than bring back .*: it changes Other$/],
    [
      "another property",
      { ...back, properties: [{ path: "KmsKeyId", causesReplacement: "never" }] },
      /it changes LogGroup KmsKeyId$/,
    ],
    ["a resource without saying what", { ...back, properties: [] }, /it changes LogGroup$/],
    ["a removal", changeOf({ action: "remove", logicalId: "Other" }), /it changes Other$/],
    [
      "what only shows when it runs",
      changeOf({ action: "dynamic", logicalId: "Other" }),
      /it changes Other$/,
    ],
    ["a replacement", { ...back, replacement: "conditional" }, /would replace LogGroup$/],
  ])("is refused: %s", (_what, change, why) => {
    expect(refusal([change])).toMatch(why);
  });

  test.each<ResourceChange["action"]>(["remove", "dynamic", "import"])(
    "is refused where the survey saw that the resource is gone: %s",
    (action) => {
      const properties = [driftedProperty({ resource: "Other", property: "" })];
      const change = changeOf({ action, logicalId: "Other" });
      expect(refusal([change], { heals: { properties } })).toMatch(/it changes Other$/);
    },
  );
});

describe("healing of what held data and is gone", () => {
  const table = { logicalId: "Table", type: "AWS::DynamoDB::Table" };
  const heals = { ...healing, properties: [driftedProperty({ resource: "Table", property: "" })] };

  test.each<ResourceChange>([
    changeOf({ ...table, action: "add" }),
    changeOf({ ...table, action: "modify", drift: "deleted" }),
  ])("is refused: it would come back empty ($action)", (change) => {
    expect(refusal([change], { heals })).toBe(
      "healing would make Table (AWS::DynamoDB::Table) again, without the data that was in it",
    );
  });

  test("is what a person may allow", () => {
    const change = changeOf({ ...table, action: "add" });
    const step = updateStep({ changes: [change], heals, to: { ...updateStep().to, allow: ["Table"] } });
    expect(refuseHeal(step, { ...factsOf({ attachments: [] }), deletions: [] })).toBeUndefined();
  });
});

describe("healing of what another resource may have put there", () => {
  const group = changeOf({
    logicalId: "Group",
    type: "AWS::EC2::SecurityGroup",
    physicalId: "sg-1",
    properties: [{ path: "SecurityGroupIngress", causesReplacement: "never" }],
  });
  const rule: Attachment = {
    stack: "theirs",
    logicalId: "Rule",
    type: "AWS::EC2::SecurityGroupIngress",
    targets: ["sg-1"],
  };
  const unknown: Attachment = { stack: "theirs", logicalId: "Rule", type: rule.type };
  const heals = { properties: [groupDrift()] };

  test.each<[string, readonly Attachment[], boolean]>([
    ["a rule of another stack", [rule], true],
    ["a rule whose group nobody knows", [unknown], true],
    ["a rule of another group", [{ ...rule, targets: ["sg-2"] }], false],
    ["a rule that goes out", [{ ...rule, type: "AWS::EC2::SecurityGroupEgress" }], false],
    ["no rule at all", [], false],
  ])("%s: refused is %j", (_what, attachments, isRefused) => {
    expect(refusal([group], { heals, attachments }) !== undefined).toBe(isRefused);
  });

  test("a role with a policy of another stack is left alone", () => {
    const role = changeOf({
      logicalId: "Role",
      type: "AWS::IAM::Role",
      physicalId: "role-1",
      properties: [{ path: "ManagedPolicyArns/0", causesReplacement: "never" }],
    });
    const property = driftedProperty({ resource: "Role", property: "/ManagedPolicyArns/0" });
    const policy: Attachment = {
      ...rule,
      logicalId: "Policy",
      type: "AWS::IAM::ManagedPolicy",
      targets: ["role-1"],
    };
    const given = { heals: { properties: [property] } };
    expect(refusal([role], { ...given, attachments: [policy] })).toBe(
      "ManagedPolicyArns of Role may hold what Policy of theirs puts there, and healing would take that away",
    );
    expect(refusal([role], given)).toBeUndefined();
  });

  test("where nobody looked, it is refused", () => {
    const facts = { ...factsOf(), deletions: [] };
    const step = updateStep({ changes: [group], heals: { ...healing, ...heals } });
    expect(refuseHeal(step, facts)?.why).toMatch(/may hold what a stack puts there/);
  });
});

describe("healing that did not help", () => {
  test("is tried three times, and refused the fourth time", () => {
    expect(refusal([back], { heals: { round: 3 } })).toBeUndefined();
    expect(refusal([back], { heals: { round: 4 } })).toBe(
      "the same drift was healed 3 times and came back: LogGroup/RetentionInDays",
    );
  });

  test("because it failed is refused with the reason", () => {
    expect(refusal([back], { heals: { failure: "UPDATE failed: not today" } })).toBe(
      "UPDATE failed: not today",
    );
  });
});

test("healing keeps to the other guards: it never goes across the data-loss guard", () => {
  const table = changeOf({
    action: "remove",
    logicalId: "Table",
    type: "AWS::DynamoDB::Table",
    policy: "delete",
  });
  const step = updateStep({ changes: [table], heals: healing });
  const rules = judge({ account: "test", steps: [step] }, factsOf()).steps[0]?.refusals.map(
    ({ rule }) => rule,
  );
  expect(rules).toEqual(["data-loss", "heal"]);
});

test("healing does not wait for earlier accounts: it brings no content", () => {
  const unsettledBefore = [{ account: "dev", why: "failed" }];
  const step = updateStep({ changes: [back], heals: healing });
  const facts = factsOf({ unsettledBefore, attachments: [] });
  expect(judge({ account: "test", steps: [step] }, facts).steps[0]?.refusals).toEqual([]);
});
