import { afterAll, beforeAll, expect, test } from "@jest/globals";
import type { DesiredStack } from "../../src/model/desired-stack.ts";
import type { ServiceSpec } from "../../src/model/repository.ts";
import { liveAccount, liveAccountIn, type LiveAccount } from "../support/live-account.ts";
import { aService, placedIn } from "../support/placements.ts";
import { startTestSandbox, type TestSandbox } from "../support/sandbox.ts";

let sandbox: TestSandbox;
let live: LiveAccount;

function desired(overrides: Partial<ServiceSpec> = {}, version = "1.0.0"): readonly DesiredStack[] {
  const spec = aService({ expose: ["public"], strategy: "blue-green", ...overrides });
  return placedIn(liveAccount, spec, version);
}

beforeAll(async () => {
  sandbox = await startTestSandbox();
  live = liveAccountIn(sandbox, desired());
  await live.deploy();
});
afterAll(() => sandbox.close());

/** What becomes of the service, and why not. */
async function settled(stacks: readonly DesiredStack[]): Promise<unknown> {
  const { report } = await live.settle({ desired: stacks });
  return report.steps
    .filter(({ step }) => step.app === "shop")
    .map(({ step, refusals }) => [step.kind, ...refusals.map(({ rule }) => rule)]);
}

test("a service whose load ECS has moved is in sync and has no drift, however often it is deployed", async () => {
  for (const version of ["1.0.0", "1.1.0", "1.2.0"]) {
    expect(await settled(desired({}, version))).toEqual([["keep"]]);
    const { properties, ignored } = await live.survey({ desired: desired({}, version) });
    expect(properties).toEqual([]);
    expect(ignored.map(({ because }) => because)).toContain(
      "ECS moves the load between the service's two target groups",
    );
  }
});

test("its rule is changed by a person's word only", async () => {
  const renamed = { hosts: ["shop", "www"] };
  expect(await settled(desired(renamed, "1.2.0"))).toEqual([["update", "moved-load"]]);
  const allowed = desired(renamed, "1.2.0").map((stack) => ({ ...stack, allow: ["PublicRule1"] }));
  expect(await settled(allowed)).toEqual([["keep"]]);
});

test("the strategy that moves the load is left by a person's word only", async () => {
  const rolling = desired({ hosts: ["shop", "www"], strategy: "rolling" }, "1.2.0");
  expect(await settled(rolling)).toEqual([["update", "moved-load"]]);
});
