import { describe, expect, test } from "@jest/globals";
import { stringify } from "yaml";
import type { Json } from "../../../src/sandbox/json.ts";
import { evaluate } from "../../../src/sandbox/template/evaluate.ts";
import { parseTemplate } from "../../../src/sandbox/template/parse.ts";
import type { Scope } from "../../../src/sandbox/template/scope.ts";
import { createScope, wantedResources } from "../../../src/sandbox/template/scope.ts";
import { unknownValue } from "../../../src/sandbox/template/unknown.ts";
import { validationError } from "../../../src/sandbox/errors.ts";

const body = stringify({
  Parameters: { Env: { Type: "String" }, List: { Type: "CommaDelimitedList" } },
  Mappings: { Sizes: { dev: { cpu: 256, zones: ["a", "b"] } } },
  Conditions: {
    IsDev: { "Fn::Equals": [{ Ref: "Env" }, "dev"] },
    IsNotDev: { "Fn::Not": [{ Condition: "IsDev" }] },
    Both: { "Fn::And": [{ Condition: "IsDev" }, { Condition: "IsNotDev" }] },
    Either: { "Fn::Or": [{ Condition: "IsDev" }, { Condition: "IsNotDev" }] },
  },
  Resources: {
    Topic: { Type: "AWS::SNS::Topic" },
    Table: { Type: "AWS::DynamoDB::Table" },
    New: { Type: "AWS::SNS::Topic" },
    Absent: { Type: "AWS::SNS::Topic", Condition: "IsNotDev" },
  },
});

function scope(): Scope {
  return createScope({
    template: parseTemplate(body),
    identity: {
      account: "111111111111",
      region: "eu-west-1",
      stackId: "arn:stack",
      stackName: "web",
      notificationArns: [],
    },
    parameters: new Map<string, Json>([
      ["Env", "dev"],
      ["List", ["x", "y"]],
    ]),
    resource(id) {
      if (id === "Absent") return undefined;
      if (id === "New") return { ref: unknownValue, attribute: () => unknownValue };
      return { ref: `${id}-id`, attribute: (name) => `${id}.${name}` };
    },
    stackOutput: ({ outputName }) => outputName,
    dynamicValue: ({ text }) => text,
    importValue(name) {
      if (name === "shared") return "imported";
      throw validationError(`No export named ${name} found.`);
    },
  });
}

describe("functions", () => {
  test.each<[string, Json, Json | undefined]>([
    ["Ref of a parameter", { Ref: "Env" }, "dev"],
    ["Ref of a list", { Ref: "List" }, ["x", "y"]],
    ["Ref of a resource", { Ref: "Topic" }, "Topic-id"],
    ["Ref of nothing", { Ref: "AWS::NoValue" }, undefined],
    ["a pseudo parameter", { "Fn::Sub": "${AWS::Partition} ${AWS::URLSuffix}" }, "aws amazonaws.com"],
    ["GetAtt as text", { "Fn::GetAtt": "Table.Stream.Arn" }, "Table.Stream.Arn"],
    ["GetAtt as a list", { "Fn::GetAtt": ["Table", "Stream.Arn"] }, "Table.Stream.Arn"],
    ["Sub with an attribute", { "Fn::Sub": "${Topic}/${Table.Arn}" }, "Topic-id/Table.Arn"],
    ["Sub with own variables", { "Fn::Sub": ["${a}-${Env}", { a: { Ref: "Topic" } }] }, "Topic-id-dev"],
    ["Sub with a literal", { "Fn::Sub": "${!Literal} ${Env}" }, "${Literal} dev"],
    ["Join", { "Fn::Join": ["-", ["a", { Ref: "Env" }, 1]] }, "a-dev-1"],
    ["Join of a list parameter", { "Fn::Join": [",", { Ref: "List" }] }, "x,y"],
    ["Split", { "Fn::Split": [".", "a.b.c"] }, ["a", "b", "c"]],
    ["Select", { "Fn::Select": ["1", { Ref: "List" }] }, "y"],
    ["FindInMap", { "Fn::FindInMap": ["Sizes", { Ref: "Env" }, "cpu"] }, 256],
    ["FindInMap of a list", { "Fn::FindInMap": ["Sizes", "dev", "zones"] }, ["a", "b"]],
    ["If", { "Fn::If": ["IsDev", "yes", "no"] }, "yes"],
    ["If of a combined condition", { "Fn::If": ["Both", "yes", { "Fn::If": ["Either", "or", "no"] }] }, "or"],
    ["If without a value", { a: { "Fn::If": ["IsNotDev", "x", { Ref: "AWS::NoValue" }] }, b: 1 }, { b: 1 }],
    ["If without an element", [{ "Fn::If": ["IsNotDev", "x", { Ref: "AWS::NoValue" }] }, "y"], ["y"]],
    ["Base64", { "Fn::Base64": "hi" }, "aGk="],
    ["GetAZs of here", { "Fn::GetAZs": "" }, ["eu-west-1a", "eu-west-1b", "eu-west-1c"]],
    ["GetAZs of elsewhere", { "Fn::Select": [0, { "Fn::GetAZs": "us-east-1" }] }, "us-east-1a"],
    ["Cidr", { "Fn::Cidr": ["10.0.0.0/16", 2, 8] }, ["10.0.0.0/24", "10.0.1.0/24"]],
    ["ImportValue", { "Fn::ImportValue": { "Fn::Sub": "shared" } }, "imported"],
    ["what is not known yet", { Ref: "New" }, unknownValue],
    ["a text with something unknown", { "Fn::Sub": "a-${New.TopicName}" }, unknownValue],
    ["a join with something unknown", { "Fn::Join": ["", ["a", { Ref: "New" }]] }, unknownValue],
    ["a choice beside something unknown", { "Fn::Select": [1, [{ Ref: "New" }, "b"]] }, "b"],
    [
      "a policy's Condition",
      { Condition: { StringEquals: { a: "b" } } },
      { Condition: { StringEquals: { a: "b" } } },
    ],
  ])("%s", (_, value, expected) => {
    expect(evaluate(value, scope())).toEqual(expected);
  });

  test.each<[string, Json, string]>([
    [
      "a list that is too short",
      { "Fn::Select": [2, { Ref: "List" }] },
      "Fn::Select cannot select nonexistent value at index 2",
    ],
    [
      "a missing mapping key",
      { "Fn::FindInMap": ["Sizes", "prod", "cpu"] },
      "Unable to get mapping for Sizes::prod::cpu",
    ],
    ["a missing export", { "Fn::ImportValue": "nobody" }, "No export named nobody found."],
    ["a join of objects", { "Fn::Join": ["", [{ a: 1 }]] }, "every Fn::Join object requires two parameters"],
    ["a resource whose condition is false", { Ref: "Absent" }, "Unresolved resource dependencies [Absent]"],
    ["a block that is too small", { "Fn::Cidr": ["10.0.0.0/24", 2, 8] }, "has no room for 2 blocks"],
  ])("%s is an error", (_, value, message) => {
    expect(() => evaluate(value, scope())).toThrow(message);
  });

  test("resources with a false condition are not wanted", () => {
    expect(wantedResources(scope())).toEqual(["Topic", "Table", "New"]);
  });
});
