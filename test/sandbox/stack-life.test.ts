import {
  CreateChangeSetCommand,
  CreateStackCommand,
  DeleteStackCommand,
  DescribeChangeSetCommand,
  DescribeStacksCommand,
  ExecuteChangeSetCommand,
  GetTemplateCommand,
  ListStacksCommand,
  paginateDescribeStacks,
} from "@aws-sdk/client-cloudformation";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import type { TestSandbox } from "../support/sandbox.ts";
import { startTestSandbox } from "../support/sandbox.ts";
import {
  deploy,
  describe as describeStack,
  eventsOf,
  makeChangeSet,
  settled,
} from "../support/sandbox-stacks.ts";

const template = {
  Description: 'a < b & "c"\n  d',
  Parameters: { Name: { Type: "String" } },
  Resources: {
    Topic: { Type: "AWS::SNS::Topic", Properties: { DisplayName: { Ref: "Name" } } },
    Queue: {
      Type: "AWS::SQS::Queue",
      Properties: { Tags: [{ Key: "topic", Value: { "Fn::GetAtt": ["Topic", "TopicName"] } }] },
    },
  },
  Outputs: { Arn: { Value: { Ref: "Topic" } } },
};

const shop = { stack: "shop", template, parameters: { Name: "one" } };

let sandbox: TestSandbox;
let client: ReturnType<TestSandbox["cloudformation"]>;

beforeEach(async () => {
  sandbox = await startTestSandbox();
  client = sandbox.cloudformation();
});

afterEach(() => sandbox.close());

describe("the life of a stack through change sets", () => {
  test("it is created, updated in place, unchanged, and deleted", async () => {
    const created = await deploy(client, "CREATE", { ...shop, tags: { app: "shop" } });
    expect(created).toMatchObject({
      StackStatus: "CREATE_COMPLETE",
      Description: template.Description,
      Parameters: [{ ParameterKey: "Name", ParameterValue: "one" }],
      Tags: [{ Key: "app", Value: "shop" }],
      Outputs: [
        {
          OutputKey: "Arn",
          OutputValue: expect.stringMatching(/^arn:aws:sns:eu-west-1:111111111111:shop-Topic-/),
        },
      ],
    });

    const two = { ...shop, parameters: { Name: "two" }, tags: { app: "shop" }, token: "second" };
    const updated = await deploy(client, "UPDATE", two);
    expect(updated).toMatchObject({
      StackStatus: "UPDATE_COMPLETE",
      Outputs: created.Outputs,
      StackId: created.StackId,
    });
    expect(updated.ChangeSetId).toMatch(/:changeSet\/second\//);

    const none = await makeChangeSet(client, "UPDATE", { ...two, token: "third" });
    expect(none).toMatchObject({
      status: "FAILED",
      reason: expect.stringMatching(/didn't contain changes|No updates are to be performed/),
    });

    await client.send(new DeleteStackCommand({ StackName: "shop" }));
    await expect(settled(client, "shop")).rejects.toMatchObject({
      name: "ValidationError",
      message: "Stack with id shop does not exist",
    });
    expect(await describeStack(client, created.StackId ?? "")).toMatchObject({
      StackStatus: "DELETE_COMPLETE",
    });
  });

  test("a change set tells what would change, with the values before and after", async () => {
    await deploy(client, "CREATE", shop);
    const { id } = await makeChangeSet(client, "UPDATE", {
      ...shop,
      parameters: { Name: "<two>" },
      token: "second",
    });
    const told = await client.send(
      new DescribeChangeSetCommand({ ChangeSetName: id, IncludePropertyValues: true }),
    );
    const topic = told.Changes?.find(({ ResourceChange }) => ResourceChange?.LogicalResourceId === "Topic");
    expect(topic?.ResourceChange).toMatchObject({
      Action: "Modify",
      Replacement: "False",
      Scope: ["Properties"],
    });
    expect(topic?.ResourceChange?.Details?.[0]?.Target).toMatchObject({
      Name: "DisplayName",
      BeforeValue: "one",
      AfterValue: "<two>",
    });
  });

  test("a template comes back letter by letter", async () => {
    await deploy(client, "CREATE", shop);
    const { TemplateBody } = await client.send(new GetTemplateCommand({ StackName: "shop" }));
    expect(TemplateBody).toBe(JSON.stringify(template));
  });

  test("white space, line ends and markup of a template come back too", async () => {
    const body = `\r\n  # <a> & "b" ]]> &amp;\r\nResources:\n  X: {Type: AWS::SNS::Topic}\n  `;
    await client.send(new CreateStackCommand({ StackName: "shop", TemplateBody: body }));
    const { TemplateBody } = await client.send(new GetTemplateCommand({ StackName: "shop" }));
    expect(TemplateBody).toBe(body);
  });

  test("a resource that fails rolls the creation back, and its events say why", async () => {
    await sandbox.control("POST", "faults", [
      { effect: "fail-resource", stack: "shop", logicalId: "Queue", on: ["create"], reason: "no <luck>" },
    ]);
    const failed = await deploy(client, "CREATE", { ...shop, token: "first-try" });
    expect(failed.StackStatus).toBe("ROLLBACK_COMPLETE");
    const events = await eventsOf(client, "shop");
    expect(events.find(({ ResourceStatus }) => ResourceStatus === "CREATE_FAILED")).toMatchObject({
      LogicalResourceId: "Queue",
      ResourceStatusReason: "no <luck>",
      ClientRequestToken: "first-try",
    });
  });

  test("a resource that fails rolls the update back to what was", async () => {
    const created = await deploy(client, "CREATE", shop);
    await sandbox.control("POST", "faults", [
      { effect: "fail-resource", logicalId: "Topic", on: ["update"], reason: "no" },
    ]);
    const failed = await deploy(client, "UPDATE", { ...shop, parameters: { Name: "two" }, token: "second" });
    expect(failed).toMatchObject({
      StackStatus: "UPDATE_ROLLBACK_COMPLETE",
      Parameters: created.Parameters,
      Outputs: created.Outputs,
    });
  });

  test("a rollback that fails leaves the stack stuck", async () => {
    await deploy(client, "CREATE", shop);
    await sandbox.control("POST", "faults", [
      { effect: "fail-resource", logicalId: "Queue", on: ["update"], reason: "no" },
      { effect: "fail-resource", logicalId: "Topic", on: ["rollback"], reason: "no way back" },
    ]);
    const renamed = {
      ...template,
      Resources: {
        ...template.Resources,
        Queue: { Type: "AWS::SQS::Queue", Properties: { DelaySeconds: 5 }, DependsOn: "Topic" },
      },
    };
    const stuck = await deploy(client, "UPDATE", {
      ...shop,
      template: renamed,
      parameters: { Name: "two" },
      token: "second",
    });
    expect(stuck.StackStatus).toBe("UPDATE_ROLLBACK_FAILED");
  });

  test("every event of an operation carries its token, and no other", async () => {
    await deploy(client, "CREATE", { ...shop, token: "t-1" });
    await deploy(client, "UPDATE", { ...shop, parameters: { Name: "two" }, token: "t-2" });
    const events = await eventsOf(client, "shop");
    const tokensOf = (prefix: string) =>
      new Set(
        events
          .filter(({ ResourceStatus }) => ResourceStatus?.startsWith(prefix))
          .map((event) => event.ClientRequestToken),
      );
    expect([tokensOf("CREATE"), tokensOf("UPDATE")]).toEqual([new Set(["t-1"]), new Set(["t-2"])]);
  });

  test("an operation takes its time: in progress until the clock has moved on", async () => {
    await sandbox.control("POST", "clock", { durations: { scale: 1 } });
    const created = await client.send(
      new CreateChangeSetCommand({
        StackName: "shop",
        ChangeSetName: "a",
        ChangeSetType: "CREATE",
        TemplateBody: JSON.stringify(template),
        Parameters: [{ ParameterKey: "Name", ParameterValue: "one" }],
      }),
    );
    await sandbox.control("POST", "clock", { advanceMs: 3_600_000 });
    await client.send(new ExecuteChangeSetCommand({ ChangeSetName: created.Id }));
    expect((await describeStack(client, "shop")).StackStatus).toBe("CREATE_IN_PROGRESS");
    await sandbox.control("POST", "clock", { advanceMs: 3_600_000 });
    expect((await describeStack(client, "shop")).StackStatus).toBe("CREATE_COMPLETE");
    const times = (await eventsOf(client, "shop")).map(({ Timestamp }) => Timestamp?.getTime() ?? 0);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect((times.at(-1) ?? 0) - (times[0] ?? 0)).toBeLessThan(7_200_000);
  });
});

describe("the world around stacks", () => {
  test("accounts and Regions do not see each other's stacks", async () => {
    await deploy(client, "CREATE", shop);
    const others = [
      sandbox.cloudformation({ account: "222222222222" }),
      sandbox.cloudformation({ region: "us-east-1" }),
    ];
    for (const other of others) {
      await expect(other.send(new DescribeStacksCommand({}))).resolves.toMatchObject({ Stacks: [] });
      await deploy(other, "CREATE", shop);
    }
    const mine = await client.send(new DescribeStacksCommand({}));
    expect(mine.Stacks?.map(({ StackId }) => StackId?.split(":").slice(3, 5).join(" "))).toEqual([
      "eu-west-1 111111111111",
    ]);
  });

  test("an empty world answers empty lists", async () => {
    expect(await client.send(new DescribeStacksCommand({}))).toMatchObject({ Stacks: [] });
    expect(await client.send(new ListStacksCommand({}))).toMatchObject({ StackSummaries: [] });
  });

  test("DescribeStacks pages at a megabyte, every stack once", async () => {
    const Description = "d".repeat(1000);
    const value = "v".repeat(4000);
    const Parameters = Object.fromEntries(
      Array.from({ length: 10 }, (_, index) => [`P${String(index)}`, { Type: "String" }]),
    );
    const big = { ...template, Description, Parameters: { ...template.Parameters, ...Parameters } };
    const parameters = {
      Name: "one",
      ...Object.fromEntries(Object.keys(Parameters).map((name) => [name, value])),
    };
    const names = Array.from({ length: 40 }, (_, index) => `stack-${String(index)}`);
    for (const stack of names) await makeChangeSet(client, "CREATE", { stack, template: big, parameters });
    for (const stack of names)
      await client.send(new ExecuteChangeSetCommand({ StackName: stack, ChangeSetName: "change" }));
    const pages: string[][] = [];
    for await (const { Stacks } of paginateDescribeStacks({ client }, {}))
      pages.push((Stacks ?? []).map(({ StackName }) => StackName ?? ""));
    expect(pages.length).toBeGreaterThan(1);
    expect(pages.flat().toSorted()).toEqual(names.toSorted());
  });

  test("an execution whose answer was lost has happened, and again with its token it happens once", async () => {
    const { id } = await makeChangeSet(client, "CREATE", shop);
    const execute = () =>
      client.send(new ExecuteChangeSetCommand({ ChangeSetName: id, ClientRequestToken: "t-1" }));
    await sandbox.control("POST", "faults", [
      { effect: "lost-response", operation: "ExecuteChangeSet", stack: "shop" },
    ]);
    await expect(execute()).rejects.toMatchObject({ message: expect.stringMatching(/ECONNRESET/) });
    await execute().catch(() => undefined);
    expect((await settled(client, "shop")).StackStatus).toBe("CREATE_COMPLETE");
    const starts = (await eventsOf(client, "shop")).filter(
      ({ LogicalResourceId, ResourceStatus }) =>
        LogicalResourceId === "shop" && ResourceStatus === "CREATE_IN_PROGRESS",
    );
    expect(starts).toHaveLength(1);
  });

  test("a caller that a fault denies is told so in AWS's words", async () => {
    await sandbox.control("POST", "faults", [{ effect: "deny", service: "cloudformation", stack: "shop" }]);
    await expect(describeStack(client, "shop")).rejects.toMatchObject({
      name: "AccessDenied",
      message:
        "User: arn:aws:iam::111111111111:user/sandbox is not authorized to perform: cloudformation:DescribeStacks on resource: arn:aws:cloudformation:eu-west-1:111111111111:stack/shop/*",
    });
  });
});
