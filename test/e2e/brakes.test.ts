import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { runMoor, scratch, type Ended, type Scratch } from "../support/moor.ts";
import { smallRepository } from "./small-repository.ts";

/** Closed on every day that a test may run on. */
const CLOSED = 'windows: [{ allow: "0 0 29 2 *", duration: 1m, timezone: Europe/Vienna }]\n';

let repository: Scratch;
beforeEach(() => {
  repository = scratch(smallRepository());
});
afterEach(() => repository.remove());

function moor(...args: readonly string[]): Promise<Ended> {
  return runMoor([...args, "--sandbox", "--sandbox-durations", "instant"], { cwd: repository.dir });
}

function brake(line: string): void {
  const dev = smallRepository()["accounts/dev/account.yaml"] ?? "";
  repository.write({ "accounts/dev/account.yaml": dev + line });
}

test("a paused account is left alone, the plan says why and where, and the account after it waits", async () => {
  brake("paused: { reason: the auditors are here }\n");
  const plan = await moor("plan", "--account", "dev");
  expect(plan.stdout).toContain("dev is paused: the auditors are here");
  expect(plan.stdout).toContain("take `paused` out of accounts/dev/account.yaml:4");
  const sync = await moor("sync");
  expect(sync).toMatchObject({ code: 1 });
  expect(sync.stdout).toContain("production comes after dev");
  expect((await moor("status")).stdout).toContain("dev is paused: the auditors are here");
});

test("an account that its windows close is left alone until a person goes through them", async () => {
  brake(CLOSED);
  const closed = await moor("sync", "--account", "dev");
  expect(closed).toMatchObject({ code: 1 });
  expect(closed.stdout).toContain("dev is outside its change windows (allow 0 0 29 2 *, Europe/Vienna)");
  expect(await moor("sync", "--account", "dev", "--ignore-windows")).toMatchObject({ code: 0 });
});
