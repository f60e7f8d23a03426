import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { sdkClouds } from "../../src/aws/sdk-clouds.ts";
import { TEST_KEYS, testAccount } from "./test-account.ts";

const cloudOf = sdkClouds({
  sessionName: "mooring-acme-agent",
  keys: TEST_KEYS,
  endpoint: "http://127.0.0.1:9",
});

describe("the clouds of all accounts", () => {
  test("one account is one cloud, however often it is asked for", () => {
    expect(cloudOf(testAccount())).toBe(cloudOf(testAccount()));
  });

  test.each([
    ["Region", { region: "eu-central-1" }],
    ["AWS account", { id: "444444444444" }],
    ["role", { roles: { deployer: "arn:aws:iam::222222222222:role/other" } }],
    ["external id", { roles: { externalId: "other" } }],
  ])("another %s is another cloud", (_what, difference) => {
    expect(cloudOf(testAccount(difference))).not.toBe(cloudOf(testAccount()));
  });

  test("building one asks nothing", () => {
    expect(cloudOf(testAccount({ name: "untouched" })).calls()).toEqual({});
  });
});

test("no file of src/aws loads the SDK before it is needed: it takes 0.2 s", () => {
  const eager = readdirSync("src/aws").filter((file) => {
    const text = readFileSync(`src/aws/${file}`, "utf8");
    return /^import (?!type ).*from "(@aws-sdk|@smithy|bottleneck)/m.test(text);
  });
  expect(eager).toEqual([]);
});
