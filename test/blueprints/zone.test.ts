import { describe, expect, test } from "@jest/globals";
import { place } from "../../src/blueprints/place.ts";
import { anAccount, settledAccount } from "../support/placements.ts";
import { readTemplate } from "../support/template-targets.ts";

const [zone] = place("acme", anAccount());
const template = readTemplate(zone?.template ?? "{}");

test("the zone of an account is kept, whatever happens to its stack", () => {
  expect(template.Resources["Zone"]).toEqual({
    Type: "AWS::Route53::HostedZone",
    Properties: { Name: { Ref: "ZoneName" } },
    DeletionPolicy: "Retain",
    UpdateReplacePolicy: "Retain",
  });
  expect(zone?.parameters).toEqual({ ZoneName: { kind: "literal", value: "dev.acme.example" } });
});

test("the zone tells the network its id and its name, and people its name servers", () => {
  expect(Object.keys(template.Outputs ?? {}).toSorted()).toEqual(["NameServers", "ZoneId", "ZoneName"]);
});

describe("the zone that an account had before", () => {
  const [stack] = place("acme", settledAccount());

  test("is not made, and everything else learns its id and its name all the same", () => {
    const { Resources, Outputs } = readTemplate(stack?.template ?? "{}");
    expect(Object.values(Resources).map(({ Type }) => Type)).toEqual([
      "AWS::CloudFormation::WaitConditionHandle",
    ]);
    expect(Outputs).toEqual({
      ZoneId: { Value: { Ref: "ZoneId" } },
      ZoneName: { Value: { Ref: "ZoneName" } },
    });
    expect(stack?.parameters).toEqual({
      ZoneId: { kind: "literal", value: "Z0123456789ABCDEFGHIJ" },
      ZoneName: { kind: "literal", value: "dev.acme.example" },
    });
  });
});

describe("a CAA record", () => {
  const caa = ["amazon.com", "letsencrypt.org"];

  test.each([
    ["made", anAccount({ hostedZone: { caa } }), { Ref: "Zone" }],
    ["known", settledAccount({ hostedZone: { existing: "Z0123456789ABCDEFGHIJ", caa } }), { Ref: "ZoneId" }],
  ])("of a zone that is %s names every authority", (_, account, zoneId) => {
    const [stack] = place("acme", account);
    expect(readTemplate(stack?.template ?? "{}").Resources["Authorities"]).toEqual({
      Type: "AWS::Route53::RecordSet",
      Properties: {
        HostedZoneId: zoneId,
        Name: { Ref: "ZoneName" },
        Type: "CAA",
        TTL: "300",
        ResourceRecords: { "Fn::Split": [",", { Ref: "CaaRecords" }] },
      },
    });
    expect(stack?.parameters["CaaRecords"]).toEqual({
      kind: "literal",
      value: '0 issue "amazon.com",0 issue "letsencrypt.org"',
    });
  });

  test("is not there where the account wants none", () => {
    expect(template.Resources["Authorities"]).toBeUndefined();
  });
});
