import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { sdkClouds } from "../../src/aws/sdk-clouds.ts";
import type { Cloud } from "../../src/model/cloud.ts";
import { ACCOUNT, deploy, observe, request } from "../contract/contract-world.ts";
import type { Proxy } from "../support/interposed-proxy.ts";
import { startProxy } from "../support/interposed-proxy.ts";
import type { TestSandbox } from "../support/sandbox.ts";
import { startTestSandbox } from "../support/sandbox.ts";
import { TEST_KEYS } from "./test-account.ts";

let sandbox: TestSandbox;
let proxy: Proxy;
let now: number;

beforeAll(async () => {
  sandbox = await startTestSandbox();
});

beforeEach(async () => {
  await sandbox.control("POST", "reset");
  proxy = await startProxy(sandbox.url);
  now = Date.now();
});

afterEach(() => proxy.close());

afterAll(() => sandbox.close());

function cloudWith(attempts: number): Cloud {
  const clouds = sdkClouds({
    endpoint: proxy.url,
    keys: TEST_KEYS,
    sessionName: "mooring-acme-agent",
    tuning: { attempts },
    now: () => now,
  });
  return clouds(ACCOUNT);
}

/** Closes every connection and takes no new one until it is called off. */
async function goDown(): Promise<{ comeBack(): Promise<void> }> {
  const port = Number(new URL(proxy.url).port);
  await proxy.close();
  return {
    async comeBack() {
      proxy = await startProxy(sandbox.url, port);
    },
  };
}

describe("a program that runs for months", () => {
  test("a Region that cannot be reached fails the pass, and the next one after that works", async () => {
    const cloud = cloudWith(1);
    await deploy(cloud, request("acme-storefront", "first"));
    const outage = await goDown();
    await expect(cloud.sweep()).rejects.toMatchObject({ kind: "unreachable", mayRetry: true });
    await expect(cloud.identify()).rejects.toMatchObject({ kind: "unreachable" });
    await outage.comeBack();
    expect(await observe(cloud, "acme-storefront")).toMatchObject({ phase: "settled" });
  });

  test("connections that were closed meanwhile are made anew within the same call", async () => {
    const cloud = cloudWith(3);
    await cloud.sweep();
    await (await goDown()).comeBack();
    expect(await cloud.sweep()).toEqual([]);
  });

  test("a session that ended while AWS could not be reached is renewed when it can", async () => {
    const cloud = cloudWith(1);
    await cloud.sweep();
    const outage = await goDown();
    now += 7_200_000;
    await sandbox.control("POST", "clock", { advanceMs: 7_200_000 });
    await expect(cloud.sweep()).rejects.toMatchObject({ kind: "unreachable" });
    await outage.comeBack();
    expect(await cloud.sweep()).toEqual([]);
    expect(cloud.calls()["AssumeRole"]).toBe(3);
  });

  test("a session that ended earlier than this machine's clock says is renewed when AWS refuses it", async () => {
    const cloud = cloudWith(1);
    await cloud.sweep();
    await sandbox.control("POST", "clock", { advanceMs: 7_200_000 });
    expect(await cloud.sweep()).toEqual([]);
    expect(cloud.calls()).toMatchObject({ AssumeRole: 2, DescribeStacks: 3 });
  });
});
