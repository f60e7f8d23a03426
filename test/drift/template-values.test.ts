import { describe, expect, test } from "@jest/globals";
import type { Json } from "../../src/model/canonical.ts";
import { valueIn, type DeployedTemplate } from "../../src/drift/template-values.ts";

const deployed: DeployedTemplate = {
  template: {
    Resources: {},
    Outputs: { Address: { Value: { "Fn::GetAtt": ["Balancer", "DNSName"] } } },
  },
  parameters: { Zone: "acme.example", Subnets: "a,b" },
  outputs: { Address: "lb-1.example" },
  physicalIds: new Map([["Group", "sg-1"]]),
  pseudo: { "AWS::Region": "eu-west-1" },
};

describe("the value of", () => {
  test.each<[string, Json, Json]>([
    ["a plain value", { a: [1, true] }, { a: [1, true] }],
    ["a parameter", { Ref: "Zone" }, "acme.example"],
    ["a pseudo parameter", { Ref: "AWS::Region" }, "eu-west-1"],
    ["a resource", { Ref: "Group" }, "sg-1"],
    ["the id of a group", { "Fn::GetAtt": ["Group", "GroupId"] }, "sg-1"],
    ["the same in short", { "Fn::GetAtt": "Group.GroupId" }, "sg-1"],
    ["an attribute that an output shows", { "Fn::GetAtt": ["Balancer", "DNSName"] }, "lb-1.example"],
    ["joined parts", { "Fn::Join": [".", ["www", { Ref: "Zone" }]] }, "www.acme.example"],
    ["a text with references", { "Fn::Sub": "www.${Zone}.${!Literal}" }, "www.acme.example.${Literal}"],
    ["an element of a split text", { "Fn::Select": ["1", { "Fn::Split": [",", { Ref: "Subnets" }] }] }, "b"],
    ["an object with an unknown member: the others", { a: 1, b: { Ref: "Nobody" } }, { a: 1 }],
  ])("%s", (_what, value, expected) => {
    expect(valueIn(deployed, value)).toEqual(expected);
  });

  test.each<[string, Json]>([
    ["an attribute that no output shows", { "Fn::GetAtt": ["Balancer", "FullName"] }],
    ["a reference to nothing known", { Ref: "Nobody" }],
    ["a text with an unknown reference", { "Fn::Sub": "${Nobody}.${Zone}" }],
    ["a list with an unknown element", ["a", { Ref: "Nobody" }]],
    ["an import", { "Fn::ImportValue": "x" }],
    ["a choice", { "Fn::If": ["IsBig", 1, 2] }],
    ["what every object has", { Ref: "constructor" }],
  ])("%s is not known", (_what, value) => {
    expect(valueIn(deployed, value)).toBeUndefined();
  });
});
