import { describe, expect, test } from "@jest/globals";
import { recount } from "../../src/reconcile/recount.ts";
import { runUntilSettled } from "../../src/reconcile/run.ts";
import { appOf, failing, jobOf } from "../support/job.ts";
import { MemoryWorld } from "../support/memory-world.ts";

const revision = {
  commit: "0123456789abcdef0123456789abcdef01234567",
  author: "Ann Lee",
  subject: "catalog: faster",
  isDirty: false,
};

describe("what happened, as CloudFormation tells it", () => {
  test("a deployment, and the failure after it with its commit", async () => {
    const world = new MemoryWorld();
    const sync = (content: string, commit: string) => {
      const desired = [appOf("test", "catalog", content)];
      const { job } = jobOf({ test: { world, desired } }, { revision: { ...revision, commit } });
      return runUntilSettled({ ...job, timeoutMs: 1_000_000 });
    };
    await sync("one", revision.commit);
    world.mishaps = [{ stack: "acme-catalog", during: "update", content: "two" }];
    await sync("two", "f".repeat(40));
    const { job } = jobOf({ test: { world, desired: [] } });
    const { events, failures } = await recount(job);
    expect(failures).toEqual([]);
    expect(events).toMatchObject([
      {
        kind: "failed",
        app: "catalog",
        revision: { commit: "f".repeat(12), author: "Ann Lee", subject: "catalog: faster" },
      },
      { kind: "applied", app: "catalog" },
    ]);
  });

  test("only of stacks of this repository and account, and of the apps that are asked about", async () => {
    const world = new MemoryWorld();
    const desired = [appOf("test", "catalog", "one"), appOf("test", "mailer", "one")];
    const { job } = jobOf({ test: { world, desired } });
    await runUntilSettled({ ...job, timeoutMs: 1_000_000 });
    const appsTold = async (extra: Partial<typeof job>) =>
      new Set((await recount({ ...job, ...extra })).events.map(({ app }) => app));
    expect([
      await appsTold({}),
      await appsTold({ select: { apps: ["mailer"] } }),
      await appsTold({ repository: "other" }),
      await appsTold({ select: { accounts: [] } }),
    ]).toEqual([new Set(["catalog", "mailer"]), new Set(["mailer"]), new Set(), new Set()]);
  });

  test("an account that cannot be asked is named, and the others are told", async () => {
    const world = new MemoryWorld();
    const desired = [appOf("test", "catalog", "one")];
    await runUntilSettled({ ...jobOf({ test: { world, desired } }).job, timeoutMs: 1_000_000 });
    const { job } = jobOf({
      dev: { desired: [], interference: failing("sweep", 1) },
      test: { world, desired },
    });
    const { events, failures } = await recount(job);
    expect(failures).toEqual([{ account: "dev", message: "Rate exceeded", remedy: "wait", mayRetry: true }]);
    expect(events).toMatchObject([{ account: "test", app: "catalog" }]);
  });
});
