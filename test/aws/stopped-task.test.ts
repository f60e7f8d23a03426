import type { Task } from "@aws-sdk/client-ecs";
import { describe, expect, test } from "@jest/globals";
import { describeStoppedTask, isFailedTask } from "../../src/aws/stopped-task.ts";

describe("a task that stopped", () => {
  test.each<[string, Task, boolean]>([
    ["for an image that cannot be pulled", { stopCode: "TaskFailedToStart", stoppedReason: "Cannot…" }, true],
    [
      "because its container ended",
      { stopCode: "EssentialContainerExited", stoppedReason: "Essential…" },
      true,
    ],
    [
      "for failing health checks",
      { stopCode: "ServiceSchedulerInitiated", stoppedReason: "Task failed ELB health checks in (x)" },
      true,
    ],
    [
      "for another deployment",
      {
        stopCode: "ServiceSchedulerInitiated",
        stoppedReason: "Scaling activity initiated by (deployment x)",
      },
      false,
    ],
    [
      "because somebody wanted it",
      { stopCode: "UserInitiated", stoppedReason: "Task stopped by user" },
      false,
    ],
    ["with its spot capacity", { stopCode: "SpotInterruption", stoppedReason: "Your Spot Task…" }, false],
    ["for no reason that is known", {}, false],
  ])("%s is a failure: %#", (_situation, task, isFailure) => {
    expect(isFailedTask(task)).toBe(isFailure);
  });

  const exited = (...containers: NonNullable<Task["containers"]>): Task => ({
    stopCode: "EssentialContainerExited",
    stoppedReason: "Essential container in task exited",
    containers,
  });

  test.each<[string, Task, string | undefined]>([
    [
      "every container that ended badly is told of",
      exited({ name: "app", exitCode: 1 }, { name: "log", exitCode: 0 }, { name: "proxy", exitCode: 139 }),
      "container app: exit code 1; container proxy: exit code 139 (segmentation fault)",
    ],
    [
      "a container that was killed is out of memory only where ECS says so",
      exited({ name: "app", exitCode: 137 }),
      "container app: exit code 137 (killed)",
    ],
    [
      "a container that ended well leaves the task's words",
      exited({ name: "app", exitCode: 0 }),
      "Essential container in task exited",
    ],
    [
      "the reason is not said twice",
      {
        stopCode: "TaskFailedToStart",
        stoppedReason: "ResourceInitializationError: unable to pull secrets",
        containers: [{ name: "app", reason: "ResourceInitializationError: unable to pull secrets" }],
      },
      "ResourceInitializationError: unable to pull secrets",
    ],
    [
      "what comes from outside is fit for a terminal",
      exited({ name: "a\u001b[2Jb", exitCode: 1, reason: "bad\nthing" }),
      "container a [2Jb: exit code 1, bad thing",
    ],
    ["nothing is made of nothing", {}, undefined],
  ])("%s", (_situation, task, words) => {
    expect(describeStoppedTask(task)).toBe(words);
  });
});
