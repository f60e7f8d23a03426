import { describe, expect, test } from "@jest/globals";
import { createEngine } from "./engine.ts";

const template = {
  AWSTemplateFormatVersion: "2010-09-09",
  Description: "a shop",
  Metadata: { Owner: "shop" },
  Parameters: {
    Size: { Type: "String", Default: "small", AllowedValues: ["small", "large"], Description: "how big" },
    Key: { Type: "AWS::SSM::Parameter::Value<String>", NoEcho: true, Default: "/key" },
  },
  Resources: {
    Topic: { Type: "AWS::SNS::Topic" },
    Other: { Type: "AWS::SNS::Topic" },
    Role: {
      Type: "AWS::IAM::Role",
      Properties: { RoleName: "shop", AssumeRolePolicyDocument: { Statement: [] } },
    },
  },
};

describe("what a template declares", () => {
  test("is its parameters with their constraints, capabilities and why, types and what identifies their resources", () => {
    const summary = createEngine().call("GetTemplateSummary", { TemplateBody: JSON.stringify(template) });
    expect(summary).toMatchObject({
      Description: "a shop",
      Version: "2010-09-09",
      Metadata: '{"Owner":"shop"}',
      Capabilities: ["CAPABILITY_NAMED_IAM"],
      CapabilitiesReason: "The following resource(s) require capabilities: [AWS::IAM::Role]",
      ResourceTypes: ["AWS::SNS::Topic", "AWS::IAM::Role"],
      DeclaredTransforms: [],
      ResourceIdentifierSummaries: [
        {
          ResourceType: "AWS::SNS::Topic",
          LogicalResourceIds: ["Topic", "Other"],
          ResourceIdentifiers: ["TopicArn"],
        },
        { ResourceType: "AWS::IAM::Role", LogicalResourceIds: ["Role"], ResourceIdentifiers: ["RoleName"] },
      ],
    });
    expect(summary.Parameters).toEqual([
      {
        ParameterKey: "Size",
        DefaultValue: "small",
        ParameterType: "String",
        NoEcho: false,
        Description: "how big",
        ParameterConstraints: { AllowedValues: ["small", "large"] },
      },
      expect.objectContaining({ ParameterKey: "Key", NoEcho: true, ParameterConstraints: {} }),
    ]);
    expect(summary.Warnings).toBeUndefined();
  });

  test("of a type that nobody publishes is an error, or a warning where the request wants one", () => {
    const engine = createEngine();
    const input = { TemplateBody: JSON.stringify({ Resources: { X: { Type: "AWS::No::Such" } } }) };
    expect(() => engine.call("GetTemplateSummary", input)).toThrow(
      "Unrecognized resource types: [AWS::No::Such]",
    );
    const config = { TreatUnrecognizedResourceTypesAsWarnings: "true" };
    const summary = engine.call("GetTemplateSummary", { ...input, TemplateSummaryConfig: config });
    expect(summary.Warnings).toEqual({ UnrecognizedResourceTypes: ["AWS::No::Such"] });
  });

  test("of a stack is what it runs; a stack set has none", () => {
    const engine = createEngine();
    engine.deploy("shop", { Resources: { Topic: { Type: "AWS::SNS::Topic" } } });
    expect(engine.call("GetTemplateSummary", { StackName: "shop" }).ResourceTypes).toEqual([
      "AWS::SNS::Topic",
    ]);
    expect(() => engine.call("GetTemplateSummary", { StackSetName: "x" })).toThrow(
      "StackSetName is not supported",
    );
  });

  test("is validated, with the same capabilities", () => {
    const valid = createEngine().call("ValidateTemplate", { TemplateBody: JSON.stringify(template) });
    expect(valid).toMatchObject({
      Description: "a shop",
      Capabilities: ["CAPABILITY_NAMED_IAM"],
      Parameters: [
        { ParameterKey: "Size", DefaultValue: "small", NoEcho: false, Description: "how big" },
        { ParameterKey: "Key", NoEcho: true },
      ],
    });
  });
});
