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
  expect(await sandbox.control("POST", "health", { exits: { web: 137 } })).toEqual({
    failing: [],
    exits: { web: 137 },
  });
  expect(await sandbox.control("GET", "health")).toEqual({
    status: "ok",
    pid: process.pid,
    exits: { web: 137 },
  });
  await sandbox.control("POST", "reset");
  expect(await sandbox.control("GET", "health")).toEqual({ status: "ok", pid: process.pid });
});

test.each<[object, string]>([
  [{}, "must have"],
  [{ failing: "web" }, "must be a list"],
  [{ exits: ["web"] }, "exits must be an object"],
  [{ exits: { web: 0 } }, "web must be a number from 1 to 255"],
  [{ missing: [] }, 'has no \\"missing\\"'],
])("what is wrong with %j is said", async (body, sentence) => {
  await expect(sandbox.control("POST", "health", body)).rejects.toThrow(sentence);
});
