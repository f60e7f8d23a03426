import { describe, expect, test } from "@jest/globals";
import { FARGATE_SIZES } from "../../src/manifest/fargate-sizes.ts";
import { problemsWith } from "./fixture.ts";

function service(fields: string): readonly string[] {
  return problemsWith({ "apps/web.yaml": `kind: Service\nimage: r/web\nport: 80\n${fields}\n` });
}

describe("a size that Fargate does not have", () => {
  test.each([
    [
      "cpu: 256\nmemory: 4096",
      "5:9 Fargate has no task with cpu 256 and memory 4096 → with cpu 256, memory is one of 512, 1024, 2048",
    ],
    [
      "cpu: 512\nmemory: 5120",
      "5:9 Fargate has no task with cpu 512 and memory 5120 → with cpu 512, memory is one of 1024, 2048, 3072, 4096",
    ],
    [
      "cpu: 4096\nmemory: 8000",
      "5:9 Fargate has no task with cpu 4096 and memory 8000 → with cpu 4096, memory is 8192 to 30720 in steps of 1024",
    ],
    [
      "cpu: 8192\nmemory: 17408",
      "5:9 Fargate has no task with cpu 8192 and memory 17408 → with cpu 8192, memory is 16384 to 61440 in steps of 4096",
    ],
    [
      "cpu: 32768\nmemory: 61441",
      "5:9 Fargate has no task with cpu 32768 and memory 61441 → with cpu 32768, memory is one of 61440, 122880, 249856",
    ],
  ])("is told with those it has", (fields, expected) => {
    expect(service(fields)).toEqual([`apps/web.yaml:${expected}`]);
  });

  test("is told at the app when only cpu is overridden", () => {
    expect(problemsWith({ "accounts/dev/apps.yaml": "web: { version: 1.0.0, cpu: 1024 }\n" })).toEqual([
      "accounts/dev/apps.yaml:1:6 Fargate has no task with cpu 1024 and memory 512 → with cpu 1024, memory is 2048 to 8192 in steps of 1024",
    ]);
  });

  test.each(FARGATE_SIZES)("is none of those of cpu $cpu", ({ cpu, memory }) => {
    for (const size of [memory[0], memory.at(-1)])
      expect(service(`cpu: ${cpu}\nmemory: ${size}`)).toEqual([]);
  });
});

describe("scaling that could not work", () => {
  test.each([
    [
      "scale: { min: 5, max: 2, cpu: 50 }",
      "4:15 scale.min is 5, more than scale.max, which is 2 → make min at most max",
    ],
    [
      "scale: { min: 1, max: 2 }",
      "4:1 scale has bounds but says nothing to scale by → add scale.cpu, scale.memory or (behind a balancer) scale.requests, or make scale a plain number",
    ],
    [
      "scale: { min: 0, max: 2, cpu: 50 }",
      "4:15 scale.min is 0, and tasks that do not run have no load that could start one → make min at least 1",
    ],
    ["scale: { min: 2 }", "4:1 scale.max is missing → add it: most tasks"],
    [
      "scale: { max: 2, requests: 9 }",
      "4:28 scale.requests counts requests, and no load balancer leads to this app → add expose: [public] or [internal], or scale by cpu",
    ],
  ])("%s is told", (fields, expected) => {
    expect(service(fields)).toEqual([`apps/web.yaml:${expected}`]);
  });

  test.each(["scale: 0", "scale: { min: 3, max: 3 }", "scale: { max: 2, requests: 9 }\nexpose: [internal]"])(
    "%s is fine",
    (fields) => {
      expect(service(fields)).toEqual([]);
    },
  );
});

describe("scaling of a worker by a queue", () => {
  const queue = "queue: { app: jobs, messagesPerTask: 10 }";
  function worker(scale: string): readonly string[] {
    return problemsWith({
      "apps/web.yaml": `kind: Worker\nimage: r/web\nuses: [jobs]\nscale: ${scale}\n`,
      "apps/jobs.yaml": "kind: Queue\n",
      "accounts/dev/apps.yaml": "web: 1.0.0\njobs:\n",
    });
  }

  test.each([`{ max: 5, ${queue} }`, `{ min: 0, max: 5, ${queue} }`, `{ max: 5, cpu: 70, ${queue} }`])(
    "%s is fine",
    (scale) => {
      expect(worker(scale)).toEqual([]);
    },
  );

  test("down to no task is not held up by a load that every task has", () => {
    expect(worker(`{ min: 0, max: 5, memory: 70, ${queue} }`)).toEqual([
      "apps/web.yaml:4:34 scale.min is 0, and a task that runs always has some load: by scale.memory the last one would never stop → take memory out, or make min at least 1",
    ]);
  });

  test("is what bounds without anything to scale by are told of", () => {
    expect(worker("{ max: 5 }")).toEqual([
      "apps/web.yaml:4:1 scale has bounds but says nothing to scale by → add scale.cpu, scale.memory or scale.queue, or make scale a plain number",
    ]);
  });
});

describe("a deployment", () => {
  test.each([
    ["scale: 1\ndeployment: { maximumPercent: 100 }", 1],
    ["scale: 1\ndeployment: { maximumPercent: 150 }", 1],
    ["scale: 3\ndeployment: { minimumHealthyPercent: 90, maximumPercent: 110 }", 3],
  ])("in which no task may stop and none start is told", (fields, tasks) => {
    expect(service(fields)).toEqual([
      expect.stringMatching(
        new RegExp(
          `^apps/web.yaml:5:\\d+ a deployment could never move: of ${tasks} tasks? none may stop and no further one may start → raise`,
        ),
      ),
    ]);
  });

  test.each([
    "scale: 1\ndeployment: { minimumHealthyPercent: 0, maximumPercent: 100 }",
    "scale: 2\ndeployment: { maximumPercent: 150 }",
    "scale: 0\ndeployment: { maximumPercent: 100 }",
  ])("that can move is fine", (fields) => {
    expect(service(fields)).toEqual([]);
  });
});

test("a name that is both in environment and in secrets is told", () => {
  expect(service("environment: { A: x }\nsecrets: { A: 'ssm:/x' }")).toEqual([
    "apps/web.yaml:5:15 A is both in environment and in secrets, which ECS refuses → keep one of the two",
  ]);
});
