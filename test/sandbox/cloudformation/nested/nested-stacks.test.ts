import { describe, expect, test } from "@jest/globals";
import { setDurations } from "../../../../src/sandbox/clock.ts";
import { stacks } from "../../../../src/sandbox/cloudformation/records.ts";
import { operations } from "../../../../src/sandbox/cloudformation/operation/records.ts";
import { faults } from "../../../../src/sandbox/faults.ts";
import { putBucket, putObject } from "../../../../src/sandbox/s3/store.ts";
import type { Answer, Engine } from "../engine.ts";
import { createEngine } from "../engine.ts";

const url = (key: string) => `https://templates.s3.eu-west-1.amazonaws.com/${key}`;

function put(engine: Engine, key: string, template: unknown): void {
  putBucket(engine.world, { name: "templates", account: "111111111111", region: "eu-west-1", createdAt: 0 });
  putObject(engine.world, {
    bucket: "templates",
    key,
    text: JSON.stringify(template),
    contentType: "application/json",
    metadata: {},
    modifiedAt: 0,
  });
}

const child = (label = "one", more: object = {}) => ({
  Parameters: { Name: { Type: "String" }, Zones: { Type: "CommaDelimitedList", Default: "a" } },
  Resources: {
    Topic: { Type: "AWS::SNS::Topic", Properties: { DisplayName: { "Fn::Sub": `${label} \${Name}` } } },
    ...more,
  },
  Outputs: { Arn: { Value: { Ref: "Topic" } }, Label: { Value: label } },
});

const nested = (key: string, properties: object = {}) => ({
  Type: "AWS::CloudFormation::Stack",
  Properties: { TemplateURL: url(key), Parameters: { Name: "n" }, ...properties },
});

const parent = (key = "child", more: object = {}) => ({
  Resources: {
    Child: nested(key),
    Policy: {
      Type: "AWS::SSM::Parameter",
      Properties: {
        Name: "label",
        Type: "String",
        Value: { "Fn::GetAtt": ["Child", "Outputs.Label"] },
      },
    },
    ...more,
  },
  Outputs: { Label: { Value: { "Fn::GetAtt": "Child.Outputs.Label" } } },
});

const fails = (logicalId: string, on: "create" | "update" | "delete" | "rollback") => (engine: Engine) =>
  engine.world.table(faults).put(logicalId + on, {
    id: logicalId + on,
    effect: { kind: "fail-resource", on: [on], reason: "no" },
    match: { logicalId },
    remaining: 1,
  });

function childrenOf(engine: Engine): readonly Answer[] {
  return [...engine.world.region("111111111111", "eu-west-1").table(stacks).values()]
    .filter(({ parentId }) => parentId !== undefined)
    .map(({ stackId }) => engine.stack(stackId));
}

function settle(engine: Engine): void {
  for (let round = 0; round < 50; round++) engine.advanceMs(60_000);
  expect([...engine.world.region("111111111111", "eu-west-1").table(operations).values()]).toEqual([]);
}

const outputs = (stack: Answer) =>
  Object.fromEntries(stack.Outputs.map((output: Answer) => [output.OutputKey, output.OutputValue]));

describe.each(["instant" as const, { scale: 1 }])("with durations %p", (durations) => {
  function start(): Engine {
    const engine = createEngine();
    setDurations(engine.world, durations);
    put(engine, "child", child());
    return engine;
  }
  const go = (
    engine: Engine,
    action: "CreateStack" | "UpdateStack",
    template: object,
    extra: object = {},
  ) => {
    const input = { StackName: "root", TemplateBody: JSON.stringify(template), ...extra };
    const { StackId } = engine.call(action, input);
    settle(engine);
    return engine.stack(StackId);
  };

  test("a nested stack is made with its parent, knows it, and gives it its outputs", () => {
    const engine = start();
    const root = go(engine, "CreateStack", parent(), { Tags: [{ Key: "team", Value: "a" }] });
    expect(root.StackStatus).toBe("CREATE_COMPLETE");
    expect(outputs(root)).toEqual({ Label: "one" });
    const [made] = childrenOf(engine);
    expect(made).toMatchObject({
      StackStatus: "CREATE_COMPLETE",
      ParentId: root.StackId,
      RootId: root.StackId,
      Tags: [{ Key: "team", Value: "a" }],
      Parameters: [
        { ParameterKey: "Name", ParameterValue: "n" },
        { ParameterKey: "Zones", ParameterValue: "a" },
      ],
    });
    expect(made.StackName).toMatch(/^root-Child-[A-Z0-9]{12}$/);
    expect(engine.history("root")).toContain("Child CREATE_COMPLETE");
    expect(engine.history(made.StackName)).toEqual([
      `${made.StackName} CREATE_IN_PROGRESS`,
      "Topic CREATE_IN_PROGRESS",
      "Topic CREATE_IN_PROGRESS",
      "Topic CREATE_COMPLETE",
      `${made.StackName} CREATE_COMPLETE`,
    ]);
  });

  test("a nested stack that fails fails its parent, which deletes it", () => {
    const engine = start();
    fails("Topic", "create")(engine);
    const root = go(engine, "CreateStack", parent());
    expect(root.StackStatus).toBe("ROLLBACK_COMPLETE");
    const [made] = childrenOf(engine);
    expect(made.StackStatus).toBe("DELETE_COMPLETE");
    const events = engine.call("DescribeStackEvents", { StackName: "root" }).StackEvents;
    expect(
      events.find((event: Answer) => event.ResourceStatus === "CREATE_FAILED").ResourceStatusReason,
    ).toBe(
      `Embedded stack ${made.StackId} was not successfully created: The following resource(s) failed to create: [Topic].`,
    );
  });

  test("early validation of the parent does not look into a nested stack, whose bad property fails there", () => {
    const engine = start();
    put(engine, "bad", child("one", { Bad: { Type: "AWS::SNS::Topic", Properties: { Color: "red" } } }));
    const root = go(engine, "CreateStack", parent("bad"));
    expect(root.StackStatus).toBe("ROLLBACK_COMPLETE");
    expect(root.DetailedStatus).toBeUndefined();
    expect(engine.history(childrenOf(engine)[0].StackId)).toContain("Bad CREATE_FAILED");
  });

  test("an update reaches a nested stack whose template has changed under the same URL, and its outputs reach the parent", () => {
    const engine = start();
    go(engine, "CreateStack", parent());
    put(engine, "child", child("two", { Queue: { Type: "AWS::SQS::Queue" } }));
    const root = go(engine, "UpdateStack", parent());
    expect(root.StackStatus).toBe("UPDATE_COMPLETE");
    expect(outputs(root)).toEqual({ Label: "two" });
    const [made] = childrenOf(engine);
    expect(made.StackStatus).toBe("UPDATE_COMPLETE");
    expect(engine.history(made.StackName)).toContain("Queue CREATE_COMPLETE");
  });

  test("an update that changes nothing below leaves the nested stack alone", () => {
    const engine = start();
    go(engine, "CreateStack", parent());
    const root = go(engine, "UpdateStack", parent());
    expect(root.StackStatus).toBe("UPDATE_COMPLETE");
    expect(engine.history("root")).toContain("Child UPDATE_COMPLETE");
    expect(childrenOf(engine)[0]).toMatchObject({
      StackStatus: "CREATE_COMPLETE",
      LastUpdatedTime: undefined,
    });
  });

  test("an update that fails below fails above, and both go back", () => {
    const engine = start();
    go(engine, "CreateStack", parent());
    put(engine, "child", child("two"));
    fails("Topic", "update")(engine);
    const root = go(engine, "UpdateStack", parent());
    const [made] = childrenOf(engine);
    expect([root.StackStatus, made.StackStatus]).toEqual([
      "UPDATE_ROLLBACK_COMPLETE",
      "UPDATE_ROLLBACK_COMPLETE",
    ]);
    const events = engine.call("DescribeStackEvents", { StackName: "root" }).StackEvents;
    expect(
      events.find((event: Answer) => event.ResourceStatus === "UPDATE_FAILED").ResourceStatusReason,
    ).toBe(
      `Embedded stack ${made.StackId} was not successfully updated. Currently in UPDATE_ROLLBACK_IN_PROGRESS with reason: The following resource(s) failed to update: [Topic].`,
    );
    expect(outputs(root)).toEqual({ Label: "one" });
  });

  test("a nested stack that was updated goes back, outputs included, when its parent fails later", () => {
    const engine = start();
    go(engine, "CreateStack", parent());
    put(engine, "child", child("two", { Queue: { Type: "AWS::SQS::Queue" } }));
    fails("Policy", "update")(engine);
    const root = go(engine, "UpdateStack", parent());
    const [made] = childrenOf(engine);
    expect([root.StackStatus, made.StackStatus]).toEqual([
      "UPDATE_ROLLBACK_COMPLETE",
      "UPDATE_ROLLBACK_COMPLETE",
    ]);
    expect(outputs(made)).toMatchObject({ Label: "one" });
    const history = engine.history(made.StackName);
    expect(history).toContain("Queue DELETE_COMPLETE");
    const held = history.indexOf(`${made.StackName} UPDATE_COMPLETE_CLEANUP_IN_PROGRESS`);
    expect(history.indexOf(`${made.StackName} UPDATE_ROLLBACK_IN_PROGRESS`)).toBe(held + 1);
    expect(go(engine, "UpdateStack", parent()).StackStatus).toBe("UPDATE_COMPLETE");
    expect(outputs(engine.stack("root"))).toEqual({ Label: "two" });
  });

  test("a nested stack whose rollback is stuck stops its parent, until that is continued", () => {
    const engine = start();
    go(engine, "CreateStack", parent());
    put(engine, "child", child("two"));
    fails("Policy", "update")(engine);
    fails("Topic", "rollback")(engine);
    const root = go(engine, "UpdateStack", parent());
    expect([root.StackStatus, childrenOf(engine)[0].StackStatus]).toEqual([
      "UPDATE_ROLLBACK_FAILED",
      "UPDATE_ROLLBACK_FAILED",
    ]);
    engine.call("ContinueUpdateRollback", { StackName: "root" });
    settle(engine);
    expect([engine.stack("root").StackStatus, childrenOf(engine)[0].StackStatus]).toEqual([
      "UPDATE_ROLLBACK_COMPLETE",
      "UPDATE_ROLLBACK_COMPLETE",
    ]);
  });

  test("a resource of a nested stack is skipped by its path", () => {
    const engine = start();
    go(engine, "CreateStack", parent());
    put(engine, "child", child("two"));
    fails("Policy", "update")(engine);
    fails("Topic", "rollback")(engine);
    go(engine, "UpdateStack", parent());
    const skip = (name: string) =>
      engine.call("ContinueUpdateRollback", { StackName: "root", ResourcesToSkip: [name] });
    expect(() => skip("Child.Nothing")).toThrow(/\[Nothing\] is not in the state UPDATE_FAILED/);
    fails("Topic", "rollback")(engine);
    skip("Child.Topic");
    settle(engine);
    expect([engine.stack("root").StackStatus, childrenOf(engine)[0].StackStatus]).toEqual([
      "UPDATE_ROLLBACK_COMPLETE",
      "UPDATE_ROLLBACK_COMPLETE",
    ]);
  });

  test("with rollback off both stay as they failed, and can be rolled back from above", () => {
    const engine = start();
    go(engine, "CreateStack", parent());
    put(engine, "child", child("two", { Queue: { Type: "AWS::SQS::Queue" } }));
    fails("Topic", "update")(engine);
    const root = go(engine, "UpdateStack", parent(), { DisableRollback: "true" });
    expect([root.StackStatus, childrenOf(engine)[0].StackStatus]).toEqual(["UPDATE_FAILED", "UPDATE_FAILED"]);
    engine.call("RollbackStack", { StackName: "root" });
    settle(engine);
    expect([engine.stack("root").StackStatus, childrenOf(engine)[0].StackStatus]).toEqual([
      "UPDATE_ROLLBACK_COMPLETE",
      "UPDATE_ROLLBACK_COMPLETE",
    ]);
  });

  test("a nested stack that is new in a failing update is deleted again, one that is dropped goes in the clean-up", () => {
    const engine = start();
    go(engine, "CreateStack", parent());
    fails("Late", "create")(engine);
    const second = { Second: nested("child"), Late: { Type: "AWS::SQS::Queue", DependsOn: "Second" } };
    expect(go(engine, "UpdateStack", parent("child", second)).StackStatus).toBe("UPDATE_ROLLBACK_COMPLETE");
    expect(childrenOf(engine).map(({ StackStatus }) => StackStatus)).toEqual([
      "CREATE_COMPLETE",
      "DELETE_COMPLETE",
    ]);
    expect(go(engine, "UpdateStack", { Resources: { Q: { Type: "AWS::SQS::Queue" } } }).StackStatus).toBe(
      "UPDATE_COMPLETE",
    );
    expect(childrenOf(engine)[0].StackStatus).toBe("DELETE_COMPLETE");
  });

  test("deleting the parent deletes what is nested at any depth; what cannot go is told up to the top", () => {
    const engine = start();
    put(engine, "middle", { Resources: { Leaf: nested("child") } });
    const root = go(engine, "CreateStack", {
      Resources: {
        Middle: { Type: "AWS::CloudFormation::Stack", Properties: { TemplateURL: url("middle") } },
      },
    });
    const [middle, leaf] = childrenOf(engine);
    expect(leaf).toMatchObject({ ParentId: middle.StackId, RootId: root.StackId });
    fails("Topic", "delete")(engine);
    engine.call("DeleteStack", { StackName: "root" });
    settle(engine);
    expect(engine.stack(root.StackId)).toMatchObject({
      StackStatus: "DELETE_FAILED",
      StackStatusReason: "The following resource(s) failed to delete: [Middle]. ",
    });
    expect(
      engine.call("DescribeStackResource", { StackName: "root", LogicalResourceId: "Middle" })
        .StackResourceDetail.ResourceStatusReason,
    ).toBe(
      `Embedded stack ${middle.StackId} was not successfully deleted: The following resource(s) failed to delete: [Leaf].`,
    );
    engine.call("DeleteStack", { StackName: "root" });
    settle(engine);
    expect(engine.stack(root.StackId).StackStatus).toBe("DELETE_COMPLETE");
    expect(childrenOf(engine).map(({ StackStatus }) => StackStatus)).toEqual([
      "DELETE_COMPLETE",
      "DELETE_COMPLETE",
    ]);
  });
});

describe("a nested stack", () => {
  test.each([
    ["a template that is not there", nested("no"), "S3 error: The specified key does not exist"],
    ["a missing parameter", nested("child", { Parameters: {} }), "Parameters: [Name] must have values"],
    [
      "an unknown parameter",
      nested("child", { Parameters: { Name: "n", X: "1" } }),
      "Parameters: [X] do not exist in the template",
    ],
    [
      "IAM without the capability",
      nested("iam", { Parameters: {} }),
      "Requires capabilities : [CAPABILITY_IAM]",
    ],
  ])("with %s fails in its parent", (_, resource, reason) => {
    const engine = createEngine();
    put(engine, "child", child());
    put(engine, "iam", {
      Resources: { Role: { Type: "AWS::IAM::Role", Properties: { AssumeRolePolicyDocument: {} } } },
    });
    engine.call("CreateStack", {
      StackName: "root",
      TemplateBody: JSON.stringify({ Resources: { Child: resource } }),
    });
    const failed = engine
      .call("DescribeStackEvents", { StackName: "root" })
      .StackEvents.find((event: Answer) => event.ResourceStatus === "CREATE_FAILED");
    expect(failed.ResourceStatusReason).toContain(reason);
  });

  test("is listed as Automatic and Dynamic by every change set of its parent", () => {
    const engine = createEngine();
    put(engine, "child", child());
    engine.deploy("root", parent());
    const { Changes } = engine.changeSet("root", parent());
    expect(Changes.map(({ ResourceChange }: Answer) => ResourceChange)).toMatchObject([
      {
        Action: "Modify",
        LogicalResourceId: "Child",
        Replacement: "False",
        Scope: ["Properties"],
        Details: [{ Target: { Attribute: "Properties" }, Evaluation: "Dynamic", ChangeSource: "Automatic" }],
      },
      { Action: "Modify", LogicalResourceId: "Policy" },
    ]);
  });

  test("goes back with a parent whose update is cancelled, when it is in the middle of its own", () => {
    const engine = createEngine();
    put(engine, "child", child());
    engine.deploy("root", parent());
    setDurations(engine.world, { scale: 1 });
    put(engine, "child", child("two"));
    engine.call("UpdateStack", { StackName: "root", TemplateBody: JSON.stringify(parent()) });
    engine.advanceMs(1000);
    expect(childrenOf(engine)[0].StackStatus).toBe("UPDATE_IN_PROGRESS");
    engine.call("CancelUpdateStack", { StackName: "root" });
    settle(engine);
    expect([engine.stack("root").StackStatus, childrenOf(engine)[0].StackStatus]).toEqual([
      "UPDATE_ROLLBACK_COMPLETE",
      "UPDATE_ROLLBACK_COMPLETE",
    ]);
  });

  test("is deleted alone when somebody asks for it, unless its root is protected", () => {
    const engine = createEngine();
    put(engine, "child", child());
    engine.deploy("root", parent());
    const [made] = childrenOf(engine);
    const protect = (EnableTerminationProtection: string) =>
      engine.call("UpdateTerminationProtection", { StackName: "root", EnableTerminationProtection });
    expect(made.EnableTerminationProtection).toBe(false);
    protect("true");
    expect(engine.stack(made.StackId).EnableTerminationProtection).toBe(true);
    expect(
      engine.call("DescribeStacks").Stacks.map((stack: Answer) => stack.EnableTerminationProtection),
    ).toEqual([true, true]);
    expect(() => engine.call("DeleteStack", { StackName: made.StackId })).toThrow(/TerminationProtection/);
    expect(() =>
      engine.call("UpdateTerminationProtection", {
        StackName: made.StackId,
        EnableTerminationProtection: "true",
      }),
    ).toThrow(/root stack/);
    protect("false");
    engine.call("DeleteStack", { StackName: made.StackId });
    expect(engine.stack(made.StackId).StackStatus).toBe("DELETE_COMPLETE");
  });
});
