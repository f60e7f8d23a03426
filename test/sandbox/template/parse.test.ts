import { describe, expect, test } from "@jest/globals";
import { parseTemplate } from "../../../src/sandbox/template/parse.ts";

const topic = { Type: "AWS::SNS::Topic" };
const parse = (template: unknown) => parseTemplate(JSON.stringify(template));
const withResource = (resource: object) => ({ Resources: { A: resource } });

test("every short tag reads as its long form", () => {
  const yaml = `
Parameters: { P: { Type: String } }
Mappings: { M: { a: { b: c } } }
Conditions:
  C: !And [!Equals [!Ref P, x], !Not [!Equals [!Ref P, y]], !Or [!Condition D, !Condition D]]
  D: !Equals [a, b]
Resources:
  Topic: { Type: AWS::SNS::Topic }
  A:
    Type: AWS::SNS::Topic
    Properties:
      Att: !GetAtt Topic.Nested.Name
      AttList: !GetAtt [Topic, Name]
      Sub: !Sub "\${P}"
      SubList: !Sub ["\${v}", { v: !Ref P }]
      Join: !Join [",", !Split ["-", !Ref P]]
      Select: !Select [0, !GetAZs ""]
      If: !If [C, !Ref Topic, !Ref AWS::NoValue]
      Map: !FindInMap [M, a, b]
      Base: !Base64 text
      Cidr: !Cidr [10.0.0.0/16, 2, 8]
      Import: !ImportValue
        Fn::Sub: "x-\${P}"
      Version: 2012-10-17
`;
  expect(parseTemplate(yaml).resources.get("A")?.properties).toEqual({
    Att: { "Fn::GetAtt": ["Topic", "Nested.Name"] },
    AttList: { "Fn::GetAtt": ["Topic", "Name"] },
    Sub: { "Fn::Sub": "${P}" },
    SubList: { "Fn::Sub": ["${v}", { v: { Ref: "P" } }] },
    Join: { "Fn::Join": [",", { "Fn::Split": ["-", { Ref: "P" }] }] },
    Select: { "Fn::Select": [0, { "Fn::GetAZs": "" }] },
    If: { "Fn::If": ["C", { Ref: "Topic" }, { Ref: "AWS::NoValue" }] },
    Map: { "Fn::FindInMap": ["M", "a", "b"] },
    Base: { "Fn::Base64": "text" },
    Cidr: { "Fn::Cidr": ["10.0.0.0/16", 2, 8] },
    Import: { "Fn::ImportValue": { "Fn::Sub": "x-${P}" } },
    Version: "2012-10-17",
  });
});

test("resources are ordered by what they depend on, however that is said", () => {
  const template = parse({
    Resources: {
      D: { ...topic, DependsOn: ["C"] },
      C: { ...topic, Properties: { X: { "Fn::Sub": "${B.Arn}" } } },
      B: { ...topic, Metadata: { x: { "Fn::GetAtt": ["A", "Arn"] } } },
      A: topic,
    },
  });
  expect(template.order).toEqual(["A", "B", "C", "D"]);
  expect(template.dependencies.get("D")).toEqual(["C"]);
});

describe("what is no template is refused in CloudFormation's words", () => {
  test.each<[string, string, string]>([
    ["broken JSON", '{"Resources":', "Template format error: JSON not well-formed. (line 1, column 14)"],
    ["broken YAML", "Resources:\n  - : :\n\t", "Template format error: YAML not well-formed."],
    ["an unknown tag", "Resources: !Foo x", "Template format error: YAML not well-formed."],
    ["an alias", "Resources: { A: &a { Type: AWS::SNS::Topic }, B: *a }", "YAML aliases are not allowed"],
    ["a text", "hello", "Template format error: unsupported structure."],
    ["endless nesting", "[".repeat(5000), "Template format error:"],
    ["deep nesting", `{"Metadata":${'{"a":'.repeat(200)}1${"}".repeat(200)}}`, "nested more than"],
  ])("%s", (_, body, message) => {
    expect(() => parseTemplate(body)).toThrow(message);
  });

  test.each<[string, object, string]>([
    ["nothing in it", { Resources: {} }, "At least one Resources member must be defined."],
    [
      "an unknown section",
      { ...withResource(topic), Foo: 1 },
      "Invalid template property or properties [Foo]",
    ],
    [
      "a transform",
      { ...withResource(topic), Transform: "AWS::Serverless-2016-10-31" },
      "the transform AWS::Serverless-2016-10-31 is not supported by the sandbox",
    ],
    ["rules", { ...withResource(topic), Rules: {} }, "the Rules section is not supported by the sandbox"],
    ["no type", withResource({}), "[/Resources/A] Every Resources object must contain a Type member."],
    ["an unknown member", withResource({ ...topic, Foo: 1 }), "Invalid template resource property 'Foo'"],
    ["a bad logical id", { Resources: { "a-b": topic } }, "Resource name a-b is non alphanumeric."],
    [
      "a bad policy",
      withResource({ ...topic, DeletionPolicy: "Keep" }),
      "Unrecognized DeletionPolicy Keep for resource A",
    ],
    [
      "a missing reference",
      withResource({ ...topic, Properties: { X: { Ref: "B" } } }),
      "Unresolved resource dependencies [B] in the Resources block of the template",
    ],
    [
      "a missing reference in an output",
      { ...withResource(topic), Outputs: { O: { Value: { Ref: "B" } } } },
      "Unresolved resource dependencies [B] in the Outputs block of the template",
    ],
    [
      "an attribute of nothing",
      withResource({ ...topic, Properties: { X: { "Fn::GetAtt": ["B", "Arn"] } } }),
      "instance of Fn::GetAtt references undefined resource B",
    ],
    [
      "a missing dependency",
      withResource({ ...topic, DependsOn: "B" }),
      "Unresolved resource dependencies [B]",
    ],
    [
      "a missing condition",
      withResource({ ...topic, Condition: "C" }),
      "Unresolved condition dependency [C] in the Resources block of the template",
    ],
    [
      "a missing mapping",
      withResource({ ...topic, Properties: { X: { "Fn::FindInMap": ["M", "a", "b"] } } }),
      "Mapping named 'M' is not present",
    ],
    [
      "a resource in a condition",
      { ...withResource(topic), Conditions: { C: { "Fn::Equals": [{ Ref: "A" }, "x"] } } },
      "Cannot reference resources in the Conditions block",
    ],
    [
      "a function nobody knows",
      withResource({ ...topic, Properties: { X: { "Fn::Nonsense": [] } } }),
      "Fn::Nonsense is not supported by the sandbox",
    ],
    [
      "a circle",
      {
        Resources: {
          A: { ...topic, DependsOn: "B" },
          B: { ...topic, DependsOn: "A" },
          C: { ...topic, DependsOn: "A" },
        },
      },
      "Circular dependency between resources: [A, B]",
    ],
    [
      "an output without a value",
      { ...withResource(topic), Outputs: { O: {} } },
      "[/Outputs/O] Every Outputs member must contain a Value object",
    ],
    [
      "a parameter of no type",
      { ...withResource(topic), Parameters: { P: {} } },
      "Every Parameters object must contain a Type member.",
    ],
    [
      "a parameter of an unknown type",
      { ...withResource(topic), Parameters: { P: { Type: "Text" } } },
      "Unrecognized parameter type: Text",
    ],
    [
      "too many resources",
      { Resources: Object.fromEntries(Array.from({ length: 501 }, (_, i) => [`R${i}`, topic])) },
      "Number of resources, 501, is greater than maximum allowed, 500",
    ],
  ])("%s", (_, template, message) => {
    expect(() => parse(template)).toThrow(message);
  });
});
