import { describe, expect, test } from "@jest/globals";
import type { Answer } from "../cloudformation/engine.ts";
import { createEngine } from "../cloudformation/engine.ts";

const transform = { Transform: "AWS::LanguageExtensions" };
const topic = (properties: object = {}) => ({ Type: "AWS::SNS::Topic", Properties: properties });

/** What a template's outputs come to. */
function outputs(template: object, extra: Record<string, Answer> = {}): Record<string, string> {
  const stack = createEngine().deploy(
    "s",
    { ...transform, Resources: { Topic: topic() }, ...template },
    extra,
  );
  return Object.fromEntries(stack.Outputs.map((output: Answer) => [output.OutputKey, output.OutputValue]));
}

/** The resources that a template makes, by their display names. */
function made(template: object, extra: Record<string, Answer> = {}): Record<string, string> {
  const engine = createEngine();
  const { Changes, StatusReason } = engine.changeSet("s", { ...transform, ...template }, extra);
  expect(StatusReason).toBeUndefined();
  return Object.fromEntries(
    Changes.map(({ ResourceChange }: Answer) => [
      ResourceChange.LogicalResourceId,
      JSON.parse(ResourceChange.AfterContext).Properties?.DisplayName,
    ]),
  );
}

const reasonOf = (template: object, extra: Record<string, Answer> = {}): string => {
  try {
    return createEngine().changeSet("s", template, extra).StatusReason;
  } catch (error) {
    return (error as Error).message;
  }
};

describe("functions of the language extensions", () => {
  test("Fn::Length counts lists, of parameters too", () => {
    const template = {
      Parameters: { Names: { Type: "CommaDelimitedList", Default: "a,b,c" } },
      Outputs: {
        Given: { Value: { "Fn::Length": ["x", "y"] } },
        Named: { Value: { "Fn::Length": { Ref: "Names" } } },
        Split: { Value: { "Fn::Length": { "Fn::Split": ["|", "a|b"] } } },
      },
    };
    expect(outputs(template)).toEqual({ Given: "2", Named: "3", Split: "2" });
  });

  test("Fn::ToJsonString writes what its functions come to, and leaves out what has no value", () => {
    const value = { A: { Ref: "AWS::Region" }, B: [1, true], C: { Ref: "AWS::NoValue" } };
    expect(outputs({ Outputs: { Json: { Value: { "Fn::ToJsonString": value } } } })).toEqual({
      Json: '{"A":"eu-west-1","B":[1,true]}',
    });
  });

  test("Fn::FindInMap takes functions as keys, and a default where nothing is found", () => {
    const find = (top: unknown, options: object[] = []) => ({
      Value: { "Fn::FindInMap": ["Sizes", top, "size", ...options] },
    });
    const template = {
      Parameters: { Stage: { Type: "String", Default: "prod" } },
      Mappings: { Sizes: { "prod-eu": { size: "large" } } },
      Outputs: {
        Found: find({ "Fn::Join": ["-", [{ Ref: "Stage" }, "eu"]] }, [{ DefaultValue: "small" }]),
        Missed: find("nowhere", [{ DefaultValue: { "Fn::Sub": "${Stage}-small" } }]),
        NoMap: { Value: { "Fn::FindInMap": ["None", "a", "b", { DefaultValue: "z" }] } },
      },
    };
    expect(outputs(template)).toEqual({ Found: "large", Missed: "prod-small", NoMap: "z" });
  });

  test.each([
    ["Fn::Length of a text", { "Fn::Length": "abc" }, "every Fn::Length object requires a list"],
    ["Fn::ToJsonString of a text", { "Fn::ToJsonString": "abc" }, "every Fn::ToJsonString object requires"],
  ])("%s is refused", (_, value, message) => {
    expect(reasonOf({ ...transform, Resources: { Topic: topic({ DisplayName: value }) } })).toContain(
      message,
    );
  });

  test("without the transform they are refused", () => {
    expect(reasonOf({ Resources: { Topic: topic({ DisplayName: { "Fn::Length": ["a"] } }) } })).toBe(
      "Template error: the function Fn::Length needs the transform AWS::LanguageExtensions.",
    );
  });
});

describe("loops", () => {
  test("write out resources, with the element in keys and values", () => {
    const Resources = {
      "Fn::ForEach::Topics": [
        "Name",
        ["Red", "Blue"],
        { "Topic${Name}": topic({ DisplayName: { "Fn::Sub": "a ${Name} one" } }) },
      ],
      Plain: topic({ DisplayName: "plain" }),
    };
    expect(made({ Resources })).toEqual({ TopicRed: "a Red one", TopicBlue: "a Blue one", Plain: "plain" });
  });

  test("go over a parameter's list, and forget what is not alphanumeric where they are asked to", () => {
    const template = {
      Parameters: { Names: { Type: "CommaDelimitedList" } },
      Resources: {
        "Fn::ForEach::Topics": [
          "Name",
          { Ref: "Names" },
          { "Topic&{Name}": topic({ DisplayName: { Ref: "Name" } }) },
        ],
      },
    };
    const Parameters = [{ ParameterKey: "Names", ParameterValue: "10.0,11-1" }];
    expect(made(template, { Parameters })).toEqual({ Topic100: "10.0", Topic111: "11-1" });
  });

  test("may stand in each other, and in properties", () => {
    const Resources = {
      "Fn::ForEach::Outer": [
        "Size",
        ["S", "L"],
        {
          "Fn::ForEach::Inner": [
            "Colour",
            ["Red", "Blue"],
            {
              "Topic${Size}${Colour}": topic({
                "Fn::ForEach::Members": ["Member", ["DisplayName"], { "${Member}": "${Size} ${Colour}" }],
              }),
            },
          ],
        },
      ],
    };
    expect(made({ Resources })).toEqual({
      TopicSRed: "S Red",
      TopicSBlue: "S Blue",
      TopicLRed: "L Red",
      TopicLBlue: "L Blue",
    });
  });

  test("write conditions and outputs", () => {
    const template = {
      Conditions: {
        "Fn::ForEach::Conditions": ["On", ["yes", "no"], { "Is${On}": { "Fn::Equals": ["${On}", "yes"] } }],
      },
      Outputs: {
        "Fn::ForEach::Outputs": [
          "On",
          ["yes", "no"],
          { "Out${On}": { Condition: "Is${On}", Value: "${On}" } },
        ],
      },
    };
    expect(outputs(template)).toEqual({ Outyes: "yes" });
  });

  test.each([
    ["no list", ["Id", "x", { "T${Id}": topic() }], "its collection must be a list"],
    ["no object", ["Id", ["x"], "T${Id}"], "it takes an identifier, a collection and an object"],
    ["the same key twice", ["Id", ["x", "y"], { T: topic() }], "writes the key T, which is there already"],
    [
      "far too much",
      [
        "Id",
        Array.from({ length: 1000 }, (_, n) => String(n)),
        { "T${Id}": topic({ DisplayName: "x".repeat(1000) }) },
      ],
      "writes more than 1000000 characters",
    ],
  ])("with %s are refused", (_, loop, message) => {
    expect(reasonOf({ ...transform, Resources: { "Fn::ForEach::Loop": loop } })).toContain(message);
  });
});

describe("a template with the transform", () => {
  const template = {
    ...transform,
    Parameters: {
      Names: { Type: "CommaDelimitedList", Default: "A" },
      Keep: { Type: "String", Default: "Retain" },
    },
    Conditions: { Kept: { "Fn::Equals": [{ Ref: "Keep" }, "Retain"] } },
    Resources: {
      "Fn::ForEach::Topics": [
        "Name",
        { Ref: "Names" },
        {
          "Topic${Name}": {
            ...topic(),
            DeletionPolicy: { Ref: "Keep" },
            UpdateReplacePolicy: { "Fn::If": ["Kept", "Retain", "Delete"] },
          },
        },
      ],
    },
  };
  const given = (value: string) => ({
    Parameters: [{ ParameterKey: "Names", ParameterValue: value }],
    TemplateBody: JSON.stringify(template),
  });

  test("is kept as it was sent, and shown as it was processed unless the original is asked for", () => {
    const engine = createEngine();
    engine.deploy("s", template);
    const original = engine.call("GetTemplate", { StackName: "s", TemplateStage: "Original" });
    expect(original).toEqual({
      TemplateBody: JSON.stringify(template),
      StagesAvailable: ["Original", "Processed"],
    });
    const processed = JSON.parse(engine.call("GetTemplate", { StackName: "s" }).TemplateBody);
    expect(processed).not.toHaveProperty("Transform");
    expect(processed.Resources).toEqual({
      TopicA: { ...topic(), DeletionPolicy: "Retain", UpdateReplacePolicy: "Retain" },
    });
  });

  test("changes with its parameters, also when the template stays", () => {
    const engine = createEngine();
    engine.deploy("s", template);
    const changeSet = engine.changeSet("s", template, given("B"));
    expect(
      changeSet.Changes.map(({ ResourceChange }: Answer) => [
        ResourceChange.Action,
        ResourceChange.LogicalResourceId,
        ResourceChange.PolicyAction,
      ]),
    ).toEqual([
      ["Add", "TopicB", undefined],
      ["Remove", "TopicA", "Retain"],
    ]);
    engine.deploy("s", template, given("A,B"));
    expect(engine.history("s")).toContain("TopicB CREATE_COMPLETE");
  });

  test("has a text of its own for no change", () => {
    const engine = createEngine();
    engine.deploy("s", template);
    expect(engine.changeSet("s", template).StatusReason).toBe("No updates are to be performed.");
  });

  test("needs to be acknowledged where no change set shows what came of it", () => {
    const engine = createEngine();
    const create = (extra: object) => engine.call("CreateStack", { StackName: "s", ...given("A"), ...extra });
    expect(() => create({})).toThrow("Requires capabilities : [CAPABILITY_AUTO_EXPAND]");
    create({ Capabilities: ["CAPABILITY_AUTO_EXPAND"] });
    expect(engine.stack("s").StackStatus).toBe("CREATE_COMPLETE");
  });

  test("declares it, also when its loops hang on parameters", () => {
    const engine = createEngine();
    const open = {
      ...template,
      Parameters: { ...template.Parameters, Names: { Type: "CommaDelimitedList" } },
    };
    const input = { TemplateBody: JSON.stringify(open) };
    for (const action of ["GetTemplateSummary", "ValidateTemplate"])
      expect(engine.call(action, input)).toMatchObject({
        DeclaredTransforms: ["AWS::LanguageExtensions"],
        Parameters: [{ ParameterKey: "Names" }, { ParameterKey: "Keep" }],
      });
  });

  test.each([
    ["AWS::Serverless-2016-10-31", "AWS::Serverless-2016-10-31"],
    [["AWS::LanguageExtensions", "Mine"], "Mine"],
  ])("and another one, %p, is refused by its name", (Transform, name) => {
    expect(reasonOf({ Transform, Resources: { Topic: topic() } })).toBe(
      `Template error: the transform ${name} is not supported by the sandbox; it carries out AWS::LanguageExtensions only.`,
    );
  });

  test("with an unknown policy is refused as if it were written there", () => {
    const Parameters = [{ ParameterKey: "Keep", ParameterValue: "Perhaps" }];
    expect(reasonOf(template, { Parameters })).toBe(
      "Template format error: Unrecognized DeletionPolicy Perhaps for resource TopicA",
    );
  });
});
