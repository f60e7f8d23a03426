import { describe, expect, test } from "@jest/globals";
import type { ChangeSet } from "../../src/model/change-set.ts";
import type { ChangeSetRequest, Cloud, WriteResult } from "../../src/model/cloud.ts";
import { CHANGE_SET_ID, onScriptedAws, STACK_ID } from "./on-scripted-aws.ts";
import type { Script, WireAnswer } from "./scripted-aws.ts";
import { fault, ok } from "./scripted-aws.ts";

const request: ChangeSetRequest = {
  stack: "acme-storefront",
  name: "mooring-1",
  type: "UPDATE",
  description: "storefront 2.7.2",
  template: '{"Resources":{}}',
  parameters: { Priority: "20001" },
  tags: { "mooring:app": "storefront" },
  capabilities: ["CAPABILITY_IAM"],
  executor: "arn:aws:iam::222222222222:role/executor",
  rollbackTriggers: ["arn:aws:cloudwatch:eu-west-1:222222222222:alarm:errors"],
};

const changeSet: ChangeSet = {
  name: "mooring-1",
  id: CHANGE_SET_ID,
  stackId: STACK_ID,
  state: "ready",
  changes: [],
  isIncomplete: false,
  findings: [],
};

const options = { token: "mooring-delete-1", executor: "arn:aws:iam::222222222222:role/executor" };

type Write = (cloud: Cloud) => Promise<WriteResult>;

const writes: Readonly<Record<string, Write>> = {
  CreateChangeSet: (cloud) => cloud.createChangeSet(request),
  ExecuteChangeSet: (cloud) => cloud.executeChangeSet(changeSet, { token: "mooring-1" }),
  DeleteChangeSet: (cloud) => cloud.deleteChangeSet(changeSet),
  DeleteStack: (cloud) => cloud.deleteStack(STACK_ID, options),
  RollbackStack: (cloud) => cloud.rollBack(STACK_ID, options),
  ContinueUpdateRollback: (cloud) => cloud.continueRollback(STACK_ID, options),
};

async function formOf(write: Write): Promise<Readonly<Record<string, string>>> {
  return onScriptedAws(
    ({ operation }) => ok(operation, ""),
    async ({ aws, cloud }) => {
      expect(await write(cloud)).toEqual({ kind: "accepted" });
      return aws.calls[0]?.form ?? {};
    },
  );
}

async function resultOf(operation: string, script: Script, attempts = 1): Promise<WriteResult> {
  const write = writes[operation];
  if (write === undefined) throw new Error(`no write ${operation}`);
  return onScriptedAws(script, ({ cloud }) => write(cloud), { tuning: { attempts } });
}

describe("what a request says", () => {
  test("a change set for an update gives every list whole and mentions no notification topics", async () => {
    const { ClientToken, ...form } = await formOf((cloud) => cloud.createChangeSet(request));
    expect(ClientToken).toMatch(/^[0-9a-f-]{36}$/);
    expect(form).toEqual({
      Action: "CreateChangeSet",
      Version: "2010-05-15",
      StackName: "acme-storefront",
      ChangeSetName: "mooring-1",
      ChangeSetType: "UPDATE",
      Description: "storefront 2.7.2",
      TemplateBody: '{"Resources":{}}',
      "Parameters.member.1.ParameterKey": "Priority",
      "Parameters.member.1.ParameterValue": "20001",
      "Tags.member.1.Key": "mooring:app",
      "Tags.member.1.Value": "storefront",
      "Capabilities.member.1": "CAPABILITY_IAM",
      RoleARN: "arn:aws:iam::222222222222:role/executor",
      "RollbackConfiguration.RollbackTriggers.member.1.Arn":
        "arn:aws:cloudwatch:eu-west-1:222222222222:alarm:errors",
      "RollbackConfiguration.RollbackTriggers.member.1.Type": "AWS::CloudWatch::Alarm",
      IncludeNestedStacks: "true",
    });
  });

  test("a change set that reverts drift says so, and leaves nested stacks out", async () => {
    const form = await formOf((cloud) => cloud.createChangeSet({ ...request, revertDrift: true }));
    expect(form).toMatchObject({ DeploymentMode: "REVERT_DRIFT", ChangeSetType: "UPDATE" });
    expect(form).not.toHaveProperty("IncludeNestedStacks");
  });

  const bare: ChangeSetRequest = {
    ...request,
    parameters: {},
    tags: {},
    capabilities: [],
    rollbackTriggers: [],
  };

  test("on an update, an empty list is sent to remove what is there", async () => {
    const form = await formOf((cloud) => cloud.createChangeSet(bare));
    expect(form).toMatchObject({ Tags: "", "RollbackConfiguration.RollbackTriggers": "" });
    expect(
      Object.keys(form).filter((key) => /^(Parameters|Capabilities|NotificationARNs)/.test(key)),
    ).toEqual([]);
  });

  test("on a creation, nothing empty is sent", async () => {
    const form = await formOf((cloud) => cloud.createChangeSet({ ...bare, type: "CREATE" }));
    expect(Object.entries(form).filter(([, value]) => value === "")).toEqual([]);
    expect(Object.keys(form).filter((key) => /^(Tags|RollbackConfiguration)/.test(key))).toEqual([]);
  });

  test("an execution rolls back, forgets what it made, and carries its token", async () => {
    expect(await formOf(writes["ExecuteChangeSet"]!)).toEqual({
      Action: "ExecuteChangeSet",
      Version: "2010-05-15",
      StackName: STACK_ID,
      ChangeSetName: CHANGE_SET_ID,
      ClientRequestToken: "mooring-1",
      DisableRollback: "false",
      RetainExceptOnCreate: "true",
    });
  });

  test.each(["DeleteStack", "RollbackStack", "ContinueUpdateRollback"])(
    "%s names the stack by its ARN and carries token and role",
    async (operation) => {
      expect(await formOf(writes[operation]!)).toMatchObject({
        Action: operation,
        StackName: STACK_ID,
        ClientRequestToken: "mooring-delete-1",
        RoleARN: "arn:aws:iam::222222222222:role/executor",
      });
    },
  );
});

describe("what becomes of a write", () => {
  const validation = (message: string): WireAnswer => fault("ValidationError", message);

  test.each<[string, WireAnswer, WriteResult["kind"]]>([
    ["CreateChangeSet", fault("AlreadyExistsException", "ChangeSet [mooring-1] already exists"), "conflict"],
    [
      "CreateChangeSet",
      validation("Stack [a] already exists and cannot be created again with the changeSet [b]."),
      "conflict",
    ],
    ["CreateChangeSet", validation("Stack [a] does not exist"), "conflict"],
    [
      "CreateChangeSet",
      validation(`Stack:${STACK_ID} is in UPDATE_IN_PROGRESS state and can not be updated.`),
      "conflict",
    ],
    [
      "CreateChangeSet",
      validation("Template format error: Unresolved resource dependencies [X]"),
      "rejected",
    ],
    ["CreateChangeSet", validation("Parameters: [Priority] do not exist in the template"), "rejected"],
    [
      "CreateChangeSet",
      validation(
        "Parameter validation failed: parameter value vpc-1 for parameter name VpcId does not exist",
      ),
      "rejected",
    ],
    [
      "CreateChangeSet",
      fault("InsufficientCapabilitiesException", "Requires capabilities : [CAPABILITY_IAM]"),
      "rejected",
    ],
    ["CreateChangeSet", fault("LimitExceededException", "ChangeSet limit exceeded for stack a"), "rejected"],
    ["ExecuteChangeSet", fault("ChangeSetNotFound", "ChangeSet [x] does not exist", 404), "conflict"],
    [
      "ExecuteChangeSet",
      fault(
        "InvalidChangeSetStatus",
        "ChangeSet [x] cannot be executed in its current execution status of [OBSOLETE]",
      ),
      "conflict",
    ],
    [
      "ExecuteChangeSet",
      fault(
        "InvalidChangeSetStatus",
        "ChangeSet [x] cannot be executed in its current execution status of [EXECUTE_COMPLETE]",
      ),
      "conflict",
    ],
    ["ExecuteChangeSet", fault("TokenAlreadyExistsException", "token"), "conflict"],
    ["DeleteChangeSet", fault("ChangeSetNotFound", "ChangeSet [x] does not exist", 404), "accepted"],
    ["DeleteChangeSet", validation("Stack [a] does not exist"), "accepted"],
    [
      "DeleteChangeSet",
      fault(
        "InvalidChangeSetStatus",
        "ChangeSet [x] cannot be deleted in its current status of [CREATE_IN_PROGRESS]",
      ),
      "conflict",
    ],
    ["DeleteStack", validation("Stack with id a does not exist"), "accepted"],
    [
      "DeleteStack",
      validation("Stack [a] cannot be deleted while TerminationProtection is enabled"),
      "rejected",
    ],
    ["DeleteStack", validation("Stack [a] cannot be deleted while in status UPDATE_IN_PROGRESS"), "conflict"],
    [
      "RollbackStack",
      validation("Stack:a is in UPDATE_COMPLETE state and can not be rolled back."),
      "conflict",
    ],
    [
      "ContinueUpdateRollback",
      validation("Stack:a is in UPDATE_COMPLETE state and can not be continued"),
      "conflict",
    ],
  ])("%s answered with %p is %s", async (operation, answer, kind) => {
    expect(await resultOf(operation, () => answer)).toMatchObject({ kind });
  });

  test("a refusal carries AWS's words, made fit for a terminal", async () => {
    const result = await resultOf("CreateChangeSet", () => validation("bad&#10;template"));
    expect(result).toEqual({ kind: "rejected", message: "bad template" });
  });

  test("a denied write is an error of the account, not of the stack", async () => {
    const denied = fault(
      "AccessDenied",
      "User: arn:aws:sts::1:assumed-role/a/b is not authorized to perform: cloudformation:CreateChangeSet on resource: x",
      403,
    );
    await expect(resultOf("CreateChangeSet", () => denied)).rejects.toMatchObject({ kind: "denied" });
  });
});

describe("a write whose answer got lost is accepted when it is tried again", () => {
  test.each<[string, WireAnswer]>([
    ["CreateChangeSet", fault("AlreadyExistsException", "ChangeSet [mooring-1] already exists")],
    [
      "ExecuteChangeSet",
      fault(
        "InvalidChangeSetStatus",
        "ChangeSet [x] cannot be executed in its current execution status of [EXECUTE_IN_PROGRESS]",
      ),
    ],
    [
      "ExecuteChangeSet",
      fault(
        "InvalidChangeSetStatus",
        "ChangeSet [x] cannot be executed in its current execution status of [EXECUTE_COMPLETE]",
      ),
    ],
    ["ExecuteChangeSet", fault("TokenAlreadyExistsException", "token")],
    ["DeleteChangeSet", fault("ChangeSetNotFound", "ChangeSet [x] does not exist", 404)],
    ["DeleteStack", fault("ValidationError", "Stack with id a does not exist")],
    ["RollbackStack", fault("TokenAlreadyExistsException", "token")],
    ["ContinueUpdateRollback", fault("TokenAlreadyExistsException", "token")],
  ])("%s, then %p", async (operation, second) => {
    const script: Script = (_call, nth) => (nth === 0 ? "reset" : second);
    expect(await resultOf(operation, script, 3)).toEqual({ kind: "accepted" });
  });

  test("both attempts of one request carry the same tokens", async () => {
    const script: Script = ({ operation }, nth) => (nth === 0 ? "reset" : ok(operation, ""));
    await onScriptedAws(
      script,
      async ({ aws, cloud }) => {
        expect(await cloud.createChangeSet(request)).toEqual({ kind: "accepted" });
        const tokens = aws.calls.map((call) => call.form["ClientToken"]);
        expect(tokens).toHaveLength(2);
        expect(new Set(tokens).size).toBe(1);
        expect(cloud.calls()).toEqual({ CreateChangeSet: 2 });
      },
      { tuning: { attempts: 2 } },
    );
  });

  test("a change set that comes back under an old name is a new request", async () => {
    await onScriptedAws(
      ({ operation }) => ok(operation, ""),
      async ({ aws, cloud }) => {
        await cloud.createChangeSet(request);
        await cloud.createChangeSet(request);
        expect(new Set(aws.calls.map((call) => call.form["ClientToken"])).size).toBe(2);
      },
    );
  });
});
