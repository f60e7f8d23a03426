import { ExecuteChangeSetCommand, UpdateTerminationProtectionCommand } from "@aws-sdk/client-cloudformation";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { sdkClouds } from "../../src/aws/sdk-clouds.ts";
import type { Cloud, WriteResult } from "../../src/model/cloud.ts";
import {
  ACCOUNT,
  accept,
  computed,
  deploy,
  observe,
  queues,
  request,
  rested,
} from "../contract/contract-world.ts";
import type { TestSandbox } from "../support/sandbox.ts";
import { startTestSandbox } from "../support/sandbox.ts";
import { TEST_KEYS, testAccount } from "./test-account.ts";

let sandbox: TestSandbox;
let cloud: Cloud;

beforeAll(async () => {
  sandbox = await startTestSandbox();
});

beforeEach(async () => {
  await sandbox.control("POST", "reset");
  cloud = newClouds()(ACCOUNT);
});

afterAll(() => sandbox.close());

function newClouds() {
  return sdkClouds({
    endpoint: sandbox.url,
    keys: TEST_KEYS,
    sessionName: "mooring-acme-agent",
    tuning: { attempts: 2 },
  });
}

const addFault = (fault: object): Promise<unknown> => sandbox.control("POST", "faults", [fault]);

const changed = queues({ Jobs: { VisibilityTimeout: 60 } });
const update = request("acme-storefront", "second", { type: "UPDATE", template: changed });

/** Brings an update to the point where its undoing has failed. */
async function failRollback(): Promise<string> {
  const { id } = await deploy(cloud, request("acme-storefront", "first"), "token-1");
  await addFault({ effect: "fail-resource", logicalId: "Jobs", on: ["update"], reason: "no\tqueue today" });
  await addFault({ effect: "fail-resource", logicalId: "Jobs", on: ["rollback"], reason: "nor tomorrow" });
  await deploy(cloud, update, "token-2");
  return id;
}

describe("a write whose answer gets lost", () => {
  const ofOne = { effect: "lost-response" };

  test("a change set is made once", async () => {
    await addFault({ ...ofOne, operation: "CreateChangeSet" });
    expect(await cloud.createChangeSet(request("acme-storefront", "first"))).toEqual({ kind: "accepted" });
    const { stackId } = await computed(cloud, "acme-storefront", "first");
    expect(await cloud.changeSetNames(stackId)).toEqual(["first"]);
  });

  test("a change set is executed once", async () => {
    accept(await cloud.createChangeSet(request("acme-storefront", "first")));
    const changeSet = await computed(cloud, "acme-storefront", "first");
    await addFault({ ...ofOne, operation: "ExecuteChangeSet" });
    expect(await cloud.executeChangeSet(changeSet, { token: "token-1" })).toEqual({ kind: "accepted" });
    expect(await rested(cloud, "acme-storefront")).toMatchObject({ phase: "settled" });
    expect(await cloud.operations(changeSet.stackId)).toMatchObject([
      { token: "token-1", outcome: "succeeded" },
    ]);
  });

  test("a change set and a stack are deleted once", async () => {
    const { id } = await deploy(cloud, request("acme-storefront", "first"));
    accept(await cloud.createChangeSet(update));
    const changeSet = await computed(cloud, "acme-storefront", "second");
    await addFault({ ...ofOne, operation: "DeleteChangeSet" });
    expect(await cloud.deleteChangeSet(changeSet)).toEqual({ kind: "accepted" });
    await addFault({ ...ofOne, operation: "DeleteStack" });
    expect(await cloud.deleteStack(id, { token: "delete-1" })).toEqual({ kind: "accepted" });
    expect(await rested(cloud, "acme-storefront")).toBeUndefined();
  });

  test("a rollback is continued once", async () => {
    const id = await failRollback();
    await addFault({ ...ofOne, operation: "ContinueUpdateRollback" });
    expect(await cloud.continueRollback(id, { token: "on-1" })).toEqual({ kind: "accepted" });
    expect(await rested(cloud, "acme-storefront")).toMatchObject({ phase: "rolled-back" });
    const tokens = (await cloud.operations(id)).map((operation) => operation.token);
    expect(tokens).toEqual(["on-1", "token-2", "token-1"]);
  });
});

describe("operations that fail", () => {
  test("an update that is undone leaves the older content, and tells why", async () => {
    const { id } = await deploy(cloud, request("acme-storefront", "first"), "token-1");
    await addFault({ effect: "fail-resource", logicalId: "Jobs", on: ["update"], reason: "no queue today" });
    expect(await deploy(cloud, update, "token-2")).toMatchObject({ id, phase: "rolled-back" });
    expect((await cloud.operations(id))[0]).toMatchObject({
      token: "token-2",
      kind: "update",
      outcome: "failed",
      cause: {
        stack: "acme-storefront",
        logicalId: "Jobs",
        type: "AWS::SQS::Queue",
        reason: "no queue today",
      },
    });
    expect(
      (await cloud.events(id)).filter((event) => event.isFailure).map((event) => event.logicalId),
    ).toContain("Jobs");
  });

  test("a rollback that fails can be continued, and is then an operation of its own", async () => {
    const id = await failRollback();
    expect(await observe(cloud, "acme-storefront")).toMatchObject({ phase: "rollback-failed" });
    expect((await cloud.operations(id))[0]).toMatchObject({
      token: "token-2",
      outcome: "failed",
      cause: { reason: "no queue today" },
    });
    accept(await cloud.continueRollback(id, { token: "on-1" }));
    expect(await rested(cloud, "acme-storefront")).toMatchObject({ phase: "rolled-back" });
    expect(await cloud.operations(id)).toMatchObject([
      { token: "on-1", kind: "rollback", outcome: "succeeded" },
      { token: "token-2", kind: "update", outcome: "failed" },
      { token: "token-1", kind: "create", outcome: "succeeded" },
    ]);
  });

  test("an update that somebody else left half done is rolled back", async () => {
    const { id } = await deploy(cloud, request("acme-storefront", "first"), "token-1");
    accept(await cloud.createChangeSet(update));
    const changeSet = await computed(cloud, "acme-storefront", "second");
    await addFault({ effect: "fail-resource", logicalId: "Jobs", on: ["update"] });
    const byHand = sandbox.cloudformation({ account: ACCOUNT.id });
    await byHand.send(new ExecuteChangeSetCommand({ ChangeSetName: changeSet.id, DisableRollback: true }));
    expect(await rested(cloud, "acme-storefront")).toMatchObject({ phase: "update-failed" });
    accept(await cloud.rollBack(id, { token: "back-1" }));
    expect(await rested(cloud, "acme-storefront")).toMatchObject({ phase: "rolled-back" });
    expect((await cloud.operations(id))[0]).toMatchObject({
      token: "back-1",
      kind: "rollback",
      outcome: "succeeded",
    });
  });

  test("a deletion that fails is told, and can be asked for again", async () => {
    const { id } = await deploy(cloud, request("acme-storefront", "first"));
    await addFault({
      effect: "fail-resource",
      logicalId: "Jobs",
      on: ["delete"],
      reason: "still in use",
      count: 3,
    });
    accept(await cloud.deleteStack(id, { token: "delete-1" }));
    const failed = await rested(cloud, "acme-storefront");
    expect(failed).toMatchObject({ phase: "delete-failed" });
    expect((await cloud.operations(id))[0]).toMatchObject({
      token: "delete-1",
      kind: "delete",
      cause: { reason: "still in use" },
    });
    await sandbox.control("DELETE", "faults");
    accept(await cloud.deleteStack(id, { token: "delete-2" }));
    expect(await rested(cloud, "acme-storefront")).toBeUndefined();
  });
});

describe("what is refused", () => {
  test("a change set with a property that does not exist fails, and its finding names the property", async () => {
    const template = queues({ Jobs: { VisibilityTimeOut: 30 } });
    accept(await cloud.createChangeSet(request("acme-storefront", "first", { template })));
    const changeSet = await computed(cloud, "acme-storefront", "first");
    expect(changeSet.state).toBe("failed");
    expect(changeSet.findings).toMatchObject([{ logicalId: "Jobs", isFatal: true }]);
    expect(changeSet.findings[0]?.message).toContain("VisibilityTimeOut");
  });

  test("a protected stack is seen to be one, and its deletion is rejected", async () => {
    const { id } = await deploy(cloud, request("acme-storefront", "first"));
    const byHand = sandbox.cloudformation({ account: ACCOUNT.id });
    await byHand.send(
      new UpdateTerminationProtectionCommand({ StackName: id, EnableTerminationProtection: true }),
    );
    expect(await observe(cloud, "acme-storefront")).toMatchObject({ isProtected: true });
    expect(await cloud.deleteStack(id, { token: "delete-1" })).toMatchObject({
      kind: "rejected",
      message: expect.stringContaining("TerminationProtection"),
    });
  });

  test("a change set that another update overtook is obsolete or gone, and executing it is a conflict", async () => {
    await deploy(cloud, request("acme-storefront", "first"));
    accept(await cloud.createChangeSet(update));
    const overtaken = await computed(cloud, "acme-storefront", "second");
    const template = queues({ Jobs: { VisibilityTimeout: 90 } });
    await deploy(cloud, request("acme-storefront", "third", { type: "UPDATE", template }));
    const result: WriteResult = await cloud.executeChangeSet(overtaken, { token: "token-2" });
    expect(result).toMatchObject({ kind: "conflict" });
  });

  test("a busy stack takes no second change set", async () => {
    await sandbox.control("POST", "clock", { durations: { scale: 1 } });
    try {
      accept(await cloud.createChangeSet(request("acme-storefront", "first")));
      await sandbox.control("POST", "clock", { advanceMs: 600_000 });
      const changeSet = await computed(cloud, "acme-storefront", "first");
      accept(await cloud.executeChangeSet(changeSet, { token: "token-1" }));
      expect(await observe(cloud, "acme-storefront")).toMatchObject({ phase: "busy" });
      expect(await cloud.createChangeSet(update)).toMatchObject({ kind: "conflict" });
    } finally {
      await sandbox.control("POST", "clock", { durations: "instant" });
    }
  });

  test("a role that may not be assumed is named", async () => {
    await addFault({ effect: "deny", service: "sts", operation: "AssumeRole", count: "always" });
    await expect(cloud.sweep()).rejects.toMatchObject({
      kind: "denied",
      message: expect.stringContaining(
        `Role ${ACCOUNT.roles.deployer ?? ""} cannot be assumed as arn:aws:iam::`,
      ),
    });
  });

  test("an operation that is not allowed is named, and the account", async () => {
    await addFault({ effect: "deny", operation: "DescribeStacks" });
    await expect(cloud.sweep()).rejects.toMatchObject({
      kind: "denied",
      message: expect.stringMatching(
        /mooring-acme-agent may not call cloudformation:DescribeStacks in account production/,
      ),
    });
  });
});

describe("who asks", () => {
  test("the wrong credentials show in the identity", async () => {
    const wrong = newClouds()(testAccount({ id: ACCOUNT.id }));
    expect((await wrong.identify()).account).not.toBe(ACCOUNT.id);
  });

  test("a session that ended while nobody looked is renewed", async () => {
    expect(await cloud.sweep()).toEqual([]);
    await sandbox.control("POST", "clock", { advanceMs: 2 * 3_600_000 });
    expect(await cloud.sweep()).toEqual([]);
    expect(cloud.calls()).toEqual({ AssumeRole: 2, DescribeStacks: 3 });
  });

  test("what we count is what the sandbox counts", async () => {
    await sandbox.control("POST", "reset");
    const counting = newClouds()(ACCOUNT);
    await addFault({ effect: "reset", operation: "DescribeStacks" });
    await deploy(counting, request("acme-storefront", "first"));
    const counted = Object.values(counting.calls()).reduce((sum, count) => sum + count, 0);
    const seen = (await sandbox.control("GET", "calls")) as { total?: number };
    expect(seen).toMatchObject({ total: counted });
  });
});
