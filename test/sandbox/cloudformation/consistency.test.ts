import type { Stack } from "@aws-sdk/client-cloudformation";
import {
  CreateStackCommand,
  DeleteStackCommand,
  DescribeChangeSetCommand,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
  ExecuteChangeSetCommand,
  UpdateStackCommand,
} from "@aws-sdk/client-cloudformation";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import type { TestSandbox } from "../../support/sandbox.ts";
import { startTestSandbox } from "../../support/sandbox.ts";
import { deploy, makeChangeSet, settled } from "../../support/sandbox-stacks.ts";

/** Nine minutes: no test waits them out, the clock is moved. */
const LAG_MS = 540_000;

let sandbox: TestSandbox;

beforeEach(async () => {
  sandbox = await startTestSandbox();
});

afterEach(() => sandbox.close());

const client = () => sandbox.cloudformation();
const setLag = (lagMs: number) => sandbox.control("POST", "consistency", { lagMs });
const letItPass = () => sandbox.control("POST", "clock", { advanceMs: LAG_MS });

const topic = (displayName: string, parameter = "a") => ({
  Parameters: { Word: { Type: "String", Default: parameter } },
  Resources: { Topic: { Type: "AWS::SNS::Topic", Properties: { DisplayName: displayName } } },
  Outputs: { Said: { Value: displayName } },
});

async function all(): Promise<readonly Stack[]> {
  const { Stacks = [] } = await client().send(new DescribeStacksCommand({}));
  return Stacks;
}

async function names(): Promise<readonly (string | undefined)[]> {
  return (await all()).map(({ StackName }) => StackName);
}

const byName = (StackName: string) => client().send(new DescribeStacksCommand({ StackName }));

const NOT_THERE = { name: "ValidationError", message: "Stack with id shop does not exist" };

describe("with a lag, for so long", () => {
  test("a new stack is not there, though its events are", async () => {
    await setLag(LAG_MS);
    await client().send(
      new CreateStackCommand({ StackName: "shop", TemplateBody: JSON.stringify(topic("one")) }),
    );
    await expect(byName("shop")).rejects.toMatchObject(NOT_THERE);
    expect(await names()).toEqual([]);
    const { StackEvents } = await client().send(new DescribeStackEventsCommand({ StackName: "shop" }));
    expect(StackEvents).not.toEqual([]);
    await letItPass();
    expect(await settled(client(), "shop")).toMatchObject({ StackStatus: "CREATE_COMPLETE" });
    expect(await names()).toEqual(["shop"]);
  });

  test("a deleted stack is still there, as it was", async () => {
    const before = await deploy(client(), "CREATE", { stack: "shop", template: topic("one") });
    await setLag(LAG_MS);
    await client().send(new DeleteStackCommand({ StackName: "shop" }));
    expect((await byName("shop")).Stacks).toEqual([before]);
    expect(await all()).toEqual([before]);
    await letItPass();
    await expect(byName("shop")).rejects.toMatchObject(NOT_THERE);
    expect(await names()).toEqual([]);
  });

  test("an updated stack is wholly the old one, then wholly the new one", async () => {
    const before = await deploy(client(), "CREATE", { stack: "shop", template: topic("one") });
    await setLag(LAG_MS);
    await client().send(
      new UpdateStackCommand({ StackName: "shop", TemplateBody: JSON.stringify(topic("two", "b")) }),
    );
    for (let look = 0; look < 3; look++) expect(await all()).toEqual([before]);
    await letItPass();
    expect(await settled(client(), "shop")).toMatchObject({
      StackStatus: "UPDATE_COMPLETE",
      Outputs: [{ OutputKey: "Said", OutputValue: "two" }],
      LastUpdatedTime: expect.any(Date),
    });
  });

  test("an executed change set is still available, and its stack not busy", async () => {
    await deploy(client(), "CREATE", { stack: "shop", template: topic("one") });
    const { id } = await makeChangeSet(client(), "UPDATE", {
      stack: "shop",
      template: topic("two"),
      token: "next",
    });
    await setLag(LAG_MS);
    await client().send(new ExecuteChangeSetCommand({ ChangeSetName: id }));
    const look = () => client().send(new DescribeChangeSetCommand({ ChangeSetName: id }));
    expect(await look()).toMatchObject({ ExecutionStatus: "AVAILABLE" });
    expect(
      await client().send(new DescribeChangeSetCommand({ StackName: "shop", ChangeSetName: "next" })),
    ).toEqual(expect.objectContaining({ ChangeSetId: id, ExecutionStatus: "AVAILABLE" }));
    expect(await settled(client(), "shop")).toMatchObject({ StackStatus: "CREATE_COMPLETE" });
    await letItPass();
    await settled(client(), "shop");
    expect(await look()).toMatchObject({ ExecutionStatus: "EXECUTE_COMPLETE" });
  });

  test("a second execution is refused for what is, not for what is seen", async () => {
    await deploy(client(), "CREATE", { stack: "shop", template: topic("one") });
    const { id } = await makeChangeSet(client(), "UPDATE", {
      stack: "shop",
      template: topic("two"),
      token: "next",
    });
    await setLag(LAG_MS);
    await client().send(new ExecuteChangeSetCommand({ ChangeSetName: id }));
    await expect(client().send(new ExecuteChangeSetCommand({ ChangeSetName: id }))).rejects.toMatchObject({
      name: "InvalidChangeSetStatusException",
    });
  });

  test("another stack, and a write that was refused, are not late", async () => {
    await deploy(client(), "CREATE", { stack: "shop", template: topic("one") });
    const other = await deploy(client(), "CREATE", { stack: "other", template: topic("one") });
    await setLag(LAG_MS);
    await client().send(new DeleteStackCommand({ StackName: "shop" }));
    await expect(
      client().send(
        new UpdateStackCommand({ StackName: "other", TemplateBody: JSON.stringify(topic("one")) }),
      ),
    ).rejects.toThrow("No updates are to be performed.");
    expect((await byName("other")).Stacks).toEqual([other]);
  });
});

describe("the lag", () => {
  test("set to nothing, what was hidden shows at once", async () => {
    await setLag(LAG_MS);
    await client().send(
      new CreateStackCommand({ StackName: "shop", TemplateBody: JSON.stringify(topic("one")) }),
    );
    expect(await names()).toEqual([]);
    expect(await setLag(0)).toEqual({ lagMs: 0 });
    expect(await names()).toEqual(["shop"]);
    await setLag(LAG_MS);
    expect(await names()).toEqual(["shop"]);
  });

  test("is forgotten by a reset", async () => {
    await setLag(LAG_MS);
    await sandbox.control("POST", "reset");
    expect(await sandbox.control("GET", "consistency")).toEqual({ lagMs: 0 });
  });

  test.each([
    [{}, 'must have \\"lagMs\\"'],
    [{ lagMs: -1 }, "lagMs must be a number from 0 to 600000"],
    [{ lag: 1 }, 'consistency has no \\"lag\\"'],
  ])("%j is refused", async (body, sentence) => {
    await expect(sandbox.control("POST", "consistency", body)).rejects.toThrow(sentence);
  });
});
