import { describe, expect, test } from "@jest/globals";
import { faults } from "../../../../src/sandbox/faults.ts";
import { setDurations } from "../../../../src/sandbox/clock.ts";
import { createWorld } from "../../../../src/sandbox/world.ts";
import type { Answer, Engine } from "../engine.ts";
import { createEngine } from "../engine.ts";
import { detect, drift, drifts } from "./drift-engine.ts";

const template = {
  Parameters: { Secret: { Type: "String", NoEcho: true, Default: "s3cret" } },
  Resources: {
    Topic: { Type: "AWS::SNS::Topic", Properties: { DisplayName: "one", FifoTopic: false } },
    Queue: {
      Type: "AWS::SQS::Queue",
      Properties: {
        DelaySeconds: 5,
        RedriveAllowPolicy: { redrivePermission: "byQueue", sourceQueueArns: ["arn:a", "arn:b"] },
        Tags: [
          { Key: "team", Value: "a" },
          { Key: "tier", Value: "1" },
        ],
      },
    },
    Policy: {
      Type: "AWS::SQS::QueuePolicy",
      Properties: { Queues: [{ Ref: "Queue" }], PolicyDocument: { Statement: [] } },
    },
    Vault: {
      Type: "AWS::SecretsManager::Secret",
      Properties: { Description: { Ref: "Secret" }, SecretString: "x" },
    },
  },
};

function deployed(): Engine {
  const engine = createEngine();
  engine.deploy("web", template);
  return engine;
}

describe("a detection", () => {
  test("of a stack that nobody touched finds everything in sync, and leaves out what has no drift detection", () => {
    const engine = deployed();
    expect(engine.stack("web").DriftInformation).toMatchObject({ StackDriftStatus: "NOT_CHECKED" });
    expect(detect(engine)).toMatchObject({
      DetectionStatus: "DETECTION_COMPLETE",
      StackDriftStatus: "IN_SYNC",
      DriftedStackResourceCount: 0,
    });
    expect(engine.stack("web").DriftInformation).toMatchObject({
      StackDriftStatus: "IN_SYNC",
      LastCheckTimestamp: expect.any(Date),
    });
    expect(Object.keys(drifts(engine)).toSorted()).toEqual(["Queue", "Topic", "Vault"]);
    expect(drifts(engine).Topic).toMatchObject({
      StackResourceDriftStatus: "IN_SYNC",
      ExpectedProperties: '{"DisplayName":"one","FifoTopic":false}',
      ActualProperties: '{"DisplayName":"one","FifoTopic":false}',
      PropertyDifferences: [],
    });
  });

  test("takes its time: until then it is in progress, and a second one is refused", () => {
    const engine = deployed();
    setDurations(engine.world, { scale: 1 });
    const { StackDriftDetectionId } = engine.call("DetectStackDrift", { StackName: "web" });
    const status = () => engine.call("DescribeStackDriftDetectionStatus", { StackDriftDetectionId });
    expect(status()).toMatchObject({
      DetectionStatus: "DETECTION_IN_PROGRESS",
      DetectionStatusReason: "User Initiated",
      DriftedStackResourceCount: undefined,
    });
    expect(() => engine.call("DetectStackDrift", { StackName: "web" })).toThrow(
      "Drift detection is already in progress for stack",
    );
    engine.advanceMs(60_000);
    expect(status().DetectionStatus).toBe("DETECTION_COMPLETE");
    expect(() => engine.call("DetectStackDrift", { StackName: "web" })).not.toThrow();
  });

  test("of some resources leaves the others unchecked", () => {
    const engine = deployed();
    detect(engine, { LogicalResourceIds: ["Topic", "Policy"] });
    expect(Object.keys(drifts(engine))).toEqual(["Topic"]);
    expect(() => detect(engine, { LogicalResourceIds: ["Ghost"] })).toThrow("[Ghost]");
    expect(() => detect(engine, { LogicalResourceIds: [] })).toThrow("length");
  });

  test("of a stack that is being changed, or is gone, is refused", () => {
    const engine = deployed();
    engine.call("DeleteStack", { StackName: "web" });
    expect(() => engine.call("DetectStackDrift", { StackName: "web" })).toThrow("does not exist");
    const failed = createEngine();
    failed.call("CreateStack", { StackName: "web", TemplateBody: JSON.stringify(template) });
    expect(() => failed.call("DetectStackDrift", { StackName: "web" })).not.toThrow();
    setDurations(failed.world, { scale: 1 });
    failed.call("UpdateStack", {
      StackName: "web",
      TemplateBody: JSON.stringify(withTopic({ DisplayName: "two" })),
    });
    expect(() => failed.call("DetectStackDrift", { StackName: "web" })).toThrow("UPDATE_IN_PROGRESS");
  });

  test("that cannot read a resource fails, calls it UNKNOWN, and shows what it found of the others", () => {
    const engine = deployed();
    engine.world.table(faults).put("f", {
      id: "f",
      effect: { kind: "fail-resource", on: ["read"], reason: "Access denied" },
      match: { logicalId: "Topic" },
      remaining: 1,
    });
    const status = detect(engine);
    expect(status).toMatchObject({ DetectionStatus: "DETECTION_FAILED", StackDriftStatus: "UNKNOWN" });
    expect(JSON.parse(status.DetectionStatusReason)).toEqual({
      Summary: "Failed to detect drift on resources [Topic]",
      Failures: [{ Resource: "Topic", FailureReason: "Access denied" }],
    });
    expect(drifts(engine)).toMatchObject({
      Topic: { StackResourceDriftStatus: "UNKNOWN", DriftStatusReason: "Access denied" },
      Queue: { StackResourceDriftStatus: "IN_SYNC" },
    });
  });

  test("of one resource answers at once", () => {
    const engine = deployed();
    drift(engine, "Topic", { set: { "/DisplayName": "by hand" } });
    const one = (LogicalResourceId: string) =>
      engine.call("DetectStackResourceDrift", { StackName: "web", LogicalResourceId }).StackResourceDrift;
    expect(one("Topic").StackResourceDriftStatus).toBe("MODIFIED");
    expect(() => one("Policy")).toThrow("Drift detection is not supported for the specified ResourceType");
    expect(() => one("Ghost")).toThrow("does not exist");
  });
});

describe("what counts as drift", () => {
  test.each<[string, string, object, readonly object[]]>([
    [
      "another value",
      "Topic",
      { set: { "/DisplayName": "two" } },
      [
        {
          PropertyPath: "/DisplayName",
          ExpectedValue: "one",
          ActualValue: "two",
          DifferenceType: "NOT_EQUAL",
        },
      ],
    ],
    [
      "a declared property that is gone",
      "Topic",
      { unset: ["/DisplayName"] },
      [{ PropertyPath: "/DisplayName", ExpectedValue: "one", ActualValue: "null", DifferenceType: "REMOVE" }],
    ],
    ["a property that was never declared", "Topic", { set: { "/SignatureVersion": "2" } }, []],
    ["the service's defaults", "Topic", { noise: ["defaults"] }, []],
    [
      "a nested value",
      "Queue",
      { set: { "/RedriveAllowPolicy/redrivePermission": "denyAll" } },
      [{ PropertyPath: "/RedriveAllowPolicy/redrivePermission", DifferenceType: "NOT_EQUAL" }],
    ],
    [
      "a longer list",
      "Queue",
      { set: { "/RedriveAllowPolicy/sourceQueueArns/-": "arn:c" } },
      [
        {
          PropertyPath: "/RedriveAllowPolicy/sourceQueueArns/2",
          ExpectedValue: "null",
          ActualValue: "arn:c",
          DifferenceType: "ADD",
        },
      ],
    ],
    [
      "a shorter list",
      "Queue",
      { unset: ["/RedriveAllowPolicy/sourceQueueArns/0"] },
      [{ PropertyPath: "/RedriveAllowPolicy/sourceQueueArns/0", DifferenceType: "REMOVE" }],
    ],
    [
      "another order of a list, and not of tags",
      "Queue",
      { noise: ["order"] },
      [
        { PropertyPath: "/RedriveAllowPolicy/sourceQueueArns/0", DifferenceType: "NOT_EQUAL" },
        { PropertyPath: "/RedriveAllowPolicy/sourceQueueArns/1", DifferenceType: "NOT_EQUAL" },
      ],
    ],
    [
      "one more tag, where tags are declared",
      "Queue",
      { noise: ["tags"] },
      [{ PropertyPath: "/Tags/2", DifferenceType: "ADD" }],
    ],
    ["one more tag, where none are", "Topic", { noise: ["tags"] }, []],
    [
      "another value of a tag",
      "Queue",
      { set: { "/Tags/1/Value": "2" } },
      [{ PropertyPath: "/Tags/1/Value", ExpectedValue: "1", ActualValue: "2", DifferenceType: "NOT_EQUAL" }],
    ],
    ["a number written as text", "Queue", { set: { "/DelaySeconds": "5" } }, []],
    ["what no read answers", "Vault", { set: { "/SecretString": "y" } }, []],
    ["what holds a secret", "Vault", { set: { "/Description": "z" } }, []],
  ])("%s", (_, logicalId, what, differences) => {
    const engine = deployed();
    drift(engine, logicalId, JSON.parse(JSON.stringify(what)));
    expect(detect(engine)).toMatchObject({
      StackDriftStatus: differences.length === 0 ? "IN_SYNC" : "DRIFTED",
      DriftedStackResourceCount: differences.length === 0 ? 0 : 1,
    });
    const found = drifts(engine)[logicalId];
    expect(found.PropertyDifferences).toMatchObject(differences);
    expect(found.PropertyDifferences).toHaveLength(differences.length);
  });

  test("a secret is not shown, neither expected nor actual", () => {
    const engine = deployed();
    detect(engine);
    expect(JSON.stringify(drifts(engine).Vault)).not.toContain("s3cret");
  });

  test("a deleted resource is DELETED, without properties", () => {
    const engine = deployed();
    drift(engine, "Topic", { delete: true });
    expect(detect(engine)).toMatchObject({ StackDriftStatus: "DRIFTED", DriftedStackResourceCount: 1 });
    expect(drifts(engine).Topic).toMatchObject({
      StackResourceDriftStatus: "DELETED",
      ExpectedProperties: undefined,
      ActualProperties: undefined,
      PropertyDifferences: [],
    });
    expect(
      engine
        .call("ListStackResources", { StackName: "web" })
        .StackResourceSummaries.map((each: Answer) => [
          each.LogicalResourceId,
          each.DriftInformation.StackResourceDriftStatus,
        ]),
    ).toEqual([
      ["Topic", "DELETED"],
      ["Queue", "IN_SYNC"],
      ["Vault", "IN_SYNC"],
      ["Policy", "NOT_CHECKED"],
    ]);
  });
});

describe("the report", () => {
  test("is filtered by status and comes in pages", () => {
    const engine = deployed();
    drift(engine, "Topic", { set: { "/DisplayName": "two" } });
    detect(engine);
    const ask = (extra: object) => engine.call("DescribeStackResourceDrifts", { StackName: "web", ...extra });
    const modified = ask({ StackResourceDriftStatusFilters: ["MODIFIED", "DELETED"] }).StackResourceDrifts;
    expect(modified.map((each: Answer) => each.LogicalResourceId)).toEqual(["Topic"]);
    const first = ask({ MaxResults: "2" });
    const second = ask({ MaxResults: "2", NextToken: first.NextToken });
    expect([first.StackResourceDrifts, second.StackResourceDrifts].map((page) => page.length)).toEqual([
      2, 1,
    ]);
    expect(second.NextToken).toBeUndefined();
    expect(() => ask({ MaxResults: "101" })).toThrow("maxResults");
    expect(() => ask({ StackResourceDriftStatusFilters: ["BROKEN"] })).toThrow("enum");
  });

  test("is forgotten for a resource that an update touches, and kept for the others", () => {
    const engine = deployed();
    drift(engine, "Queue", { set: { "/DelaySeconds": 7 } });
    detect(engine);
    engine.deploy("web", withTopic({ DisplayName: "two" }));
    expect(engine.stack("web").DriftInformation.StackDriftStatus).toBe("NOT_CHECKED");
    expect(Object.keys(drifts(engine)).toSorted()).toEqual(["Queue", "Vault"]);
    expect(drifts(engine).Queue.StackResourceDriftStatus).toBe("MODIFIED");
  });
});

describe("a restart", () => {
  test("forgets neither what is live nor a detection that runs", () => {
    const engine = deployed();
    drift(engine, "Topic", { set: { "/DisplayName": "two" } });
    setDurations(engine.world, { scale: 1 });
    const { StackDriftDetectionId } = engine.call("DetectStackDrift", { StackName: "web" });
    const world = createWorld();
    for (const [table, key, value] of engine.world.snapshot())
      world.load(table, key, JSON.parse(JSON.stringify(value)));
    const again = createEngine("111111111111", "eu-west-1", world);
    again.advanceMs(60_000);
    expect(again.call("DescribeStackDriftDetectionStatus", { StackDriftDetectionId }).DetectionStatus).toBe(
      "DETECTION_COMPLETE",
    );
    expect(drifts(again).Topic.StackResourceDriftStatus).toBe("MODIFIED");
  });
});

describe("an imported resource", () => {
  const topic = (name: string) => ({
    Resources: {
      Topic: {
        Type: "AWS::SNS::Topic",
        DeletionPolicy: "Retain",
        Properties: { TopicName: "kept", DisplayName: name },
      },
    },
  });

  test("that is not as the template says has drifted", () => {
    const engine = createEngine();
    engine.deploy("old", topic("one"));
    engine.call("DeleteStack", { StackName: "old" });
    engine.deploy("web", topic("two"), { ImportExistingResources: "true" });
    expect(detect(engine).StackDriftStatus).toBe("DRIFTED");
    expect(drifts(engine).Topic.PropertyDifferences).toMatchObject([
      { PropertyPath: "/DisplayName", ExpectedValue: "two", ActualValue: "one" },
    ]);
  });

  test("that was deleted by hand before is not there to be imported", () => {
    const engine = createEngine();
    engine.deploy("web", topic("one"));
    drift(engine, "Topic", { delete: true });
    engine.call("DeleteStack", { StackName: "web" });
    const made = engine.changeSet("next", topic("one"), { ImportExistingResources: "true" });
    expect(made.Changes[0].ResourceChange.Action).toBe("Add");
  });
});

function withTopic(properties: object) {
  const { Topic, ...others } = template.Resources;
  return { ...template, Resources: { ...others, Topic: { ...Topic, Properties: properties } } };
}
