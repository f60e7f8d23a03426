import { describe, expect, test } from "@jest/globals";
import type { JudgedStep, Step } from "../../src/model/plan.ts";
import { withVersionDrift } from "../../src/drift/version-drift.ts";
import { accountDriftOf, driftedProperty } from "../support/drift.ts";
import { updateStep } from "../support/facts.ts";
import { boundStack, deployedStack, templateOf } from "../support/stacks.ts";

const to = boundStack({ version: "2.0.0", template: templateOf("new") });
const from = deployedStack(boundStack());

function drift(step: Step, at = 7000, before = accountDriftOf()) {
  const steps: readonly JudgedStep[] = [{ step, refusals: [] }];
  return withVersionDrift(before, { account: "test", steps, at, deployedVersion: () => "1.0.0" });
}

describe("the version of a stack", () => {
  test("that is not deployed is drift", () => {
    expect(drift(updateStep({ to, from, version: "2.0.0" })).properties).toMatchObject([
      { layer: "version", property: "version", expected: "2.0.0", actual: "1.0.0", since: 7000 },
    ]);
  });

  test("in another form is drift of the template, the same one in every pass", () => {
    const step = updateStep({ to, from, version: "1.0.0" });
    const first = drift(step);
    expect(first.properties).toMatchObject([{ property: "template" }]);
    expect(drift({ ...step, reason: "in other words" }, 8000, first).properties).toEqual(first.properties);
  });

  test("of a stack that is not there is drift of the whole", () => {
    const hold: Step = {
      kind: "hold",
      app: "storefront",
      stack: "acme-storefront",
      reason: "waits for network",
      because: { kind: "dependency", on: ["network"] },
      next: "create",
    };
    expect(drift(hold).properties).toMatchObject([{ property: "", expected: "acme-storefront" }]);
  });

  test.each<[string, Step]>([
    ["is in sync", { kind: "keep", app: "a", stack: "s", reason: "in sync", from }],
    ["is in flight", { kind: "wait", app: "a", stack: "s", reason: "CloudFormation is at work", from }],
    ["is only healed", updateStep({ to, heals: { properties: [], harmless: [], round: 1, of: 3 } })],
  ])("of a stack that %s is no drift", (_what, step) => {
    expect(drift(step).properties).toEqual([]);
  });

  test("replaces what was known of versions, and leaves what a survey found", () => {
    const before = accountDriftOf({
      properties: [driftedProperty(), driftedProperty({ layer: "version", property: "version" })],
    });
    const keep: Step = { kind: "keep", app: "a", stack: "s", reason: "in sync", from };
    expect(drift(keep, 1, before).properties).toEqual([driftedProperty()]);
  });
});
