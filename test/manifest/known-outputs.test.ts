import { describe, expect, test } from "@jest/globals";
import { networkOutputs, specOutputs, zoneOutputs } from "../../src/manifest/known-outputs.ts";
import type { DesiredStack } from "../../src/model/desired-stack.ts";
import { place } from "../../src/blueprints/place.ts";
import {
  aBucket,
  aCache,
  aDatabase,
  aJob,
  aQueue,
  aService,
  aWorker,
  anAccount,
  placed,
  settledAccount,
} from "../support/placements.ts";
import { readTemplate } from "../support/template-targets.ts";

function outputsOf(stack: DesiredStack | undefined): readonly string[] {
  return stack === undefined ? [] : Object.keys(readTemplate(stack.template).Outputs ?? {}).toSorted();
}

describe("the outputs that references are checked against are those that the blueprints give", () => {
  test.each([
    ["Service", aService({ expose: ["public", "internal"] })],
    ["Worker", aWorker()],
    ["Job", aJob()],
    ["Cache", aCache()],
    ["Bucket", aBucket()],
    ["Queue", aQueue({ alarms: { deadLetters: true, oldestSeconds: 600 } })],
  ])("of a %s", (_kind, spec) => {
    expect([...(specOutputs(spec) ?? [])].toSorted()).toEqual(outputsOf(placed(spec)));
  });

  test("of a Database: an instance has a disk to run out of, and Aurora has readers", () => {
    const alarms = { cpuPercent: 90, freeStorageGiB: 5, connections: 100 };
    const placements = [
      aDatabase({ alarms }),
      aDatabase({ engine: "aurora-postgres", readers: 1, alarms }),
    ].map((spec) => outputsOf(placed(spec)));
    expect([...(specOutputs(aDatabase()) ?? [])].toSorted()).toEqual(
      [...new Set(placements.flat())].toSorted(),
    );
  });

  test.each([
    ["are made", anAccount()],
    ["were there before", settledAccount()],
  ])("of the zone and the network that %s", (_, account) => {
    const [zone, network] = place("acme", account);
    expect([...zoneOutputs(account.hostedZone)].toSorted()).toEqual(outputsOf(zone));
    expect([...networkOutputs(account.network)].toSorted()).toEqual(outputsOf(network));
  });
});
