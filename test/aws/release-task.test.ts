import { describe, expect, test } from "@jest/globals";
import type { ReleaseMark } from "../../src/model/release.ts";
import { releaseTask } from "../support/releases.ts";
import { onScriptedAws } from "./on-scripted-aws.ts";
import type { Script, WireCall } from "./scripted-aws.ts";

const NOW = 2_000_000;
const ARN = "arn:aws:ecs:eu-west-1:111111111111:task/acme/0123456789abcdef0123456789abcdef";

const json = (body: unknown): ReturnType<Script> => ({ status: 200, body: JSON.stringify(body) });
const fault = (type: string, status = 400): ReturnType<Script> => ({
  status,
  body: JSON.stringify({ __type: type, message: `${type} it is` }),
});

/** A task as ECS describes it. */
function task(given: object = {}): object {
  return {
    taskArn: ARN,
    taskDefinitionArn: releaseTask.taskDefinition,
    createdAt: (NOW - 60_000) / 1000,
    lastStatus: "RUNNING",
    desiredStatus: "RUNNING",
    containers: [{ name: "storefront-release" }],
    ...given,
  };
}

function ended(exitCode: number | undefined, given: object = {}): object {
  const containers = [{ name: "storefront-release", ...(exitCode === undefined ? {} : { exitCode }) }];
  const stopCode = "EssentialContainerExited";
  return task({ lastStatus: "STOPPED", desiredStatus: "STOPPED", stopCode, containers, ...given });
}

/** ECS with that note on the task definition and those tasks. */
function ecsWith(mark: string | undefined, tasks: readonly object[] = []): Script {
  const tags = mark === undefined ? [] : [{ key: "mooring:release", value: mark }];
  return ({ operation, input }) => {
    switch (operation) {
      case "ListTagsForResource":
        return json({ tags: [{ key: "mooring:app", value: "x" }, ...tags] });
      case "ListTasks":
        return json({ taskArns: isOfRunning(input) ? tasks.map(() => ARN) : [] });
      case "DescribeTasks":
        return json({ tasks });
      default:
        return fault("UnexpectedCall");
    }
  };
}

function isOfRunning(input: unknown): boolean {
  return JSON.stringify(input).includes('"desiredStatus":"RUNNING"');
}

const state = (script: Script) => onScriptedAws(script, ({ cloud }) => cloud.release(releaseTask, NOW));
const run = (script: Script) => onScriptedAws(script, ({ cloud }) => cloud.runRelease(releaseTask, 1));

describe("a release", () => {
  test.each([
    ["nobody has begun", undefined, [], { kind: "none", attempt: 1 }],
    ["a person asked for again", "asked 3", [], { kind: "none", attempt: 3 }],
    ["has a note that nobody understands", "whatever", [], { kind: "none", attempt: 1 }],
    ["has succeeded", "succeeded 2", [], { kind: "succeeded" }],
    [
      "is running",
      undefined,
      [task()],
      { kind: "running", task: ARN, isOverdue: false, since: NOW - 60_000 },
    ],
    [
      "runs for too long",
      undefined,
      [task({ createdAt: (NOW - 601_000) / 1000 })],
      { kind: "running", isOverdue: true },
    ],
    [
      "was told to stop",
      undefined,
      [task({ createdAt: (NOW - 601_000) / 1000, desiredStatus: "STOPPED" })],
      { kind: "running", isOverdue: false },
    ],
    ["ended well", undefined, [ended(0)], { kind: "stopped", isGood: true, why: "exit code 0" }],
    ["ended badly", undefined, [ended(2)], { kind: "stopped", isGood: false, why: "exit code 2" }],
    [
      "was stopped by somebody and took it well",
      undefined,
      [ended(0, { stopCode: "UserInitiated", stoppedReason: "Task stopped by user" })],
      { kind: "stopped", isGood: false, why: "Task stopped by user" },
    ],
    [
      "could not be started",
      undefined,
      [ended(undefined, { stopCode: "TaskFailedToStart", stoppedReason: "CannotPullContainerError: x" })],
      { kind: "stopped", isGood: false, why: "CannotPullContainerError: x" },
    ],
    ["another one's tasks were found for", undefined, [task({ taskDefinitionArn: "x" })], { kind: "none" }],
  ])("that %s", async (_what, mark, tasks, expected) => {
    expect(await state(ecsWith(mark, tasks))).toMatchObject(expected);
  });

  test("that failed comes with its last lines, harmless and bounded", async () => {
    const events = [
      { message: "\u001b[31mno such table\u001b[0m" },
      { message: "" },
      { message: "x".repeat(999) },
    ];
    const asked: WireCall[] = [];
    const script: Script = (call, count) => {
      asked.push(call);
      return call.operation === "GetLogEvents"
        ? json({ events })
        : ecsWith("failed 2 0123 exit code 1")(call, count);
    };
    const seen = await state(script);
    expect(seen).toMatchObject({ kind: "failed", attempt: 2, why: "exit code 1" });
    expect(seen).toMatchObject({ lines: [expect.stringContaining("no such table"), `${"x".repeat(300)}…`] });
    expect(JSON.stringify(seen)).not.toContain("\\u001b");
    expect(asked.at(-1)?.input).toMatchObject({
      logGroupName: "acme-storefront-release-LogGroup-1",
      logStreamName: "storefront-release/storefront-release/0123",
    });
  });

  test("that failed is told without lines where nobody may read them", async () => {
    const script: Script = (call, count) =>
      call.operation === "GetLogEvents"
        ? fault("AccessDeniedException")
        : ecsWith("failed 1 0123 exit code 1")(call, count);
    expect(await state(script)).toEqual({ kind: "failed", attempt: 1, why: "exit code 1", lines: [] });
  });
});

describe("beginning a release", () => {
  test("asks for one task with a token that is the same every time", async () => {
    const inputs: unknown[] = [];
    const script: Script = ({ input }) => {
      inputs.push(input);
      return json({ tasks: [task()] });
    };
    expect(await run(script)).toEqual({ kind: "accepted" });
    await run(script);
    expect(inputs[0]).toEqual(inputs[1]);
    expect(inputs[0]).toMatchObject({
      count: 1,
      launchType: "FARGATE",
      clientToken: expect.stringMatching(/^mooring-[0-9a-f]{20}-1$/),
      startedBy: expect.stringMatching(/^mooring-[0-9a-f]{20}-1$/),
    });
  });

  test.each<[string, object, ReleaseMark["kind"]]>([
    ["well", ended(0), "succeeded"],
    ["badly", ended(1), "failed"],
  ])("that had run before and ended %s notes that", async (_how, known, expected) => {
    const noted: unknown[] = [];
    const script: Script = ({ operation, input }) => {
      if (operation !== "TagResource") return json({ tasks: [known] });
      noted.push(input);
      return json({});
    };
    expect(await run(script)).toEqual({ kind: "accepted" });
    expect(noted).toMatchObject([
      { tags: [{ key: "mooring:release", value: expect.stringMatching(expected) }] },
    ]);
  });

  test.each([
    ["has no room", json({ failures: [{ reason: "Capacity is unavailable at this time." }] }), "conflict"],
    ["does not start", json({ failures: [{ reason: "MISSING" }] }), "rejected"],
    ["refuses", fault("InvalidParameterException"), "rejected"],
    ["does not allow", fault("AccessDeniedException"), "rejected"],
  ])("that ECS %s", async (_what, answer, kind) => {
    expect(await run(() => answer)).toMatchObject({ kind });
  });

  test("with an ECS that does not answer is no refusal", async () => {
    await expect(run(() => fault("ServerException", 500))).rejects.toMatchObject({ kind: "unreachable" });
  });
});
