import { describe, expect, test } from "@jest/globals";
import { changeSetName } from "../../src/model/change-set-name.ts";
import type { ChangeSet } from "../../src/model/change-set.ts";
import type { ObservedStack, StackPhase } from "../../src/model/observed-stack.ts";
import type { StackDetails } from "../../src/model/stack-details.ts";
import { operationToken } from "../../src/plan/operation-token.ts";
import { planStack, type Wanted } from "../../src/plan/plan-stack.ts";
import {
  boundStack,
  changeOf,
  changeSetOf,
  deployedStack,
  failedOperation,
  operationOf,
  templateOf,
} from "../support/stacks.ts";

const older = boundStack({ template: templateOf("old") });
const wanted = boundStack({ template: templateOf("new") });
const tried = (attempt: number): string => changeSetName({ digest: wanted.digest, attempt });
const blocker = { app: "network", doing: "has to be updated first" };

function plan(observed: ObservedStack | undefined, details: StackDetails = {}, given: Partial<Wanted> = {}) {
  return planStack({ binding: { kind: "bound", stack: wanted }, observed, details, blockers: [], ...given });
}

function changeSets(...sets: readonly (ChangeSet | string)[]): Pick<StackDetails, "changeSets"> {
  return {
    changeSets: new Map(
      sets.map((each) => (typeof each === "string" ? [each, undefined] : [each.name, each])),
    ),
  };
}

const bad: readonly StackPhase[] = ["create-failed", "update-failed", "rollback-failed", "delete-failed"];

describe("a stack that is not there", () => {
  test("is created", () => {
    expect(plan(undefined)).toMatchObject({
      kind: "create",
      reason: "not deployed yet",
      write: { kind: "create-change-set", type: "CREATE", name: tried(1) },
    });
  });

  test("holds while what it depends on has not settled, and says what it will do then", () => {
    expect(plan(undefined, {}, { blockers: [blocker] })).toMatchObject({
      kind: "hold",
      because: { kind: "dependency", on: ["network"] },
      reason: "waits for network, which has to be updated first",
      next: "create",
      to: wanted,
    });
  });
});

describe("a shell", () => {
  const shell = deployedStack(wanted, { phase: "shell", status: "REVIEW_IN_PROGRESS", tags: {} });

  test("is asked for its change sets", () => {
    expect(plan(shell)).toMatchObject({ kind: "ask", question: { kind: "change-set-names" } });
  });

  test("without ours gets one", () => {
    const details = { changeSetNames: [], ...changeSets(tried(1)) };
    expect(plan(shell, details)).toMatchObject({
      kind: "create",
      write: { kind: "create-change-set", type: "CREATE", name: tried(1) },
    });
  });

  test("with ours executes it, whatever its attempt", () => {
    const details = { changeSetNames: [tried(2)], ...changeSets(changeSetOf(wanted, { attempt: 2 })) };
    expect(plan(shell, details)).toMatchObject({
      kind: "create",
      write: { kind: "execute-change-set", changeSet: { name: tried(2) } },
    });
  });

  test("with somebody else's tells so", () => {
    const names = ["their-release", "mooring-plan-0123", changeSetName({ digest: older.digest, attempt: 1 })];
    const details = { changeSetNames: names, ...changeSets(tried(1)) };
    expect(plan(shell, details)).toMatchObject({ kind: "create", foreignChangeSets: ["their-release"] });
  });
});

describe("a busy stack", () => {
  test.each([
    ["with other content", deployedStack(older, { phase: "busy", status: "UPDATE_IN_PROGRESS" }), []],
    ["with the same content", deployedStack(wanted, { phase: "busy", status: "UPDATE_IN_PROGRESS" }), []],
    [
      "that depends on a moving one",
      deployedStack(older, { phase: "busy", status: "UPDATE_IN_PROGRESS" }),
      [blocker],
    ],
  ])("%s waits", (_title, observed, blockers) => {
    expect(plan(observed, {}, { blockers })).toMatchObject({
      kind: "wait",
      reason: "CloudFormation is at work on it (UPDATE_IN_PROGRESS)",
      since: 2000,
    });
  });

  test("waits even when an output it needs is missing", () => {
    const binding = {
      kind: "unbound",
      desired: { ...wanted, parameters: {} },
      missing: [],
      images: [],
    } as const;
    expect(plan(deployedStack(older, { phase: "busy" }), {}, { binding })).toMatchObject({ kind: "wait" });
  });
});

describe("a settled stack", () => {
  test("with the digest, parameters and tags of the repository is kept without a question", () => {
    expect(plan(deployedStack(wanted))).toMatchObject({ kind: "keep", reason: "in sync" });
  });

  test("in sync is kept although what it depends on moves", () => {
    expect(plan(deployedStack(wanted), {}, { blockers: [blocker] })).toMatchObject({
      kind: "keep",
      reason: "in sync; looked at again once network has settled",
    });
  });

  test("with other content holds for what it depends on, without a question", () => {
    expect(plan(deployedStack(older), {}, { blockers: [blocker] })).toMatchObject({
      kind: "hold",
      next: "update",
      reason: "differs in the template; waits for network, which has to be updated first",
    });
  });

  test("with other content is asked for its operations first: the attempt follows from them", () => {
    expect(plan(deployedStack(older))).toMatchObject({ kind: "ask", question: { kind: "operations" } });
  });

  test.each([
    ["never tried here", [], 1],
    ["tried once before", [operationOf("their-token"), operationOf(tried(1))], 2],
    ["tried twice before", [operationOf("theirs"), operationOf(tried(2)), operationOf(tried(1))], 3],
  ])("gets a change set of the next attempt when the content was %s", (_title, operations, attempt) => {
    const details = { operations, ...changeSets(tried(attempt)) };
    expect(plan(deployedStack(older), details)).toMatchObject({
      kind: "update",
      write: { kind: "create-change-set", type: "UPDATE", name: tried(attempt) },
    });
  });

  test.each([
    ["has begun", operationOf(tried(1), { outcome: "running" }), { kind: "wait" }],
    ["has succeeded", operationOf(tried(1)), { kind: "wait" }],
    ["has failed", failedOperation(tried(1)), { kind: "update", quarantine: { attempt: 1 } }],
    ["of somebody else has begun", operationOf("theirs", { outcome: "running" }), { kind: "wait" }],
  ])("whose list lags behind its events begins nothing when an update %s", (_title, newest, step) => {
    const details = { operations: [newest], ...changeSets(tried(2), tried(1)) };
    expect(plan(deployedStack(older), details)).toMatchObject(step);
  });

  test("whose tags were changed after our update is updated again", () => {
    const observed = deployedStack(wanted, { tags: {} });
    const details = { operations: [operationOf(tried(1))], ...changeSets(tried(2)) };
    expect(plan(observed, details)).toMatchObject({ kind: "update", write: { name: tried(2) } });
  });

  test("whose hint is foreign is kept when the newest operation was ours and succeeded", () => {
    const details = { operations: [operationOf(tried(1))] };
    expect(plan(deployedStack(wanted, { lastChangeSet: "theirs" }), details)).toMatchObject({ kind: "keep" });
  });

  test.each([
    ["the same", templateOf("new", { Description: "acme/storefront 1", Metadata: { Mooring: {} } }), "keep"],
    ["other", templateOf("old"), "ask"],
    ["not JSON", "Resources: {}", "ask"],
    ["missing", undefined, "ask"],
  ])("whose hint and newest operation are foreign goes by the template: %s", (_title, body, kind) => {
    const { lastChangeSet: _hint, ...observed } = deployedStack(wanted);
    const details = { operations: [operationOf(undefined)], template: { body } };
    expect(plan(observed, details).kind).toBe(kind);
  });

  test("with the right template but a changed tag differs", () => {
    const { lastChangeSet: _hint, ...observed } = deployedStack(wanted, {
      tags: { ...wanted.tags, team: "x" },
    });
    const details = { operations: [], template: { body: wanted.template }, ...changeSets(tried(1)) };
    expect(plan(observed, details)).toMatchObject({ kind: "update", reason: "differs in tag team" });
  });
});

describe("the change set of a settled stack", () => {
  const settled = deployedStack(older);
  const findings = [
    { logicalId: "Main", path: "/Properties/Port", message: "is not a number.", isFatal: true },
  ];

  test.each<[ChangeSet["state"], Partial<ChangeSet>, object]>([
    ["pending", {}, { kind: "wait", reason: "CloudFormation is working out the change set" }],
    ["ready", { changes: [changeOf()] }, { kind: "update", changes: [changeOf()], foresight: "complete" }],
    ["ready", { isIncomplete: true }, { kind: "update", foresight: "incomplete" }],
    ["empty", {}, { kind: "keep", reason: "in sync: CloudFormation sees no difference to what is deployed" }],
    [
      "failed",
      { reason: "Template error." },
      { kind: "hold", because: { kind: "refused-change-set" }, retry: { kind: "delete-change-set" } },
    ],
    ["failed", { findings }, { reason: expect.stringContaining("Main /Properties/Port: is not a number") }],
    ["obsolete", {}, { kind: "update", write: { kind: "delete-change-set" } }],
    ["executing", {}, { kind: "wait" }],
    ["execution-failed", {}, { kind: "hold", because: { kind: "refused-change-set" } }],
    ["deleting", {}, { kind: "wait" }],
    ["unknown", {}, { kind: "hold", because: { kind: "unknown" } }],
  ])("in state %s %j leads to its step", (state, given, step) => {
    const details = { operations: [], ...changeSets(changeSetOf(wanted, { state, ...given })) };
    expect(plan(settled, details)).toMatchObject(step);
  });

  test("that was executed before its events show gives way to the next attempt", () => {
    const executed = changeSetOf(wanted, { state: "executed" });
    const details = { operations: [], ...changeSets(executed, tried(2)) };
    expect(plan(settled, details)).toMatchObject({ kind: "update", write: { name: tried(2) } });
  });

  test("that is refused keeps the hold from offering the same again, on a shell too", () => {
    const shell = deployedStack(wanted, { phase: "shell" });
    const details = {
      changeSetNames: [tried(1)],
      ...changeSets(changeSetOf(wanted, { state: "empty", reason: "nothing in it" })),
    };
    expect(plan(shell, details)).toMatchObject({ kind: "hold", next: "create" });
  });
});

describe("a stack that rolled back", () => {
  const rolledBack = deployedStack(older, { phase: "rolled-back", lastChangeSet: tried(1) });

  test("on this digest is quarantined, with the root cause", () => {
    const details = { operations: [failedOperation(tried(1))], ...changeSets(tried(2)) };
    expect(plan(rolledBack, details)).toMatchObject({
      kind: "update",
      quarantine: {
        digest: wanted.digest,
        attempt: 1,
        why: "UPDATE failed: Service (AWS::ECS::Service): ECS Deployment Circuit Breaker was triggered",
      },
      write: { kind: "create-change-set", name: tried(2) },
    });
  });

  test("on this digest is quarantined when the roll-back was an operation of its own", () => {
    const operations = [operationOf("their-rollback", { kind: "rollback" }), failedOperation(tried(1))];
    expect(plan(rolledBack, { operations, ...changeSets(tried(2)) })).toHaveProperty("quarantine");
  });

  test("on this digest is quarantined when its events are gone and only the sweep tells", () => {
    expect(plan(rolledBack, { operations: [], ...changeSets(tried(1)) })).toHaveProperty("quarantine");
  });

  test("although the newest content that its events tell of was good goes by the template", () => {
    expect(plan(rolledBack, { operations: [operationOf(tried(1))] })).toMatchObject({
      kind: "ask",
      question: { kind: "template" },
    });
  });

  test("on this digest goes on with the change set that a person asked for", () => {
    const retry = changeSetOf(wanted, { attempt: 2 });
    const step = plan(rolledBack, { operations: [failedOperation(tried(1))], ...changeSets(retry) });
    expect(step).toMatchObject({ kind: "update", write: { kind: "execute-change-set", changeSet: retry } });
    expect(step).not.toHaveProperty("quarantine");
  });

  test("on other content is kept when its template is what the repository says", () => {
    const other = changeSetName({ digest: "f".repeat(40), attempt: 1 });
    const observed = deployedStack(wanted, { phase: "rolled-back", lastChangeSet: other });
    const details = { operations: [failedOperation(other)], template: { body: wanted.template } };
    expect(plan(observed, details)).toMatchObject({ kind: "keep" });
  });

  test("on other content is updated when its template differs", () => {
    const details = {
      operations: [failedOperation(changeSetName({ digest: older.digest, attempt: 1 }))],
      template: { body: older.template },
      ...changeSets(tried(1)),
    };
    const step = plan(rolledBack, details);
    expect(step).toMatchObject({ kind: "update", write: { name: tried(1) } });
    expect(step).not.toHaveProperty("quarantine");
  });
});

describe("a dead stack", () => {
  const dead = deployedStack(wanted, { phase: "dead", status: "ROLLBACK_COMPLETE" });
  const creation = (token: string) => failedOperation(token, { kind: "create" });

  test("that failed with this content is quarantined", () => {
    expect(plan(dead, { operations: [creation(tried(1))] })).toMatchObject({
      kind: "recover",
      write: { kind: "delete-stack", stackId: dead.id },
      quarantine: { attempt: 1, why: expect.stringContaining("CREATE failed: Service (AWS::ECS::Service)") },
    });
  });

  test("that failed with other content is deleted", () => {
    const other = changeSetName({ digest: older.digest, attempt: 1 });
    const step = plan(dead, { operations: [creation(other)] });
    expect(step).toMatchObject({ kind: "recover", write: { kind: "delete-stack" } });
    expect(step).not.toHaveProperty("quarantine");
  });

  test("is not deleted before its new content is certain", () => {
    const other = changeSetName({ digest: older.digest, attempt: 1 });
    expect(plan(dead, { operations: [creation(other)] }, { blockers: [blocker] })).toMatchObject({
      kind: "hold",
      next: "create",
    });
  });
});

describe("a stack in a bad status", () => {
  const at = (phase: StackPhase) => deployedStack(older, { phase });

  test("after a creation that was not undone is deleted, naming what it holds", () => {
    const body = templateOf("x", { Resources: { Table: { Type: "AWS::DynamoDB::Table" } } });
    expect(plan(at("create-failed"), { template: { body } })).toMatchObject({
      kind: "recover",
      write: { kind: "delete-stack" },
      stateful: ["Table (AWS::DynamoDB::Table)"],
    });
  });

  test("after an update that was not undone is rolled back", () => {
    expect(plan(at("update-failed"), { operations: [failedOperation("theirs")] })).toMatchObject({
      kind: "recover",
      write: { kind: "roll-back" },
    });
  });

  test("after a roll-back that failed is continued once, and then held with what a person can do", () => {
    const failed = failedOperation(tried(1));
    const first = plan(at("rollback-failed"), { operations: [failed] });
    expect(first).toMatchObject({ kind: "recover", write: { kind: "continue-rollback" } });
    const token =
      first.kind === "recover" && first.write.kind === "continue-rollback" ? first.write.token : "";
    const again = plan(at("rollback-failed"), {
      operations: [failedOperation(token, { kind: "rollback" }), failed],
    });
    expect(again).toMatchObject({
      kind: "hold",
      because: { kind: "stuck" },
      remedy: expect.stringContaining("moor retry --account test --app storefront"),
      retry: { kind: "continue-rollback", token: token.replace(/1$/, "2") },
    });
  });

  test("after a later failure is continued anew", () => {
    const token = operationToken("continue", `${at("rollback-failed").id} ${tried(1)}`, 1);
    const operations = [
      failedOperation("theirs"),
      failedOperation(token, { kind: "rollback" }),
      failedOperation(tried(1)),
    ];
    expect(plan(at("rollback-failed"), { operations })).toMatchObject({ kind: "recover" });
  });

  test.each([
    [0, "recover"],
    [1, "recover"],
    [2, "hold"],
  ])("after %i deletions of ours that failed leads to %s", (rounds, kind) => {
    const { id } = at("delete-failed");
    const operations = Array.from({ length: rounds }, (_, index) =>
      failedOperation(operationToken("delete", id, rounds - index), { kind: "delete" }),
    );
    expect(plan(at("delete-failed"), { operations, template: { body: "{}" } }).kind).toBe(kind);
  });

  test.each(["stuck", "unknown"] as const)("that is %s is held for a person", (phase) => {
    expect(plan(at(phase))).toMatchObject({
      kind: "hold",
      because: { kind: phase },
      remedy: expect.any(String),
    });
  });

  test.each(bad)(
    "%s is brought out of it whatever it depends on is doing, and whatever is missing",
    (phase) => {
      const binding = {
        kind: "unbound",
        desired: { ...wanted, parameters: {} },
        missing: [],
        images: [],
      } as const;
      const details = { operations: [], template: { body: "{}" } };
      expect(plan(at(phase), details, { binding, blockers: [blocker] })).toMatchObject({ kind: "recover" });
    },
  );
});

describe("a stack that needs an output which is not there", () => {
  const missing = [{ stack: "network", output: "VpcId" }];
  const binding = { kind: "unbound", desired: { ...wanted, parameters: {} }, missing, images: [] } as const;

  test("waits for the stack that will have it", () => {
    expect(plan(undefined, {}, { binding, blockers: [blocker] })).toMatchObject({
      kind: "hold",
      because: { kind: "dependency", on: ["network"] },
      next: "create",
      pending: missing,
    });
  });

  test("is held when that stack has settled without it", () => {
    expect(plan(deployedStack(older), {}, { binding })).toMatchObject({
      kind: "hold",
      because: { kind: "missing-output", stack: "network", output: "VpcId" },
      reason: "needs ${network.VpcId}, and no such output is deployed",
      next: "update",
    });
  });
});
