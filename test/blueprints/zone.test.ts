import { expect, test } from "@jest/globals";
import { place } from "../../src/blueprints/place.ts";
import { anAccount } from "../support/placements.ts";
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
