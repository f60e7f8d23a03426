import { describe, expect, test } from "@jest/globals";
import type { CacheSpec } from "../../src/model/repository.ts";
import { aCache, anAccount, placed } from "../support/placements.ts";
import { propertiesOf, readTemplate, resourcesOfType } from "../support/template-targets.ts";
import { place } from "../../src/blueprints/place.ts";

const cache = placed(aCache());

describe("a cache", () => {
  test("is Valkey within the limits of what it may cost", () => {
    expect(propertiesOf(cache, "Cache")).toMatchObject({
      Engine: "valkey",
      MajorEngineVersion: "8",
      CacheUsageLimits: {
        DataStorage: { Maximum: 10, Unit: "GB" },
        ECPUPerSecond: { Maximum: 10_000 },
      },
      SnapshotRetentionLimit: 0,
    });
  });

  test("stays in the same two subnets when the network gets a third zone", () => {
    const all = { "Fn::Split": [",", { Ref: "NetworkPrivateSubnets" }] };
    expect(propertiesOf(cache, "Cache")).toMatchObject({
      SubnetIds: [{ "Fn::Select": [0, all] }, { "Fn::Select": [1, all] }],
    });
  });

  test("lets nobody in by itself", () => {
    expect(propertiesOf(cache, "SecurityGroup")).not.toHaveProperty("SecurityGroupIngress");
    expect(propertiesOf(cache, "Cache")).toMatchObject({
      SecurityGroupIds: [{ "Fn::GetAtt": ["SecurityGroup", "GroupId"] }],
    });
  });

  test("outlives its stack with the group that it stands in, and the next one's gets another name", () => {
    for (const id of ["Cache", "SecurityGroup"]) {
      expect(readTemplate(cache.template).Resources[id]).toMatchObject({
        DeletionPolicy: "Retain",
        UpdateReplacePolicy: "Retain",
      });
    }
    expect(JSON.stringify(propertiesOf(cache, "Cache"))).toContain('{"Ref":"AWS::StackId"}');
  });

  test.each([
    ["shop", "shop"],
    ["a-very-long-name-of-an-application-that-goes-on", "a-very-long-name-of-an-applicat"],
    ["a-very-long-name-of-an-applica--tion", "a-very-long-name-of-an-applica"],
    ["one--two-", "one-two"],
  ])("of the app %s has a name that ElastiCache takes, beginning with %s", (app, beginning) => {
    const name = propertiesOf(placedAs(app, aCache()), "Cache");
    expect(name).toMatchObject({
      ServerlessCacheName: { "Fn::Join": ["-", [beginning, expect.anything()]] },
    });
    expect(beginning.length).toBeLessThanOrEqual(40 - "-12345678".length);
  });

  test("raises an alarm before it is full, and when it refuses commands", () => {
    expect(resourcesOfType(cache, "AWS::CloudWatch::Alarm")).toEqual(["StorageAlarm", "ThrottledAlarm"]);
    const quiet = placed(aCache({ alarms: { storagePercent: 80, throttled: false } }));
    expect(resourcesOfType(quiet, "AWS::CloudWatch::Alarm")).toEqual(["StorageAlarm"]);
    expect(resourcesOfType(placed(aCache({ alarms: false })), "AWS::CloudWatch::Alarm")).toEqual([]);
  });
});

function placedAs(app: string, spec: CacheSpec): { readonly template: string } {
  const said = { file: "accounts/dev/apps.yaml", line: 1, column: 1 };
  const placement = { app, spec, uses: [], adopt: false, allow: [], ignoreDrift: [], place: said };
  return place("acme", anAccount({ placements: [placement] })).at(-1) ?? { template: "{}" };
}
