import { DeleteStackCommand, ExecuteChangeSetCommand } from "@aws-sdk/client-cloudformation";
import { DescribeClustersCommand } from "@aws-sdk/client-ecs";
import { DescribeImagesCommand } from "@aws-sdk/client-ecr";
import { CreateHostedZoneCommand, ListHostedZonesCommand } from "@aws-sdk/client-route-53";
import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import type { TestSandbox } from "../../support/sandbox.ts";
import { startTestSandbox } from "../../support/sandbox.ts";

let sandbox: TestSandbox;

beforeEach(async () => {
  sandbox = await startTestSandbox();
});

afterEach(() => sandbox.close());

/** The SDK's wrapping of the system's error differs between realms; its message does not. */
const BROKEN_OFF = { message: expect.stringMatching(/ECONNRESET/) };

const whoAmI = (account?: string, maxAttempts?: number) =>
  sandbox
    .sts({ ...(account !== undefined && { account }), ...(maxAttempts !== undefined && { maxAttempts }) })
    .send(new GetCallerIdentityCommand({}));

const addFault = (fault: Record<string, unknown>) => sandbox.control("POST", "faults", [fault]);

describe("the counts of calls", () => {
  test("calls are counted by account, Region, service and operation, until they are reset", async () => {
    await whoAmI();
    await whoAmI();
    await whoAmI("222222222222");
    const call = { region: "eu-west-1", service: "sts", operation: "GetCallerIdentity" };
    const counted = {
      total: 3,
      calls: [
        { account: "111111111111", ...call, count: 2 },
        { account: "222222222222", ...call, count: 1 },
      ],
    };
    expect(await sandbox.control("GET", "calls?reset")).toEqual(counted);
    expect(await sandbox.control("GET", "calls")).toEqual({ total: 0, calls: [] });
  });

  test("a call that a fault turned away counts too", async () => {
    await addFault({ effect: "throttle" });
    await whoAmI().catch(() => undefined);
    expect(await sandbox.control("GET", "calls")).toMatchObject({ total: 1 });
  });
});

describe("the list of writes", () => {
  test("tells in order what was to be changed and what came of it, a lost answer included", async () => {
    await addFault({ effect: "lost-response", operation: "DeleteStack" });
    const client = sandbox.cloudformation();
    await client.send(new DeleteStackCommand({ StackName: "shop" })).catch(() => undefined);
    await client
      .send(new ExecuteChangeSetCommand({ StackName: "shop", ChangeSetName: "first" }))
      .catch(() => undefined);
    await whoAmI();
    const call = { at: expect.any(String), account: "111111111111", region: "eu-west-1", stack: "shop" };
    expect(await sandbox.control("GET", "calls?writes")).toMatchObject({
      total: 3,
      writes: [
        { ...call, operation: "DeleteStack", result: "done" },
        { ...call, operation: "ExecuteChangeSet", changeSet: "first", result: "ValidationError" },
      ],
    });
  });
});

describe("faults of requests", () => {
  test.each([
    ["throttle", {}, { name: "Throttling", message: "Rate exceeded", $metadata: { httpStatusCode: 400 } }],
    ["error", {}, { name: "InternalFailure", $metadata: { httpStatusCode: 500 } }],
    [
      "error",
      { status: 503, code: "ServiceUnavailable", message: "later" },
      { name: "ServiceUnavailable", message: "later", $metadata: { httpStatusCode: 503 } },
    ],
    [
      "deny",
      {},
      {
        name: "AccessDenied",
        message: expect.stringMatching(
          /is not authorized to perform: sts:GetCallerIdentity on resource: \*$/,
        ),
      },
    ],
    ["reset", {}, BROKEN_OFF],
    ["lost-response", {}, BROKEN_OFF],
    ["timeout", { seconds: 0.05 }, BROKEN_OFF],
  ])("the effect %s %j reaches the SDK, once", async (effect, details, error) => {
    await addFault({ effect, ...details });
    await expect(whoAmI()).rejects.toMatchObject(error);
    await expect(whoAmI()).resolves.toMatchObject({ Account: "111111111111" });
  });

  test("every service words refusals in its own way", async () => {
    await sandbox.control("POST", "faults", [
      { effect: "deny", service: "ecs" },
      { effect: "throttle", service: "ecs" },
      { effect: "deny", service: "route53" },
    ]);
    const ecs = () => sandbox.ecs().send(new DescribeClustersCommand({}));
    await expect(ecs()).rejects.toMatchObject({
      name: "AccessDeniedException",
      $metadata: { httpStatusCode: 400 },
    });
    await expect(ecs()).rejects.toMatchObject({ name: "ThrottlingException" });
    await expect(sandbox.route53().send(new ListHostedZonesCommand({}))).rejects.toMatchObject({
      name: "AccessDenied",
      $metadata: { httpStatusCode: 403 },
    });
  });

  test("an SDK that tries again gets through a passing fault", async () => {
    await addFault({ effect: "error", count: 2 });
    await expect(whoAmI(undefined, 3)).resolves.toMatchObject({ Account: "111111111111" });
  });

  test("a lost response was a success, a reset connection was nothing", async () => {
    const zone = (CallerReference: string) =>
      sandbox.route53().send(new CreateHostedZoneCommand({ Name: "acme.example", CallerReference }));
    await addFault({ effect: "lost-response", operation: "CreateHostedZone" });
    await expect(zone("a")).rejects.toMatchObject(BROKEN_OFF);
    await addFault({ effect: "reset", operation: "CreateHostedZone" });
    await expect(zone("b")).rejects.toMatchObject(BROKEN_OFF);
    const { HostedZones } = await sandbox.route53().send(new ListHostedZonesCommand({}));
    expect(HostedZones?.map(({ CallerReference }) => CallerReference)).toEqual(["a"]);
  });

  test("faults are listed with what is left of them, and taken back", async () => {
    await addFault({ effect: "throttle", operation: "Get*", count: 2 });
    await whoAmI().catch(() => undefined);
    expect(await sandbox.control("GET", "faults")).toEqual([
      { id: expect.any(String), effect: { kind: "throttle" }, match: { operation: "Get*" }, remaining: 1 },
    ]);
    expect(await sandbox.control("DELETE", "faults")).toEqual([]);
    await expect(whoAmI()).resolves.toBeDefined();
  });
});

describe("images", () => {
  test("an image is missing when a pattern says so, every other is there", async () => {
    await sandbox.control("POST", "images", { missing: ["*/shop:2.*"] });
    const ask = (imageTag: string) =>
      sandbox.ecr().send(new DescribeImagesCommand({ repositoryName: "shop", imageIds: [{ imageTag }] }));
    await expect(ask("2.0")).rejects.toMatchObject({ name: "ImageNotFoundException" });
    await expect(ask("1.0")).resolves.toMatchObject({ imageDetails: [{ imageTags: ["1.0"] }] });
    expect(await sandbox.control("GET", "images")).toMatchObject({ missing: ["*/shop:2.*"] });
  });
});

describe("a reset", () => {
  test("accounts, faults, images and counts are empty again; the clock goes on", async () => {
    await sandbox.route53().send(new CreateHostedZoneCommand({ Name: "acme.example", CallerReference: "a" }));
    await addFault({ effect: "throttle", service: "ecs" });
    await sandbox.control("POST", "images", { missing: ["*"] });
    await sandbox.control("POST", "clock", { advanceMs: 86_400_000, durations: { scale: 0.5 } });
    await sandbox.control("POST", "reset");
    expect((await sandbox.route53().send(new ListHostedZonesCommand({}))).HostedZones).toEqual([]);
    expect(await sandbox.control("GET", "faults")).toEqual([]);
    expect(await sandbox.control("GET", "images")).toEqual({ missing: [] });
    expect(await sandbox.control("GET", "calls")).toMatchObject({ total: 1 });
    const clock = (await sandbox.control("GET", "clock")) as { now: string; durations: unknown };
    expect(Date.parse(clock.now) - Date.now()).toBeGreaterThan(86_000_000);
    expect(clock.durations).toEqual({ scale: 0.5 });
  });
});

describe("the control endpoint", () => {
  test("health tells the process", async () => {
    expect(await sandbox.control("GET", "health")).toEqual({ status: "ok", pid: process.pid });
  });

  test.each([
    ["GET", "nothing", undefined, 404, "There is no /_sandbox/nothing; there are /_sandbox/"],
    ["GET", "constructor", undefined, 404, "There is no /_sandbox/constructor"],
    ["DELETE", "calls", undefined, 405, "/_sandbox/calls takes GET, not DELETE"],
    ["POST", "faults", { effect: "reset" }, 400, "faults must be a list"],
    ["POST", "faults", [{}], 400, "fault 1: effect must be one of throttle, deny"],
    [
      "POST",
      "faults",
      [{ effect: "reset", stak: "a" }],
      400,
      'fault 1 has no \\"stak\\"; it may have effect',
    ],
    ["POST", "faults", [{ effect: "reset", logicalId: "a" }], 400, 'fault 1 (reset) has no \\"logicalId\\"'],
    [
      "POST",
      "faults",
      [{ effect: "fail-resource", operation: "a" }],
      400,
      'fault 1 (fail-resource) has no \\"operation\\"',
    ],
    ["POST", "faults", [{ effect: "reset", count: 0 }], 400, "fault 1: count must be a whole number from 1"],
    ["POST", "faults", [{ effect: "reset", service: 1 }], 400, "fault 1: service must be text"],
    [
      "POST",
      "faults",
      [{ effect: "timeout", seconds: 61 }],
      400,
      "fault 1: seconds must be a number from 0 to 60",
    ],
    [
      "POST",
      "faults",
      [{ effect: "fail-resource", on: ["creat"] }],
      400,
      "fault 1: on must be a list of create",
    ],
    ["POST", "images", {}, 400, 'images must have \\"missing\\" or \\"unpullable\\", lists'],
    ["POST", "images", { missing: [1] }, 400, "images: missing must be a list of at most"],
    ["POST", "clock", { advanceMs: -1 }, 400, "the clock: advanceMs must be a number from 0"],
    ["POST", "clock", { durations: "fast" }, 400, 'the clock: durations must be \\"instant\\"'],
    ["POST", "clock", { durations: { scale: 1000 } }, 400, "durations: scale must be a number from 0 to 100"],
    ["POST", "reset", { everything: true }, 400, 'a reset has no \\"everything\\"'],
  ] as const)("%s %s %j is refused with %i and a sentence", async (method, path, body, status, sentence) => {
    await expect(sandbox.control(method, path, body)).rejects.toThrow(
      `${method} ${path}: ${String(status)} {"error":"${sentence}`,
    );
  });

  test("a list with one wrong fault adds none", async () => {
    await expect(sandbox.control("POST", "faults", [{ effect: "reset" }, {}])).rejects.toThrow("fault 2");
    expect(await sandbox.control("GET", "faults")).toEqual([]);
  });

  test("a body that is not JSON is refused", async () => {
    const response = await fetch(`${sandbox.url}/_sandbox/faults`, { method: "POST", body: "[" });
    expect([response.status, await response.json()]).toEqual([
      400,
      { error: expect.stringMatching(/^The body is not JSON: /) },
    ]);
  });
});
