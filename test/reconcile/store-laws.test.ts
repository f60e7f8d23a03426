import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { paginateListStackResources } from "@aws-sdk/client-cloudformation";
import fc from "fast-check";
import { place } from "../../src/blueprints/place.ts";
import type { DataSpec, Placement } from "../../src/model/repository.ts";
import { arbitraryStores, placementOf } from "../support/arbitrary-accounts.ts";
import { liveAccount, liveAccountIn, type LiveAccount } from "../support/live-account.ts";
import { startTestSandbox, type TestSandbox } from "../support/sandbox.ts";

const EDITS = 10;
const STORES = ["Bucket", "Cache", "Database", "Cluster", "DeadLetterQueue", "Queue", "Secret"];
const account = { ...liveAccount, prune: { max: 20, share: 1 } };

let sandbox: TestSandbox;
let live: LiveAccount;

beforeAll(async () => {
  sandbox = await startTestSandbox();
  live = liveAccountIn(sandbox, []);
});

afterAll(() => sandbox.close());

function placements(stores: Readonly<Record<string, DataSpec>>): readonly Placement[] {
  return Object.entries(stores).map(([app, spec]) => placementOf(app, spec));
}

function settle(placed: readonly Placement[]) {
  return live.settle({ account, desired: place("acme", { ...account, placements: placed }) });
}

/** What AWS calls every store: another name is another store. */
async function storesThere(apps: readonly string[]): Promise<readonly string[]> {
  const client = sandbox.cloudformation({ account: account.id });
  const found: string[] = [];
  for (const app of apps) {
    for await (const page of paginateListStackResources({ client }, { StackName: `acme-${app}` })) {
      const all = page.StackResourceSummaries ?? [];
      const stores = all.filter(({ LogicalResourceId: id = "" }) => STORES.includes(id));
      found.push(...stores.map((each) => `${app} ${each.LogicalResourceId} ${each.PhysicalResourceId}`));
    }
  }
  return found.toSorted();
}

describe("whatever is edited in files of stores that hold data", () => {
  test("no store is replaced or deleted as long as nobody allows it, and every refusal says how", async () => {
    const [first = {}, ...edits] = fc.sample(arbitraryStores, EDITS + 1);
    const apps = Object.keys(first);
    expect((await settle(placements(first))).standing).toBe("settled");
    const stores = await storesThere(apps);
    expect(stores.length).toBeGreaterThan(apps.length);
    let refused = 0;
    for (const edit of edits) {
      const { report } = await settle(placements(edit));
      expect(await storesThere(apps)).toEqual(stores);
      const refusals = report.steps.flatMap((judged) => judged.refusals);
      for (const { rule, allowBy } of refusals)
        expect([rule, allowBy]).toEqual(["data-loss", expect.stringMatching(/allow: \[/)]);
      refused += refusals.length;
    }
    expect(refused).toBeGreaterThan(0);
  });

  test("taking the files away leaves the stores, until each is named in removed.yaml", async () => {
    const apps = ["catalog", "sessions", "uploads", "jobs"];
    const before = await storesThere(apps);
    const { report } = await settle([]);
    expect(await storesThere(apps)).toEqual(before);
    const refused = report.steps.filter(({ refusals }) => refusals.some(({ rule }) => rule === "prune"));
    expect(refused.map(({ step }) => step.app).toSorted()).toEqual(apps.toSorted());
  });
});
