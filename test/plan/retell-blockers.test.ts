import { expect, test } from "@jest/globals";
import type { Plan, Step } from "../../src/model/plan.ts";
import { retellBlockers } from "../../src/plan/retell-blockers.ts";
import { boundStack } from "../support/stacks.ts";

const to = boundStack({ app: "network", name: "acme-network" });
const network = { app: "network", stack: "acme-network" };
const creation: Step = {
  kind: "create",
  ...network,
  reason: "not deployed yet",
  to,
  write: { kind: "create-change-set", type: "CREATE", name: "mooring-1" },
};
const held: Step = { kind: "hold", ...network, reason: "no way to it", because: { kind: "delegation" } };

function waiting(reason: string, on: readonly string[]): Step {
  return { kind: "hold", app: "shop", stack: "acme-shop", reason, because: { kind: "dependency", on } };
}

function planOf(...steps: readonly Step[]): Plan {
  return { account: "dev", steps };
}

test("what waits for a step that was replaced by a hold says so, and keeps the rest of its reason", () => {
  const shop = waiting("new version; waits for network, which has to be created first", ["network"]);
  expect(retellBlockers(planOf(held, shop), planOf(creation, shop)).steps[1]).toMatchObject({
    reason: "new version; waits for network, which is held",
  });
});

test("a plan in which nothing was replaced stays as it is", () => {
  const plan = planOf(creation, waiting("waits for network, which has to be created first", ["network"]));
  expect(retellBlockers(plan, plan)).toEqual(plan);
});

test("what waits for something else, or is held for another reason, stays as it is", () => {
  const other = waiting("waits for network, of which nobody knows", ["elsewhere"]);
  const steps = [held, other];
  expect(retellBlockers(planOf(...steps), planOf(creation, other)).steps).toEqual(steps);
});
