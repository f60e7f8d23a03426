import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { sdkClouds } from "../../src/aws/sdk-clouds.ts";
import type { Cloud } from "../../src/model/cloud.ts";
import type { Log } from "../../src/model/ports.ts";
import { ACCOUNT, deploy, observe, request } from "../contract/contract-world.ts";
import type { TestSandbox } from "../support/sandbox.ts";
import { startTestSandbox } from "../support/sandbox.ts";
import { onScriptedAws, STACK_ID, xml } from "./on-scripted-aws.ts";
import { json, ok } from "./scripted-aws.ts";
import { TEST_KEYS } from "./test-account.ts";

let sandbox: TestSandbox;
let cloud: Cloud;
let logged: string[];
let turn = 0;

const log: Log = {
  debug: (message, fields) => void logged.push(`${message} ${JSON.stringify(fields)}`),
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

beforeAll(async () => {
  sandbox = await startTestSandbox();
});

beforeEach(async () => {
  await sandbox.control("POST", "reset");
  logged = [];
  const clouds = sdkClouds({
    endpoint: sandbox.url,
    keys: TEST_KEYS,
    sessionName: "mooring-acme-agent",
    tuning: { attempts: 1 },
    log,
  });
  cloud = clouds(ACCOUNT);
  await deploy(cloud, request("acme-network", "network", { template: network }));
});

afterAll(() => sandbox.close());

const CIRCUIT_BREAKER =
  "CloudFormation says: Error occurred during operation 'ECS Deployment Circuit Breaker was triggered'. (GeneralServiceException)";

const network = JSON.stringify({
  Resources: { Cluster: { Type: "AWS::ECS::Cluster", Properties: { ClusterName: "main" } } },
});

const template = (tag: string, service: object = {}): string =>
  JSON.stringify({
    Resources: {
      Definition: {
        Type: "AWS::ECS::TaskDefinition",
        Properties: {
          Family: "shop",
          ContainerDefinitions: [{ Name: "app", Image: `registry.example/shop:${tag}` }],
        },
      },
      Service: {
        Type: "AWS::ECS::Service",
        Properties: {
          Cluster: "main",
          ServiceName: "shop",
          DesiredCount: 2,
          TaskDefinition: { Ref: "Definition" },
          DeploymentConfiguration: { DeploymentCircuitBreaker: { Enable: true, Rollback: true } },
          ...service,
        },
      },
    },
  });

/** Deploys a version and gives the reason for which the newest operation failed. */
async function deployed(tag: string, service: object = {}): Promise<string | undefined> {
  const type = (await observe(cloud, "acme-storefront")) === undefined ? "CREATE" : "UPDATE";
  const wanted = request("acme-storefront", `version-${tag}`, { type, template: template(tag, service) });
  turn += 1;
  const { id } = await deploy(cloud, wanted, `turn-${String(turn)}`);
  const [newest] = await cloud.operations(id);
  return newest?.cause?.reason;
}

const worsen = (path: "images" | "health", what: object): Promise<unknown> =>
  sandbox.control("POST", path, what);

describe("a service that could not be deployed", () => {
  test("an image that is missing is named, before CloudFormation's own words", async () => {
    expect(await deployed("1")).toBeUndefined();
    await worsen("images", { missing: ["*/shop:2"] });
    expect(await deployed("2")).toBe(
      `CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref registry.example/shop:2: registry.example/shop:2: not found; ${CIRCUIT_BREAKER}`,
    );
  });

  test.each([
    [137, "exit code 137 (out of memory), OutOfMemoryError: Container killed due to memory usage"],
    [127, "exit code 127 (command not found)"],
    [3, "exit code 3"],
  ])("a container that ends with %i is told with its code", async (code, words) => {
    await deployed("1");
    await worsen("health", { exits: { "*/shop:2": code } });
    expect(await deployed("2")).toBe(`container app: ${words}; ${CIRCUIT_BREAKER}`);
  });

  test("a health check that fails is told, and not how the container took its end", async () => {
    await deployed("1");
    await worsen("health", { failing: ["*/shop:2"] });
    expect(await deployed("2")).toBe(`Task failed container health checks; ${CIRCUIT_BREAKER}`);
  });

  test("a service that never came to be is told of, too", async () => {
    await worsen("images", { missing: ["*/shop:1"] });
    expect(await deployed("1")).toMatch(
      /^CannotPullContainerError: .*shop:1: not found; CloudFormation says/,
    );
  });

  test("costs three calls to ECS, and an operation that succeeded none", async () => {
    await deployed("1");
    expect(cloud.calls()).not.toHaveProperty("DescribeServices");
    await worsen("images", { missing: ["*/shop:2"] });
    await deployed("2");
    expect(cloud.calls()).toMatchObject({ DescribeServices: 1, ListTasks: 1, DescribeTasks: 1 });
  });
});

describe("a failure that is not the tasks' fault", () => {
  const breakService = () =>
    sandbox.control("POST", "faults", [
      { effect: "fail-resource", logicalId: "Service", on: ["update"], reason: "no capacity" },
    ]);

  test("an earlier deployment's tasks are not blamed", async () => {
    await deployed("1");
    await worsen("images", { missing: ["*/shop:2"] });
    await deployed("2");
    await sandbox.control("POST", "clock", { advanceMs: 60_000 });
    await breakService();
    expect(await deployed("3")).not.toMatch(/CannotPull|shop:2/);
  });

  test("a service that keeps its task definition is judged by the time of the operation", async () => {
    await deployed("1");
    await worsen("images", { missing: ["*/shop:2"] });
    await deployed("2");
    await sandbox.control("POST", "clock", { advanceMs: 60_000 });
    await worsen("images", { missing: [] });
    await breakService();
    expect(await deployed("1", { DesiredCount: 3 })).not.toMatch(/CannotPull|shop:2/);
  });
});

describe("an account in which ECS may not be asked", () => {
  test("CloudFormation's words are enough, and the log says so once", async () => {
    await deployed("1");
    await worsen("images", { missing: ["*/shop:2", "*/shop:3"] });
    await sandbox.control("POST", "faults", [{ effect: "deny", service: "ecs", count: "always" }]);
    const words = CIRCUIT_BREAKER.replace("CloudFormation says: ", "");
    expect(await deployed("2")).toBe(words);
    expect(await deployed("3")).toBe(words);
    expect(logged.filter((line) => line.startsWith("aws not asked"))).toEqual([
      expect.stringMatching(/"service":"ecs".*ecs:DescribeServices/),
    ]);
  });

  test.each(["throttle", "reset"])("a %s is no failure of the pass", async (effect) => {
    await deployed("1");
    await worsen("images", { missing: ["*/shop:2"] });
    await sandbox.control("POST", "faults", [{ effect, service: "ecs", count: "always" }]);
    expect(await deployed("2")).toMatch(/^Error occurred during operation/);
  });
});

const SERVICE = "arn:aws:ecs:eu-west-1:222222222222:service/main/shop";
const definition = (revision: number): string =>
  `arn:aws:ecs:eu-west-1:222222222222:task-definition/shop:${String(revision)}`;
const START = 1_795_000_000;

/** An update that made revision 2, failed at the service after a minute and went back to revision 1. */
const history = [
  ["self", "UPDATE_IN_PROGRESS", STACK_ID, "AWS::CloudFormation::Stack", 0],
  ["Definition", "UPDATE_IN_PROGRESS", definition(1), "AWS::ECS::TaskDefinition", 1],
  ["Definition", "UPDATE_COMPLETE", definition(2), "AWS::ECS::TaskDefinition", 2],
  ["Service", "UPDATE_FAILED", SERVICE, "AWS::ECS::Service", 60],
  ["Definition", "UPDATE_COMPLETE", definition(1), "AWS::ECS::TaskDefinition", 61],
  ["self", "UPDATE_ROLLBACK_COMPLETE", STACK_ID, "AWS::CloudFormation::Stack", 90],
].map(([LogicalResourceId, ResourceStatus, PhysicalResourceId, ResourceType, at], index) => ({
  StackId: STACK_ID,
  StackName: "acme-storefront",
  EventId: `event-${String(index)}`,
  LogicalResourceId,
  ResourceStatus,
  PhysicalResourceId,
  ResourceType,
  ResourceStatusReason: ResourceStatus === "UPDATE_FAILED" ? "did not stabilize" : undefined,
  Timestamp: new Date((START + Number(at)) * 1000).toISOString(),
}));

/** What is told of that update when ECS answers so. */
async function toldOf(ecs: { readonly service?: object; readonly tasks?: readonly object[] }) {
  const answers: Readonly<Record<string, object>> = {
    DescribeServices: {
      services: [{ serviceName: "shop", taskDefinition: definition(1), ...ecs.service }],
    },
    ListTasks: { taskArns: (ecs.tasks ?? []).map((_task, index) => `task-${String(index)}`) },
    DescribeTasks: { tasks: ecs.tasks ?? [] },
  };
  const [newest] = await onScriptedAws(
    ({ operation }) =>
      operation === "DescribeStackEvents"
        ? ok(operation, xml({ StackEvents: history.toReversed() }))
        : json(answers[operation]),
    ({ cloud: scripted }) => scripted.operations(STACK_ID),
  );
  return newest?.cause?.reason;
}

const task = (revision: number, second: number, more: object = {}) => ({
  taskDefinitionArn: definition(revision),
  group: "service:shop",
  stopCode: "TaskFailedToStart",
  stoppedReason: `revision ${String(revision)} at ${String(second)}`,
  createdAt: START + second,
  stoppedAt: START + second + 5,
  ...more,
});

const event = (second: number, message: string) => ({
  id: String(second),
  createdAt: START + second,
  message: `(service shop) ${message}`,
});

describe("what ECS knows of a failed operation", () => {
  test.each([
    ["the newest task of the new revision", [task(2, 10), task(2, 20), task(1, 30)], "revision 2 at 20"],
    ["no task from before the operation", [task(2, -600), task(2, 10)], "revision 2 at 10"],
    ["no task of the rollback", [task(2, 10), task(2, 80)], "revision 2 at 10"],
    [
      "no task that somebody ran by hand",
      [task(2, 10), task(2, 20, { group: "family:shop" })],
      "revision 2 at 10",
    ],
    [
      "no task that went for another one",
      [
        task(2, 10),
        task(2, 20, { stopCode: "ServiceSchedulerInitiated", stoppedReason: "Scaling activity" }),
      ],
      "revision 2 at 10",
    ],
    ["nothing, when all tasks are others", [task(1, 10), task(3, 10)], undefined],
  ])("counts %s", async (_what, tasks, words) => {
    expect(await toldOf({ tasks })).toBe(
      words === undefined ? "did not stabilize" : `${words}; CloudFormation says: did not stabilize`,
    );
  });

  test("a service's event that names a trouble is told where no task does, the newest of the time", async () => {
    const events = [
      event(95, "was unable to place a task: later"),
      event(50, "has started 1 tasks: (task x)."),
      event(40, "was unable to place a task: Capacity is unavailable at this time."),
      event(30, "is unhealthy in (target-group x)."),
      event(-5, "was unable to place a task: before"),
    ];
    expect(await toldOf({ service: { events } })).toBe(
      "was unable to place a task: Capacity is unavailable at this time; CloudFormation says: did not stabilize",
    );
  });

  test("an event from before the operation tells nothing of it", async () => {
    const events = [event(-5, "was unable to place a task: before")];
    expect(await toldOf({ service: { events } })).toBe("did not stabilize");
  });

  test("else why the deployment was given up, when it was this one", async () => {
    const given = (revision: number, second: number) => ({
      id: "d",
      taskDefinition: definition(revision),
      createdAt: START + second,
      rolloutState: "FAILED",
      rolloutStateReason: "ECS deployment circuit breaker: tasks failed to start.",
    });
    expect(await toldOf({ service: { deployments: [given(2, 5)] } })).toMatch(/^ECS deployment circuit/);
    expect(await toldOf({ service: { deployments: [given(1, 5)] } })).toBe("did not stabilize");
    expect(await toldOf({ service: { deployments: [given(2, -60)] } })).toBe("did not stabilize");
  });
});
