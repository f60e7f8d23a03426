import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { systemClock } from "../../src/clock/system-clock.ts";
import type { JudgedStep } from "../../src/model/plan.ts";
import type { DatabaseSpec } from "../../src/model/repository.ts";
import { preview } from "../../src/reconcile/preview.ts";
import { liveAccount, liveAccountIn, type LiveAccount } from "../support/live-account.ts";
import { aDatabase, placedIn } from "../support/placements.ts";
import { startTestSandbox, type TestSandbox } from "../support/sandbox.ts";

const SNAPSHOT = "arn:aws:rds:eu-west-1:222222222222:snapshot:before-the-migration";
const AURORA: Partial<DatabaseSpec> = { engine: "aurora-postgres", engineVersion: "17.7", readers: 1 };

let sandbox: TestSandbox;

beforeAll(async () => {
  sandbox = await startTestSandbox();
});

afterAll(() => sandbox.close());

/** The plan for the app once its database says so, with CloudFormation's own word on it. */
async function planOf(live: LiveAccount, form: "full" | "fast", edit: Partial<DatabaseSpec>) {
  const { accounts } = await preview({
    repository: "acme",
    revision: undefined,
    problems: [],
    targets: [{ account: liveAccount, desired: placedIn(liveAccount, aDatabase(edit)) }],
    heldAccounts: [],
    cloudOf: () => live.cloud,
    clock: systemClock,
    form,
  });
  return accounts[0]?.last.steps.find(({ step }) => step.app === "shop");
}

async function deployed(spec: Partial<DatabaseSpec> = {}): Promise<LiveAccount> {
  await sandbox.control("POST", "reset");
  const live = liveAccountIn(sandbox, placedIn(liveAccount, aDatabase(spec)));
  await live.deploy();
  return live;
}

const whyOf = (judged: JudgedStep | undefined): string =>
  (judged?.refusals ?? []).map(({ why, allowBy }) => `${why}; ${allowBy}`).join("\n");

describe("a plan of an innocent-looking edit of a database", () => {
  let live: LiveAccount;

  beforeAll(async () => {
    live = await deployed({ storageGiB: 100 });
  });

  const edits: readonly [string, Partial<DatabaseSpec>, RegExp][] = [
    [
      "another engine",
      { engine: "mysql", engineVersion: "8.4.8" },
      /replace.* Database .* for .*Engine.*allow: \[Database\]/,
    ],
    [
      "another name of the database",
      { database: "orders" },
      /replaces Database .* for DBName: the new one is empty.*allow: \[Database\]/,
    ],
    [
      "Aurora in place of an instance",
      AURORA,
      /gives up Database .*: the new one is empty, and the data of the old one stays in a snapshot.*allow: \[Database\]/,
    ],
    ["a snapshot to begin with", { snapshot: SNAPSHOT }, /replaces? Database .*allow: \[Database\]/],
    ["a smaller disk", { storageGiB: 20 }, /from 100 to 20 GiB/],
  ];

  test.each(edits)("is refused for %s", async (_title, edit, why) => {
    for (const form of ["full", "fast"] as const) {
      const judged = await planOf(live, form, { storageGiB: 100, ...edit });
      expect(judged).toMatchObject({ step: { kind: "update" }, refusals: [{ rule: "data-loss" }] });
      expect(whyOf(judged)).toMatch(why);
    }
  });

  const harmless: readonly [string, Partial<DatabaseSpec>][] = [
    ["a larger instance", { instance: "db.r7g.large" }],
    ["a standby", { multiAz: true }],
    ["longer backups", { backup: { retentionDays: 14 } }],
    ["a larger disk", { storageGiB: 200 }],
  ];

  test.each(harmless)("goes through for %s", async (_title, edit) => {
    for (const form of ["full", "fast"] as const)
      expect(await planOf(live, form, { storageGiB: 100, ...edit })).toMatchObject({
        step: { kind: "update" },
        refusals: [],
      });
  });
});

describe("a plan of fewer readers", () => {
  test("asks nobody: what goes holds no data of its own", async () => {
    const live = await deployed(AURORA);
    for (const form of ["full", "fast"] as const)
      expect(await planOf(live, form, { ...AURORA, readers: 0 })).toMatchObject({
        step: { kind: "update" },
        refusals: [],
      });
  });
});
