import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { stringify } from "yaml";
import type { Answer } from "./engine.ts";
import { createEngine } from "./engine.ts";

const topic = { Type: "AWS::SNS::Topic", Properties: { DisplayName: "one" } };
const base = {
  Parameters: { Name: { Type: "String", Default: "one" }, Unused: { Type: "String", Default: "x" } },
  Conditions: { Never: { "Fn::Equals": ["a", "b"] } },
  Resources: {
    Topic: { Type: "AWS::SNS::Topic", Properties: { DisplayName: { Ref: "Name" } } },
    Queue: { Type: "AWS::SQS::Queue", Properties: { VisibilityTimeout: 30, DelaySeconds: 5 } },
  },
  Outputs: { Topic: { Value: { Ref: "Topic" } } },
};
const changesOf = (changeSet: Answer) => changeSet.Changes.map((change: Answer) => change.ResourceChange);

describe("what is not a change", () => {
  test.each([
    ["the same template", base],
    ["another description", { ...base, Description: "new" }],
    [
      "another order of keys",
      { Outputs: base.Outputs, ...Object.fromEntries(Object.entries(base).toReversed()) },
    ],
    ["YAML instead of JSON", stringify(base)],
    ["a number written as text", withQueue({ VisibilityTimeout: "30", DelaySeconds: "5" })],
    ["another order of dependencies", withResource("Queue", { ...base.Resources.Queue, DependsOn: "Topic" })],
    ["a renamed parameter of equal value", renamedParameter()],
    ["a resource under a false condition", withResource("Extra", { ...topic, Condition: "Never" })],
    ["template metadata", { ...base, Metadata: { a: 1 } }],
    [
      "an unused parameter",
      { ...base, Parameters: { ...base.Parameters, More: { Type: "String", Default: "y" } } },
    ],
  ])("%s fails as empty", (_, template) => {
    const engine = createEngine();
    engine.deploy("web", base);
    expect(engine.changeSet("web", template)).toMatchObject({
      Status: "FAILED",
      ExecutionStatus: "UNAVAILABLE",
      StatusReason:
        "The submitted information didn't contain changes. Submit different information to create a change set.",
    });
  });

  test("an update without a change set says it in other words", () => {
    const engine = createEngine();
    engine.deploy("web", base);
    expect(() =>
      engine.call("UpdateStack", { StackName: "web", TemplateBody: JSON.stringify(base) }),
    ).toThrow("No updates are to be performed.");
  });

  test("a rollback configuration without triggers is the same as none", () => {
    const engine = createEngine();
    engine.deploy("web", base);
    const made = engine.changeSet("web", base, { RollbackConfiguration: { RollbackTriggers: [] } });
    expect(made.Status).toBe("FAILED");
  });
});

describe("what is a change without a changed resource", () => {
  test("outputs only: executable, without changes", () => {
    const engine = createEngine();
    engine.deploy("web", base);
    const template = { ...base, Outputs: { Queue: { Value: { Ref: "Queue" } } } };
    expect(engine.changeSet("web", template)).toMatchObject({ Status: "CREATE_COMPLETE", Changes: [] });
    const stack = engine.deploy("web", template);
    expect(stack).toMatchObject({ StackStatus: "UPDATE_COMPLETE", Outputs: [{ OutputKey: "Queue" }] });
  });

  test("tags only: every resource that can be tagged is modified in its tags", () => {
    const engine = createEngine();
    engine.deploy("web", base);
    const made = engine.changeSet("web", base, { Tags: [{ Key: "team", Value: "a" }] });
    expect(changesOf(made)).toMatchObject([
      { LogicalResourceId: "Topic", Scope: ["Tags"], Replacement: "False" },
      { LogicalResourceId: "Queue", Scope: ["Tags"], Replacement: "False" },
    ]);
    engine.call("ExecuteChangeSet", { ChangeSetName: made.ChangeSetId });
    expect(engine.stack("web").Tags).toEqual([{ Key: "team", Value: "a" }]);
  });

  test("tags that are left out stay, an empty list removes them", () => {
    const engine = createEngine();
    engine.deploy("web", base, { Tags: [{ Key: "team", Value: "a" }] });
    expect(engine.changeSet("web", base).Status).toBe("FAILED");
    expect(engine.deploy("web", base, { Tags: [] }).Tags).toEqual([]);
  });
});

describe("details", () => {
  test("a parameter's new value is named as the cause, beside a dynamic direct change", () => {
    const engine = createEngine();
    engine.deploy("web", base);
    const made = engine.changeSet("web", base, {
      Parameters: [{ ParameterKey: "Name", ParameterValue: "two" }],
    });
    expect(changesOf(made)).toMatchObject([
      {
        LogicalResourceId: "Topic",
        Action: "Modify",
        Scope: ["Properties"],
        Details: [
          { Evaluation: "Dynamic", ChangeSource: "DirectModification" },
          {
            Evaluation: "Static",
            ChangeSource: "ParameterReference",
            CausingEntity: "Name",
            Target: {
              Attribute: "Properties",
              Name: "DisplayName",
              Path: "/Properties/DisplayName",
              BeforeValue: "one",
              AfterValue: "two",
              AttributeChangeType: "Modify",
              RequiresRecreation: "Never",
            },
          },
        ],
        BeforeContext: '{"Properties":{"DisplayName":"one"}}',
        AfterContext: '{"Properties":{"DisplayName":"two"}}',
      },
    ]);
  });

  test("values are shown only to those who ask for them", () => {
    const engine = createEngine();
    engine.deploy("web", base);
    const made = engine.changeSet("web", withQueue({ VisibilityTimeout: 31, DelaySeconds: 5 }));
    const [plain] = changesOf(engine.call("DescribeChangeSet", { ChangeSetName: made.ChangeSetId }));
    expect(plain.BeforeContext).toBeUndefined();
    expect(plain.Details[0].Target).toEqual({
      Attribute: "Properties",
      Name: "VisibilityTimeout",
      RequiresRecreation: "Never",
    });
  });

  test("a secret parameter never shows", () => {
    const engine = createEngine();
    const secret = { ...base, Parameters: { Name: { Type: "String", NoEcho: true } } };
    const given = (value: string) => ({ Parameters: [{ ParameterKey: "Name", ParameterValue: value }] });
    engine.deploy("web", secret, given("hunter2"));
    const made = engine.changeSet("web", secret, given("swordfish"));
    expect(JSON.stringify(made)).not.toMatch(/hunter2|swordfish/);
    expect(made.Parameters).toEqual([{ ParameterKey: "Name", ParameterValue: "****" }]);
  });

  test("an attribute of something that changes may change too, which is not certain", () => {
    const engine = createEngine();
    const template = (display: string) => ({
      Resources: {
        Topic: { Type: "AWS::SNS::Topic", Properties: { DisplayName: display } },
        Parameter: {
          Type: "AWS::SSM::Parameter",
          Properties: { Type: "String", Value: { "Fn::GetAtt": ["Topic", "TopicName"] } },
        },
      },
    });
    engine.deploy("web", template("one"));
    const made = engine.changeSet("web", template("two"));
    expect(changesOf(made)[1]).toMatchObject({
      LogicalResourceId: "Parameter",
      Replacement: "False",
      Details: [
        { Evaluation: "Dynamic", ChangeSource: "ResourceAttribute", CausingEntity: "Topic.TopicName" },
      ],
    });
    engine.call("ExecuteChangeSet", { ChangeSetName: made.ChangeSetId });
    expect(engine.stack("web").StackStatus).toBe("UPDATE_COMPLETE");
    expect(engine.history("web")).not.toContain("Parameter UPDATE_COMPLETE");
  });

  test("removal and replacement say what becomes of the physical resource", () => {
    const engine = createEngine();
    const bucket = (name: string, policies: object) => ({
      Type: "AWS::S3::Bucket",
      Properties: { BucketName: name },
      ...policies,
    });
    engine.deploy("web", {
      Resources: { Topic: topic, Old: bucket("old", { DeletionPolicy: "Retain" }), New: bucket("new", {}) },
    });
    const made = engine.changeSet("web", {
      Resources: { Topic: topic, New: bucket("newer", { UpdateReplacePolicy: "Retain" }) },
    });
    expect(changesOf(made)).toMatchObject([
      { LogicalResourceId: "New", Replacement: "True", PolicyAction: "ReplaceAndRetain" },
      { LogicalResourceId: "Old", Action: "Remove", PolicyAction: "Retain", Scope: [], Details: [] },
    ]);
  });
});

describe("states", () => {
  test("a change set is pending when it is asked for, and there at the next request", () => {
    const engine = createEngine();
    engine.call("CreateChangeSet", {
      StackName: "web",
      ChangeSetName: "first",
      ChangeSetType: "CREATE",
      TemplateBody: JSON.stringify(base),
    });
    expect(engine.stack("web").StackStatus).toBe("REVIEW_IN_PROGRESS");
    expect(engine.call("DescribeChangeSet", { StackName: "web", ChangeSetName: "first" }).Status).toBe(
      "CREATE_COMPLETE",
    );
  });

  test("a direct update makes an older change set obsolete", () => {
    const engine = createEngine();
    engine.deploy("web", base);
    const made = engine.changeSet("web", withQueue({ DelaySeconds: 1 }));
    engine.call("UpdateStack", {
      StackName: "web",
      TemplateBody: JSON.stringify(withQueue({ DelaySeconds: 2 })),
    });
    expect(engine.stack("web").ChangeSetId).toBeUndefined();
    expect(() => engine.call("ExecuteChangeSet", { ChangeSetName: made.ChangeSetId })).toThrow(
      `ChangeSet [${made.ChangeSetId}] cannot be executed in its current execution status of [OBSOLETE]`,
    );
  });

  test("a change set that failed keeps its name and cannot be executed", () => {
    const engine = createEngine();
    engine.deploy("web", base);
    const made = engine.changeSet("web", base);
    expect(() =>
      engine.call("CreateChangeSet", {
        StackName: "web",
        ChangeSetName: made.ChangeSetName,
        TemplateBody: JSON.stringify(base),
      }),
    ).toThrow(`ChangeSet [${made.ChangeSetName}] already exists`);
    expect(() => engine.call("ExecuteChangeSet", { ChangeSetName: made.ChangeSetId })).toThrow(
      "cannot be executed in its current status of [FAILED]",
    );
  });

  test("the same token executes once, and a token used elsewhere is refused", () => {
    const engine = createEngine();
    const made = engine.changeSet("web", base);
    const input = { ChangeSetName: made.ChangeSetId, ClientRequestToken: "t1" };
    engine.call("ExecuteChangeSet", input);
    engine.call("ExecuteChangeSet", input);
    expect(engine.history("web").filter((line) => line === "web CREATE_IN_PROGRESS")).toHaveLength(1);
    expect(() => engine.call("DeleteStack", { StackName: "web", ClientRequestToken: "t1" })).toThrow(
      "Token already exists: t1",
    );
  });

  test("bad properties fail early: the shell stays, and only DescribeEvents tells why", () => {
    const engine = createEngine();
    const made = engine.changeSet("web", {
      Resources: { Topic: { Type: "AWS::SNS::Topic", Properties: { DisplayNam: "x", FifoTopic: [] } } },
    });
    expect(made).toMatchObject({
      Status: "FAILED",
      StatusReason: expect.stringContaining("AWS::EarlyValidation::PropertyValidation"),
    });
    expect(engine.stack("web").StackStatus).toBe("REVIEW_IN_PROGRESS");
    expect(engine.call("DescribeEvents", { ChangeSetName: made.ChangeSetId }).OperationEvents).toMatchObject([
      {
        EventType: "VALIDATION_ERROR",
        ValidationPath: "/Resources/Topic/Properties/DisplayNam",
        ValidationStatusReason: "#: extraneous key [DisplayNam] is not permitted",
      },
      { ValidationStatusReason: "#/FifoTopic: expected type: Boolean, found: JSONArray" },
    ]);
  });

  test("a fixed name that is taken fails early", () => {
    const engine = createEngine();
    const named = { Resources: { Queue: { Type: "AWS::SQS::Queue", Properties: { QueueName: "jobs" } } } };
    engine.deploy("one", named);
    const made = engine.changeSet("two", named);
    expect(made.StatusReason).toContain("AWS::EarlyValidation::ResourceExistenceCheck");
  });
});

test("whatever a stack was made from, the same template again is no change", () => {
  const names = fc.constantFrom("A", "B", "C", "D", "E");
  const value = fc.oneof(
    fc.constantFrom("x", "y"),
    names.map((name) => ({ Ref: name })),
    names.map((name) => ({ "Fn::Sub": `\${${name}}-\${AWS::Region}` })),
    names.map((name) => ({ "Fn::GetAtt": [name, "TopicName"] })),
  );
  const template = fc.dictionary(names, value, { minKeys: 1 }).map((resources) => {
    const ids = Object.keys(resources).toSorted();
    // A reference only to what comes before it: no circles, nothing unknown.
    const isBefore = (id: string, each: unknown) =>
      ids.some((other) => other < id && JSON.stringify(each).includes(`"${other}"`)) ||
      typeof each === "string";
    return {
      Resources: Object.fromEntries(
        ids.map((id) => {
          const wanted = resources[id];
          const safe = isBefore(id, wanted) ? wanted : "plain";
          return [id, { Type: "AWS::SNS::Topic", Properties: { DisplayName: safe } }];
        }),
      ),
    };
  });
  fc.assert(
    fc.property(template, (each) => {
      const engine = createEngine();
      expect(engine.deploy("web", each).StackStatus).toBe("CREATE_COMPLETE");
      expect(engine.changeSet("web", each).Status).toBe("FAILED");
      engine.call("DeleteStack", { StackName: "web" });
      engine.call("DescribeStacks");
      const left = [...engine.world.snapshot()].map(([table]) => table.split("/").at(-1));
      expect(new Set(left)).toEqual(new Set(["stacks", "events", "formerResources", "templates", "tokens"]));
    }),
    { numRuns: 50 },
  );
});

function withQueue(properties: object): typeof base {
  return withResource("Queue", { Type: "AWS::SQS::Queue", Properties: properties });
}

function withResource(name: string, resource: object): typeof base {
  return { ...base, Resources: { ...base.Resources, [name]: resource } };
}

function renamedParameter(): object {
  return {
    ...base,
    Parameters: { Title: { Type: "String", Default: "one" } },
    Resources: {
      ...base.Resources,
      Topic: { Type: "AWS::SNS::Topic", Properties: { DisplayName: { Ref: "Title" } } },
    },
  };
}
