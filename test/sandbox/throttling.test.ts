import { DescribeStacksCommand, ListStacksCommand, UpdateStackCommand } from "@aws-sdk/client-cloudformation";
import { BatchGetImageCommand } from "@aws-sdk/client-ecr";
import { DescribeClustersCommand } from "@aws-sdk/client-ecs";
import { ListHostedZonesCommand } from "@aws-sdk/client-route-53";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { readFileSync } from "node:fs";
import { setDurations } from "../../src/sandbox/clock.ts";
import { API_FAMILIES, createThrottle } from "../../src/sandbox/throttling.ts";
import { createWorld } from "../../src/sandbox/world.ts";
import type { ClientOptions, TestSandbox } from "../support/sandbox.ts";
import { startTestSandbox } from "../support/sandbox.ts";

let sandbox: TestSandbox;

beforeEach(async () => {
  sandbox = await startTestSandbox({ durations: { scale: 1 } });
});

afterEach(() => sandbox.close());

const TOO_FAST = { name: "Throttling", message: "Rate exceeded", $metadata: { httpStatusCode: 400 } };

/** Two reads at once, then one in 1,000 s: no test is slow enough for that. */
const SLOW_READS = { rates: { "cloudformation-reads": { perSecond: 0.001, burst: 2 } } };

const look = (options?: ClientOptions) => sandbox.cloudformation(options).send(new DescribeStacksCommand({}));

async function lookUntilThrottled(): Promise<void> {
  await sandbox.control("POST", "throttling", SLOW_READS);
  await look();
  await look();
  await expect(look()).rejects.toMatchObject(TOO_FAST);
}

describe("calls that come too fast", () => {
  test("beyond the burst they are refused, until the bucket has filled again", async () => {
    await lookUntilThrottled();
    await sandbox.control("POST", "clock", { advanceMs: 1_000_000 });
    await look();
    await expect(look()).rejects.toMatchObject(TOO_FAST);
  });

  test("other operations of the family are refused with them", async () => {
    await lookUntilThrottled();
    await expect(sandbox.cloudformation().send(new ListStacksCommand({}))).rejects.toMatchObject(TOO_FAST);
  });

  test("another family, Region or account is not", async () => {
    await lookUntilThrottled();
    await look({ region: "us-east-1" });
    await look({ account: "222222222222" });
    await expect(
      sandbox.cloudformation().send(new UpdateStackCommand({ StackName: "none", TemplateBody: "{}" })),
    ).rejects.toMatchObject({ name: "ValidationError" });
  });

  test("Route 53 counts an account's calls of all Regions together", async () => {
    await sandbox.control("POST", "throttling", { rates: { route53: { perSecond: 0.001, burst: 1 } } });
    await sandbox.route53().send(new ListHostedZonesCommand({}));
    await expect(
      sandbox.route53({ region: "us-west-2" }).send(new ListHostedZonesCommand({})),
    ).rejects.toMatchObject(TOO_FAST);
  });

  test("they are counted, and use up no fault", async () => {
    await lookUntilThrottled();
    await sandbox.control("POST", "faults", [{ effect: "error" }]);
    await expect(look()).rejects.toMatchObject(TOO_FAST);
    expect(await sandbox.control("GET", "faults")).toHaveLength(1);
    expect(await sandbox.control("GET", "calls")).toMatchObject({ total: 4 });
  });

  test("a client that tries again gets through", async () => {
    await sandbox.control("POST", "throttling", {
      rates: { "cloudformation-reads": { perSecond: 5, burst: 1 } },
    });
    const answers = await Promise.all([1, 2, 3].map(() => look({ maxAttempts: 10 })));
    expect(answers.map(({ Stacks }) => Stacks)).toEqual([[], [], []]);
  });
});

test.each([
  ["ECS", (maxAttempts: number) => sandbox.ecs({ maxAttempts }).send(new DescribeClustersCommand({}))],
  [
    "ECR",
    (maxAttempts: number) =>
      sandbox
        .ecr({ maxAttempts })
        .send(new BatchGetImageCommand({ repositoryName: "shop", imageIds: [{ imageTag: "1" }] })),
  ],
])("%s, throttled by a fault, says so in its own words, and a client tries again", async (_name, ask) => {
  await sandbox.control("POST", "faults", [{ effect: "throttle", count: 2 }]);
  await expect(ask(1)).rejects.toMatchObject({ name: "ThrottlingException", message: "Rate exceeded" });
  expect(await ask(2)).toMatchObject({ $metadata: { httpStatusCode: 200, attempts: 2 } });
});

describe("the switch", () => {
  test.each([
    ["switched off", "throttling", { enabled: false }],
    ["instant", "clock", { durations: "instant" }],
  ])("%s, no call is refused", async (_name, path, body) => {
    await lookUntilThrottled();
    await sandbox.control("POST", path, body);
    for (let call = 0; call < 5; call++) expect(await look()).toMatchObject({ Stacks: [] });
  });

  test("the rates in force are told; a reset puts the first ones back", async () => {
    const first = await sandbox.control("GET", "throttling");
    const set = await sandbox.control("POST", "throttling", SLOW_READS);
    expect(set).toMatchObject({
      enabled: true,
      ...SLOW_READS,
      rates: { sts: { perSecond: 600, burst: 600 } },
    });
    await sandbox.control("POST", "reset");
    expect(await sandbox.control("GET", "throttling")).toEqual(first);
  });

  test.each([
    [{ enabled: "no" }, "throttling: enabled must be true or false"],
    [{ rates: { reads: { perSecond: 1, burst: 1 } } }, 'rates has no \\"reads\\"'],
    [{ rates: { sts: { perSecond: 1 } } }, "sts must have both, perSecond and burst"],
    [{ rates: { sts: { perSecond: -1, burst: 1 } } }, "sts: perSecond must be a number from 0"],
    [{ rates: { sts: 3 } }, "sts must be"],
  ])("%j is refused, and changes nothing", async (body, sentence) => {
    const before = await sandbox.control("GET", "throttling");
    await expect(sandbox.control("POST", "throttling", body)).rejects.toThrow(sentence);
    expect(await sandbox.control("GET", "throttling")).toEqual(before);
  });
});

test("no sequence of calls gets more than the burst and what has come back since", () => {
  const call = { account: "111111111111", region: "eu-west-1", service: "sts", operation: "AssumeRole" };
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 3000 }),
      fc.constantFrom(0.25, 0.5, 1, 4),
      (gaps, scale) => {
        const world = createWorld();
        setDurations(world, { scale });
        const throttle = createThrottle(world);
        let now = 0;
        let admitted = 0;
        for (const gap of gaps) {
          now += gap;
          if (throttle.admits(call, now)) admitted++;
        }
        expect(admitted).toBeLessThanOrEqual(600 + (now * 600) / 1000 / Math.min(1, scale));
      },
    ),
  );
});

test("the page has every family, with its rate", () => {
  const readme = readFileSync(new URL("../../src/sandbox/README.md", import.meta.url), "utf8");
  const rows = [...readme.matchAll(/^\| `([a-z0-9-]+)` +\| [^|]+ \| (\d+) +\| (\d+) +\| /gm)];
  expect(rows.map(([, name, perSecond, burst]) => [name, Number(perSecond), Number(burst)])).toEqual(
    API_FAMILIES.map(({ name, perSecond, burst }) => [name, perSecond, burst]),
  );
});
