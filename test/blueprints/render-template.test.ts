import { describe, expect, test } from "@jest/globals";
import { renderTemplate } from "../../src/blueprints/render-template.ts";
import { input, literal, output, ref, type Template, type Value } from "../../src/blueprints/template.ts";

function withValue(BucketName: Value): Template {
  return { Resources: { Bucket: { Type: "AWS::S3::Bucket", Properties: { BucketName } } } };
}

describe("rendering", () => {
  test("a template without inputs gives canonical JSON and no parameters", () => {
    expect(renderTemplate(withValue("acme"))).toEqual({
      template:
        '{"AWSTemplateFormatVersion":"2010-09-09",' +
        '"Resources":{"Bucket":{"Properties":{"BucketName":"acme"},"Type":"AWS::S3::Bucket"}}}',
      parameters: {},
    });
  });

  test("an input of our own gives a parameter of its name, type and values", () => {
    const colour = input("Colour", { type: "String", allowed: ["red", "blue"], binding: literal("red") });
    const { template, parameters } = renderTemplate(withValue([colour, colour]));
    expect(JSON.parse(template)).toMatchObject({
      Parameters: { Colour: { Type: "String", AllowedValues: ["red", "blue"] } },
      Resources: { Bucket: { Properties: { BucketName: [{ Ref: "Colour" }, { Ref: "Colour" }] } } },
    });
    expect(parameters).toEqual({ Colour: { kind: "literal", value: "red" } });
  });

  test("another stack's output gives a parameter named from stack and output", () => {
    const reference = { stack: "catalog-db", output: "Endpoint" };
    const { template, parameters } = renderTemplate(withValue(output(reference)));
    expect(JSON.parse(template)).toMatchObject({ Parameters: { CatalogDbEndpoint: { Type: "String" } } });
    expect(parameters).toEqual({ CatalogDbEndpoint: { kind: "text", text: [reference] } });
  });

  test.each([
    [
      "another output",
      [output({ stack: "a", output: "BC" }), output({ stack: "a-b", output: "C" })],
      ["ABC", "ABC2"],
    ],
    ["a resource", [output({ stack: "buc", output: "ket" })], ["Bucket2"]],
    [
      "a parameter of ours",
      [
        input("BucketSize", { type: "Number", binding: literal("1") }),
        output({ stack: "bucket", output: "Size" }),
      ],
      ["BucketSize", "BucketSize2"],
    ],
  ])("an output whose name is that of %s gets a number", (_, inputs, names) => {
    const rendered = renderTemplate(withValue(inputs));
    expect(Object.keys(rendered.parameters)).toEqual(names);
  });

  test("an output with an endless name gets one that CloudFormation takes", () => {
    const { parameters } = renderTemplate(withValue(output({ stack: "a", output: "B".repeat(400) })));
    expect(Object.keys(parameters).map((name) => name.length <= 255)).toEqual([true]);
  });

  test("undefined members leave no trace", () => {
    const Resources = { Topic: { Type: "AWS::SNS::Topic" as const, Properties: { TopicName: undefined } } };
    expect(renderTemplate({ Resources }).template).toContain('"Properties":{}');
  });

  test("conditions and outputs are rendered like resources", () => {
    const flag = input("Flag", { type: "String", binding: literal("true") });
    const { template } = renderTemplate({
      ...withValue("acme"),
      Conditions: { IsOn: { "Fn::Equals": [flag, "true"] } },
      Outputs: { Name: { Condition: "IsOn", Value: ref("Bucket") } },
    });
    expect(JSON.parse(template)).toMatchObject({
      Parameters: { Flag: { Type: "String" } },
      Conditions: { IsOn: { "Fn::Equals": [{ Ref: "Flag" }, "true"] } },
      Outputs: { Name: { Condition: "IsOn", Value: { Ref: "Bucket" } } },
    });
  });
});
