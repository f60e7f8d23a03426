import { describe, expect, test } from "@jest/globals";
import { putBucket, putObject } from "../../../../src/sandbox/s3/store.ts";
import type { Answer, Engine } from "../engine.ts";
import { createEngine } from "../engine.ts";

const all = { IncludeNestedStacks: "true" };
const noChange =
  "The submitted information didn't contain changes. Submit different information to create a change set.";

function put(engine: Engine, key: string, template: unknown): void {
  putBucket(engine.world, { name: "templates", account: "111111111111", region: "eu-west-1", createdAt: 0 });
  const object = { contentType: "text/plain", metadata: {}, modifiedAt: 0 };
  putObject(engine.world, { bucket: "templates", key, text: JSON.stringify(template), ...object });
}

const nested = (key: string, properties: object = {}) => ({
  Type: "AWS::CloudFormation::Stack",
  Properties: { TemplateURL: `https://templates.s3.eu-west-1.amazonaws.com/${key}`, ...properties },
});

const leaf = (label: string) => ({
  Parameters: { Topic: { Type: "String", Default: "t" } },
  Resources: { Topic: { Type: "AWS::SNS::Topic", Properties: { DisplayName: label } } },
});

const root = (more: object = {}) => ({ Resources: { Middle: nested("middle"), ...more } });

function start(): Engine {
  const engine = createEngine();
  put(engine, "leaf", leaf("one"));
  put(engine, "middle", { Resources: { Leaf: nested("leaf"), Queue: { Type: "AWS::SQS::Queue" } } });
  return engine;
}

const only = (changeSet: Answer): Answer => changeSet.Changes[0].ResourceChange;
const below = (engine: Engine, change: Answer): Answer =>
  engine.call("DescribeChangeSet", { ChangeSetName: change.ChangeSetId });

describe("a change set that includes nested stacks", () => {
  test("has one for each of them, down to the last, and is executed from the root", () => {
    const engine = start();
    const top = engine.changeSet("root", root(), all);
    expect(top).toMatchObject({ Status: "CREATE_COMPLETE", IncludeNestedStacks: true });
    const middle = below(engine, only(top));
    expect(middle).toMatchObject({
      ParentChangeSetId: top.ChangeSetId,
      RootChangeSetId: top.ChangeSetId,
      Status: "CREATE_COMPLETE",
    });
    const leaves = below(engine, middle.Changes[0].ResourceChange);
    expect(leaves).toMatchObject({
      ParentChangeSetId: middle.ChangeSetId,
      RootChangeSetId: top.ChangeSetId,
      Changes: [{ ResourceChange: { Action: "Add", LogicalResourceId: "Topic" } }],
    });
    expect(engine.stack(middle.StackId)).toMatchObject({
      StackStatus: "REVIEW_IN_PROGRESS",
      RootId: top.StackId,
    });
    expect(() => engine.call("ExecuteChangeSet", { ChangeSetName: middle.ChangeSetId })).toThrow(
      /only with its root change set/,
    );
    engine.call("ExecuteChangeSet", { ChangeSetName: top.ChangeSetId });
    expect(engine.stack("root").StackStatus).toBe("CREATE_COMPLETE");
    for (const made of [middle, leaves]) {
      expect(engine.stack(made.StackId)).toMatchObject({
        StackStatus: "CREATE_COMPLETE",
        ChangeSetId: made.ChangeSetId,
      });
      expect(engine.call("DescribeChangeSet", { ChangeSetName: made.ChangeSetId }).ExecutionStatus).toBe(
        "EXECUTE_COMPLETE",
      );
    }
  });

  test("deploys the templates that it was made from, whatever lies there later", () => {
    const engine = start();
    engine.deploy("root", root());
    put(engine, "leaf", leaf("two"));
    const top = engine.changeSet("root", root(), all);
    const leaves = below(engine, below(engine, only(top)).Changes[0].ResourceChange);
    expect(leaves.Changes[0].ResourceChange).toMatchObject({ Action: "Modify", LogicalResourceId: "Topic" });
    put(engine, "leaf", leaf("three"));
    engine.call("ExecuteChangeSet", { ChangeSetName: top.ChangeSetId });
    expect(engine.stack("root").StackStatus).toBe("UPDATE_COMPLETE");
    expect(engine.call("GetTemplate", { StackName: leaves.StackId }).TemplateBody).toBe(
      JSON.stringify(leaf("two")),
    );
  });

  test("that would change nothing at all fails like any other", () => {
    const engine = start();
    engine.deploy("root", root());
    const top = engine.changeSet("root", root(), all);
    expect([top.Status, top.StatusReason]).toEqual(["FAILED", noChange]);
  });

  test("lists only those that change, and leaves the others alone", () => {
    const engine = start();
    engine.deploy("root", root());
    const top = engine.changeSet("root", root({ Queue: { Type: "AWS::SQS::Queue" } }), all);
    expect(top.Changes.map(({ ResourceChange }: Answer) => ResourceChange.LogicalResourceId)).toEqual([
      "Queue",
    ]);
    engine.call("ExecuteChangeSet", { ChangeSetName: top.ChangeSetId });
    expect(engine.stack("root").StackStatus).toBe("UPDATE_COMPLETE");
  });

  test("fails when one below fails, and names it", () => {
    const engine = start();
    engine.deploy("root", root());
    put(engine, "leaf", { Resources: { Topic: { Type: "AWS::SNS::Topic", Properties: { Nonsense: "x" } } } });
    const top = engine.changeSet("root", root(), all);
    expect(top.Status).toBe("FAILED");
    const [, id = ""] =
      /^Nested change set (\S+) was not successfully created: Currently in FAILED\.$/.exec(
        top.StatusReason,
      ) ?? [];
    expect(engine.call("DescribeChangeSet", { ChangeSetName: id })).toMatchObject({ Status: "FAILED" });
  });

  test("takes those below along when it is deleted, and the shells of new stacks", () => {
    const engine = start();
    const top = engine.changeSet("root", root(), all);
    const middle = below(engine, only(top));
    engine.call("DeleteChangeSet", { ChangeSetName: top.ChangeSetId });
    expect(() => below(engine, only(top))).toThrow(/does not exist/);
    expect(() => engine.stack(middle.StackId)).toThrow(/does not exist/);
    expect(engine.stack("root").StackStatus).toBe("REVIEW_IN_PROGRESS");
  });

  test("imports nothing", () => {
    const engine = start();
    engine.deploy("root", root());
    expect(() => engine.changeSet("root", root(), { ...all, ChangeSetType: "IMPORT" })).toThrow(
      "IncludeNestedStacks with a change set of type IMPORT is not supported by the sandbox.",
    );
  });

  test("fails when a template below is not there", () => {
    const engine = start();
    const top = engine.changeSet("root", { Resources: { Gone: nested("gone") } }, all);
    expect(top.StatusReason).toMatch(/^S3 error: The specified key does not exist/);
  });
});
