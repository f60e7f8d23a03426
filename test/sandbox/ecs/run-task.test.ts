import {
  DescribeLogStreamsCommand,
  GetLogEventsCommand,
  type GetLogEventsCommandInput,
} from "@aws-sdk/client-cloudwatch-logs";
import type { RunTaskCommandInput, Task } from "@aws-sdk/client-ecs";
import { DescribeTasksCommand, ListTasksCommand, RunTaskCommand, StopTaskCommand } from "@aws-sdk/client-ecs";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import type { TestSandbox } from "../../support/sandbox.ts";
import { startTestSandbox } from "../../support/sandbox.ts";
import { deploy } from "../../support/sandbox-stacks.ts";

const GROUP = "/shop/release";

const template = (image = "registry.example/shop:1") => ({
  Resources: {
    Cluster: { Type: "AWS::ECS::Cluster", Properties: { ClusterName: "main" } },
    Logs: { Type: "AWS::Logs::LogGroup", Properties: { LogGroupName: GROUP } },
    Definition: {
      Type: "AWS::ECS::TaskDefinition",
      Properties: {
        Family: "migrate",
        NetworkMode: "awsvpc",
        ContainerDefinitions: [
          {
            Name: "app",
            Image: image,
            Command: ["rake", "db:migrate"],
            Secrets: [
              { Name: "KEY", ValueFrom: "arn:aws:ssm:eu-west-1:111111111111:parameter/shop/key" },
              {
                Name: "URL",
                ValueFrom: "arn:aws:secretsmanager:eu-west-1:111111111111:secret:shop/db-AbCdEf:url::",
              },
            ],
            LogConfiguration: {
              LogDriver: "awslogs",
              Options: { "awslogs-group": GROUP, "awslogs-stream-prefix": "release" },
            },
          },
        ],
      },
    },
  },
});

let sandbox: TestSandbox;
let ecs: ReturnType<TestSandbox["ecs"]>;

beforeEach(async () => {
  sandbox = await startTestSandbox();
  ecs = sandbox.ecs();
  await deploy(sandbox.cloudformation(), "CREATE", { stack: "release", template: template() });
});

afterEach(() => sandbox.close());

const run = async (input: Partial<RunTaskCommandInput> = {}): Promise<Task> => {
  const { tasks } = await ecs.send(
    new RunTaskCommand({
      cluster: "main",
      taskDefinition: "migrate",
      launchType: "FARGATE",
      networkConfiguration: { awsvpcConfiguration: { subnets: ["subnet-1"] } },
      ...input,
    }),
  );
  return tasks?.[0] ?? {};
};

const look = async ({ taskArn = "" }: Task): Promise<Task | undefined> =>
  (await ecs.send(new DescribeTasksCommand({ cluster: "main", tasks: [taskArn], include: ["TAGS"] })))
    .tasks?.[0];

const list = async (startedBy: string, desiredStatus: "RUNNING" | "STOPPED") =>
  (await ecs.send(new ListTasksCommand({ cluster: "main", startedBy, desiredStatus }))).taskArns;

const linesOf = async ({ taskArn = "" }: Task, input: Partial<GetLogEventsCommandInput> = {}) => {
  const { events } = await sandbox.logs().send(
    new GetLogEventsCommand({
      logGroupName: GROUP,
      logStreamName: `release/app/${taskArn.split("/").at(-1) ?? ""}`,
      ...input,
    }),
  );
  return events?.map(({ message }) => message);
};

describe("a task that is run", () => {
  test("begins, and ends well when nothing else is scripted", async () => {
    const task = await run({ startedBy: "me", tags: [{ key: "a", value: "b" }] });
    expect(task).toMatchObject({ lastStatus: "PROVISIONING", startedBy: "me", group: "family:migrate" });
    expect(await look(task)).toMatchObject({
      lastStatus: "STOPPED",
      stopCode: "EssentialContainerExited",
      stoppedReason: "Essential container in task exited",
      containers: [{ name: "app", lastStatus: "STOPPED", exitCode: 0 }],
      tags: [{ key: "a", value: "b" }],
    });
    expect([await list("me", "STOPPED"), await list("me", "RUNNING"), await list("you", "STOPPED")]).toEqual([
      [task.taskArn],
      [],
      [],
    ]);
  });

  test("runs as long and ends as it is scripted, and its log grows with it", async () => {
    const runs = [
      { image: "*/other:*", exitCode: 9 },
      { image: "*/shop:*", command: "rake *", exitCode: 3, seconds: 90, logs: ["one", "two"] },
    ];
    await sandbox.control("POST", "tasks", { runs });
    const task = await run({ startedBy: "me" });
    expect(await list("me", "RUNNING")).toEqual([task.taskArn]);
    await sandbox.control("POST", "clock", { advanceMs: 40_000 });
    expect(await look(task)).toMatchObject({ lastStatus: "RUNNING", desiredStatus: "RUNNING" });
    expect(await linesOf(task)).toEqual(["one"]);
    await sandbox.control("POST", "clock", { advanceMs: 60_000 });
    expect(await look(task)).toMatchObject({ lastStatus: "STOPPED", containers: [{ exitCode: 3 }] });
    expect(await linesOf(task)).toEqual(["one", "two"]);
    expect(await linesOf(task, { limit: 1 })).toEqual(["two"]);
    expect(await linesOf(task, { limit: 1, startFromHead: true })).toEqual(["one"]);
  });

  test("cannot start without its image", async () => {
    await sandbox.control("POST", "images", { missing: ["*/shop:1"] });
    const stopped = await look(await run());
    expect(stopped).toMatchObject({
      stopCode: "TaskFailedToStart",
      stoppedReason: expect.stringMatching(/^CannotPullContainerError/),
    });
    expect(stopped?.containers?.[0]?.exitCode).toBeUndefined();
    expect(stopped?.startedAt).toBeUndefined();
  });

  test("cannot start where ECR shows its image, and something is in the way", async () => {
    await sandbox.control("POST", "images", { unpullable: ["*/shop:1"] });
    expect(await look(await run())).toMatchObject({ stopCode: "TaskFailedToStart" });
  });

  test.each([{ parameters: ["/shop/*"] }, { secrets: ["shop/db"] }])(
    "cannot start where %j is missing",
    async (missing) => {
      await sandbox.control("POST", "missing", missing);
      expect(await look(await run())).toMatchObject({
        stopCode: "TaskFailedToStart",
        stoppedReason: expect.stringMatching(/^ResourceInitializationError: unable to pull secrets/),
      });
    },
  );

  test("is shown for an hour after it stopped", async () => {
    const task = await run();
    await sandbox.control("POST", "clock", { advanceMs: 3_700_000 });
    expect(await look(task)).toBeUndefined();
  });

  test("stops when it is told to, and says nothing more", async () => {
    await sandbox.control("POST", "tasks", { runs: [{ seconds: 600, logs: ["never said"] }] });
    const task = await run();
    await ecs.send(new StopTaskCommand({ cluster: "main", task: task.taskArn, reason: "too long" }));
    await sandbox.control("POST", "clock", { advanceMs: 600_000 });
    expect(await look(task)).toMatchObject({
      lastStatus: "STOPPED",
      stopCode: "UserInitiated",
      stoppedReason: "too long",
      containers: [{ exitCode: 143 }],
    });
    expect(await linesOf(task)).toEqual([]);
  });

  test("an overridden command is the one that a script sees", async () => {
    await sandbox.control("POST", "tasks", { runs: [{ command: "true", exitCode: 7 }] });
    const overrides = { containerOverrides: [{ name: "app", command: ["true"] }] };
    const task = await look(await run({ overrides }));
    expect(task).toMatchObject({ containers: [{ exitCode: 7 }], overrides });
  });
});

describe("a client token", () => {
  test("that comes again starts nothing", async () => {
    const first = await run({ clientToken: "one", startedBy: "me" });
    const second = await run({ clientToken: "one", startedBy: "me" });
    expect(second.taskArn).toBe(first.taskArn);
    expect(await list("me", "STOPPED")).toHaveLength(1);
  });

  test("that comes with another request is a conflict", async () => {
    await run({ clientToken: "one" });
    await expect(run({ clientToken: "one", startedBy: "me" })).rejects.toMatchObject({
      name: "ConflictException",
    });
  });
});

test.each([
  [{ taskDefinition: "none" }, "ClientException", "TaskDefinition not found."],
  [{ cluster: "none" }, "ClusterNotFoundException", "Cluster not found."],
  [
    { networkConfiguration: undefined },
    "InvalidParameterException",
    "Network Configuration must be provided",
  ],
  [{ count: 11 }, "InvalidParameterException", "count must be from 1 to 10"],
])("a run with %j is refused", async (input, name, message) => {
  await expect(run(input)).rejects.toMatchObject({ name, message: expect.stringContaining(message) });
});

describe("log streams", () => {
  test("are listed by the beginning of their names once their tasks have begun", async () => {
    const task = await run();
    const { logStreams } = await sandbox
      .logs()
      .send(new DescribeLogStreamsCommand({ logGroupName: GROUP, logStreamNamePrefix: "release/app" }));
    expect(logStreams?.map(({ logStreamName }) => logStreamName)).toEqual([
      `release/app/${task.taskArn?.split("/").at(-1) ?? ""}`,
    ]);
  });

  test("that are not there, or whose group is not, are told apart", async () => {
    const message = (logGroupName: string) =>
      sandbox.logs().send(new GetLogEventsCommand({ logGroupName, logStreamName: "none" }));
    await expect(message(GROUP)).rejects.toThrow("The specified log stream does not exist.");
    await expect(message("/none")).rejects.toThrow("The specified log group does not exist.");
  });
});
