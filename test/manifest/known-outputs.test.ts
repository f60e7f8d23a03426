import { describe, expect, test } from "@jest/globals";
import { ZONE_OUTPUTS, networkOutputs, specOutputs } from "../../src/manifest/known-outputs.ts";
import type { DesiredStack } from "../../src/model/desired-stack.ts";
import { place } from "../../src/blueprints/place.ts";
import { aJob, aService, aWorker, anAccount, placed } from "../support/placements.ts";
import { readTemplate } from "../support/template-targets.ts";

function outputsOf(stack: DesiredStack | undefined): readonly string[] {
  return stack === undefined ? [] : Object.keys(readTemplate(stack.template).Outputs ?? {}).toSorted();
}

describe("the outputs that references are checked against are those that the blueprints give", () => {
  test.each([
    ["Service", aService({ expose: ["public", "internal"] })],
    ["Worker", aWorker()],
    ["Job", aJob()],
  ])("of a %s", (_kind, spec) => {
    expect([...(specOutputs(spec) ?? [])].toSorted()).toEqual(outputsOf(placed(spec)));
  });

  test("of the zone and the network", () => {
    const account = anAccount();
    const [zone, network] = place("acme", account);
    expect([...ZONE_OUTPUTS].toSorted()).toEqual(outputsOf(zone));
    expect([...networkOutputs(account.network)].toSorted()).toEqual(outputsOf(network));
  });
});
