import { afterEach, beforeEach, expect, test } from "@jest/globals";
import type { TestSandbox } from "../../support/sandbox.ts";
import { startTestSandbox } from "../../support/sandbox.ts";

let sandbox: TestSandbox;

beforeEach(async () => {
  sandbox = await startTestSandbox();
});

afterEach(() => sandbox.close());

test("switches are off, stay as they were set, and are off again after a reset", async () => {
  const off = { certificatesNeedDelegation: false };
  const on = { certificatesNeedDelegation: true };
  expect(await sandbox.control("GET", "settings")).toEqual(off);
  expect(await sandbox.control("POST", "settings", on)).toEqual(on);
  expect(await sandbox.control("POST", "settings", {})).toEqual(on);
  await sandbox.control("POST", "reset");
  expect(await sandbox.control("GET", "settings")).toEqual(off);
});

test.each<[object, string]>([
  [{ certificatesNeedDelegation: "yes" }, "must be true or false"],
  [{ other: true }, 'has no \\"other\\"'],
])("what is wrong with %j is said", async (body, sentence) => {
  await expect(sandbox.control("POST", "settings", body)).rejects.toThrow(sentence);
});
