import { afterEach, beforeEach, expect, test } from "@jest/globals";
import type { TestSandbox } from "../../support/sandbox.ts";
import { startTestSandbox } from "../../support/sandbox.ts";

let sandbox: TestSandbox;

beforeEach(async () => {
  sandbox = await startTestSandbox();
});

afterEach(() => sandbox.close());

test("services and images are made ill until other ones are, and a reset heals all", async () => {
  expect(await sandbox.control("POST", "health", { failing: ["web", "repo/shop:*"] })).toEqual({
    failing: ["web", "repo/shop:*"],
  });
  expect(await sandbox.control("GET", "health")).toMatchObject({ failing: ["web", "repo/shop:*"] });
  await sandbox.control("POST", "health", { failing: ["api"] });
  expect(await sandbox.control("GET", "health")).toMatchObject({ failing: ["api"] });
  await sandbox.control("POST", "reset");
  expect(await sandbox.control("GET", "health")).toEqual({ status: "ok", pid: process.pid });
});

test.each<[object, string]>([
  [{}, "must have"],
  [{ failing: "web" }, "must be a list"],
  [{ missing: [] }, 'has no \\"missing\\"'],
])("what is wrong with %j is said", async (body, sentence) => {
  await expect(sandbox.control("POST", "health", body)).rejects.toThrow(sentence);
});
