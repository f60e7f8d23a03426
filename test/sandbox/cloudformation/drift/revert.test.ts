import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { faults } from "../../../../src/sandbox/faults.ts";
import { ecsServices } from "../../../../src/sandbox/resources/ecs/records.ts";
import type { Answer, Engine } from "../engine.ts";
import { createEngine } from "../engine.ts";
import { detect, drift, drifts } from "./drift-engine.ts";

const reverting = { DeploymentMode: "REVERT_DRIFT" };
const noChange =
  "The submitted information didn't contain changes. Submit different information to create a change set.";

const template = {
  Resources: {
    Topic: { Type: "AWS::SNS::Topic", Properties: { DisplayName: "one", TopicName: "web-topic" } },
    Queue: {
      Type: "AWS::SQS::Queue",
      Properties: { DelaySeconds: 5, Tags: [{ Key: "team", Value: "a" }] },
    },
    Subscription: {
      Type: "AWS::SNS::Subscription",
      Properties: {
        Protocol: "sqs",
        TopicArn: { Ref: "Topic" },
        Endpoint: { "Fn::GetAtt": ["Queue", "Arn"] },
      },
    },
  },
};

function deployed(resources: object = template.Resources): Engine {
  const engine = createEngine();
  engine.deploy("web", { Resources: resources });
  return engine;
}

function changesOf(changeSet: Answer): Answer {
  return Object.fromEntries(
    changeSet.Changes.map(({ ResourceChange }: Answer) => [ResourceChange.LogicalResourceId, ResourceChange]),
  );
}

function withQueue(properties: object) {
  return {
    Resources: { ...template.Resources, Queue: { Type: "AWS::SQS::Queue", Properties: properties } },
  };
}

describe("a change set that reverts drift", () => {
  test("of a stack that is in sync and unchanged fails as empty", () => {
    const engine = deployed();
    expect(engine.changeSet("web", template, reverting)).toMatchObject({
      Status: "FAILED",
      StatusReason: noChange,
      DeploymentMode: "REVERT_DRIFT",
      StackDriftStatus: "IN_SYNC",
    });
  });

  test("shows live, deployed and wanted values of what drifted, and executing it heals", () => {
    const engine = deployed();
    drift(engine, "Queue", { set: { "/DelaySeconds": 90 } });
    expect(engine.changeSet("web", template).StatusReason).toBe(noChange);
    const made = engine.changeSet("web", template, reverting);
    expect(made).toMatchObject({ Status: "CREATE_COMPLETE", StackDriftStatus: "DRIFTED" });
    // The subscription reads an attribute of the queue: a possible change, as on AWS.
    expect(Object.keys(changesOf(made))).toEqual(["Queue", "Subscription"]);
    const { Queue } = changesOf(made);
    expect(Queue).toMatchObject({
      Action: "Modify",
      Replacement: "False",
      Scope: ["Properties"],
      ResourceDriftStatus: "MODIFIED",
    });
    expect(Queue.Details).toMatchObject([
      {
        Target: {
          Attribute: "Properties",
          Name: "DelaySeconds",
          Path: "/Properties/DelaySeconds",
          BeforeValue: "90",
          BeforeValueFrom: "ACTUAL_STATE",
          AfterValue: "5",
          AfterValueFrom: "TEMPLATE",
          AttributeChangeType: "Modify",
          Drift: { PreviousValue: "5", ActualValue: "90", DriftDetectionTimestamp: expect.any(Date) },
        },
      },
    ]);
    const context = (text: string) => JSON.parse(text).Properties.DelaySeconds;
    expect([Queue.BeforeContext, Queue.PreviousDeploymentContext, Queue.AfterContext].map(context)).toEqual([
      90, 5, 5,
    ]);
    engine.call("ExecuteChangeSet", { ChangeSetName: made.ChangeSetId });
    expect(engine.stack("web").StackStatus).toBe("UPDATE_COMPLETE");
    expect(detect(engine).StackDriftStatus).toBe("IN_SYNC");
  });

  test("tells a template that says what is live already from one that changes something", () => {
    const engine = deployed();
    drift(engine, "Queue", { set: { "/DelaySeconds": 90 } });
    const made = engine.changeSet(
      "web",
      withQueue({ DelaySeconds: 90, Tags: [{ Key: "team", Value: "a" }] }),
      reverting,
    );
    expect(changesOf(made).Queue).toMatchObject({
      Action: "SyncWithActual",
      ResourceDriftStatus: "MODIFIED",
      Details: [
        {
          Target: {
            Path: "/Properties/DelaySeconds",
            AttributeChangeType: "SyncWithActual",
            AfterValue: "90",
          },
        },
      ],
    });
    const before = engine.history("web").length;
    engine.call("ExecuteChangeSet", { ChangeSetName: made.ChangeSetId });
    expect(engine.stack("web").StackStatus).toBe("UPDATE_COMPLETE");
    expect(engine.history("web").slice(before).join()).not.toContain("Queue");
    expect(detect(engine).StackDriftStatus).toBe("IN_SYNC");
  });

  test("makes a deleted resource again, and changes what refers to it", () => {
    const engine = deployed({
      Queue: { Type: "AWS::SQS::Queue" },
      Watch: {
        Type: "AWS::SSM::Parameter",
        Properties: { Type: "String", Value: { Ref: "Queue" } },
      },
    });
    const queueUrl = () =>
      engine.call("DescribeStackResource", { StackName: "web", LogicalResourceId: "Queue" })
        .StackResourceDetail.PhysicalResourceId;
    const before = queueUrl();
    drift(engine, "Queue", { delete: true });
    const same = { UsePreviousTemplate: "true" };
    const { Id } = engine.call("CreateChangeSet", {
      StackName: "web",
      ChangeSetName: "heal",
      ...same,
      ...reverting,
    });
    const made = engine.call("DescribeChangeSet", { ChangeSetName: Id, IncludePropertyValues: "true" });
    expect(changesOf(made)).toMatchObject({
      Queue: { Action: "Add", ResourceDriftStatus: "DELETED", Details: [] },
      Watch: { Action: "Modify", ResourceDriftStatus: "IN_SYNC" },
    });
    engine.call("ExecuteChangeSet", { ChangeSetName: Id });
    expect(engine.stack("web").StackStatus).toBe("UPDATE_COMPLETE");
    expect(queueUrl()).not.toBe(before);
    expect(engine.history("web").join()).not.toContain("DELETE");
    expect(detect(engine)).toMatchObject({ StackDriftStatus: "IN_SYNC", DriftedStackResourceCount: 0 });
    expect(JSON.parse(drifts(engine).Watch.ActualProperties).Value).toBe(queueUrl());
  });

  test("makes a deleted resource with a fixed name again", () => {
    const engine = deployed();
    drift(engine, "Topic", { delete: true });
    engine.deploy("web", template, reverting);
    expect(engine.stack("web").StackStatus).toBe("UPDATE_COMPLETE");
    expect(detect(engine).StackDriftStatus).toBe("IN_SYNC");
  });

  test.each<[string, string, object]>([
    ["a tag that no template names", "Queue", { noise: ["tags"] }],
    ["what was never declared", "Queue", { set: { "/MaximumMessageSize": 2048 }, noise: ["defaults"] }],
    ["what only a replacement could change", "Queue", { set: { "/QueueName": "other" } }],
    ["a type that is not looked at", "Subscription", { set: { "/Protocol": "https" } }],
  ])("leaves alone: %s", (_, logicalId, what) => {
    const engine = deployed();
    drift(engine, logicalId, JSON.parse(JSON.stringify(what)));
    expect(engine.changeSet("web", template, reverting)).toMatchObject({
      StatusReason: noChange,
      StackDriftStatus: "IN_SYNC",
    });
  });

  test("leaves alone: what replaces under a condition that holds", () => {
    const instance = {
      Database: {
        Type: "AWS::RDS::DBInstance",
        Properties: { DBInstanceClass: "db.t4g.micro", SourceDBInstanceIdentifier: "main" },
      },
    };
    const engine = deployed(instance);
    drift(engine, "Database", { set: { "/SourceDBInstanceIdentifier": "other" } });
    expect(engine.changeSet("web", { Resources: instance }, reverting).StatusReason).toBe(noChange);
  });

  test("keeps foreign tags when it changes the others", () => {
    const engine = deployed();
    drift(engine, "Queue", { noise: ["tags"], set: { "/Tags/0/Value": "b" } });
    engine.deploy("web", template, reverting);
    detect(engine);
    expect(JSON.parse(drifts(engine).Queue.ActualProperties).Tags).toEqual([
      { Key: "team", Value: "a" },
      { Key: "cost-centre", Value: "4711" },
    ]);
    expect(engine.changeSet("web", template, reverting).StatusReason).toBe(noChange);
  });

  test("compares two ways what no read answers", () => {
    const secret = (value: string) => ({
      Resources: {
        Vault: {
          Type: "AWS::SecretsManager::Secret",
          Properties: { Description: "d", SecretString: value },
        },
      },
    });
    const engine = createEngine();
    engine.deploy("web", secret("x"));
    drift(engine, "Vault", { set: { "/SecretString": "by hand" } });
    expect(engine.changeSet("web", secret("x"), reverting).StatusReason).toBe(noChange);
    expect(changesOf(engine.changeSet("web", secret("y"), reverting)).Vault).toMatchObject({
      ResourceDriftStatus: "IN_SYNC",
      ResourceDriftIgnoredAttributes: [{ Path: "/Properties/SecretString", Reason: "WRITE_ONLY_PROPERTY" }],
      Details: [{ Target: { BeforeValue: "x", BeforeValueFrom: "PREVIOUS_DEPLOYMENT_STATE" } }],
    });
  });

  test("takes what it cannot read for unknown, and compares it two ways", () => {
    const engine = deployed();
    drift(engine, "Queue", { set: { "/DelaySeconds": 90 } });
    engine.world.table(faults).put("f", {
      id: "f",
      effect: { kind: "fail-resource", on: ["read"], reason: "Access denied" },
      match: { logicalId: "Queue" },
      remaining: 1,
    });
    expect(engine.changeSet("web", template, reverting)).toMatchObject({
      StatusReason: noChange,
      StackDriftStatus: "UNKNOWN",
    });
  });

  test("that fails goes back to what was live before it", () => {
    const engine = deployed();
    drift(engine, "Queue", { set: { "/DelaySeconds": 90 } });
    engine.world.table(faults).put("f", {
      id: "f",
      effect: { kind: "fail-resource", on: ["create"], reason: "broken" },
      match: { logicalId: "More" },
      remaining: 1,
    });
    const more = {
      Resources: { ...template.Resources, More: { Type: "AWS::SQS::Queue", DependsOn: "Queue" } },
    };
    expect(engine.deploy("web", more, reverting).StackStatus).toBe("UPDATE_ROLLBACK_COMPLETE");
    expect(engine.history("web")).toContain("Queue UPDATE_COMPLETE");
    detect(engine);
    expect(JSON.parse(drifts(engine).Queue.ActualProperties).DelaySeconds).toBe(90);
  });

  test.each([
    ["a new stack", { ChangeSetType: "CREATE", StackName: "new" }, "type UPDATE"],
    ["nested stacks", { IncludeNestedStacks: "true" }, "IncludeNestedStacks"],
    ["another mode", { DeploymentMode: "GUESS" }, "enum value set: [REVERT_DRIFT]"],
  ])("is refused for %s", (_, extra, text) => {
    const engine = deployed();
    expect(() => engine.changeSet("web", template, { ...reverting, ...extra })).toThrow(text);
  });

  test("heals whatever drifted, and has nothing to do the second time", () => {
    const value = fc.oneof(fc.integer({ min: 0, max: 900 }), fc.constant(undefined));
    fc.assert(
      fc.property(value, value, fc.boolean(), (delay, retention, isDeleted) => {
        const engine = deployed();
        const set = {
          ...(delay === undefined ? {} : { "/DelaySeconds": delay }),
          ...(retention === undefined ? {} : { "/MessageRetentionPeriod": retention + 60 }),
        };
        if (Object.keys(set).length > 0) drift(engine, "Queue", { set });
        if (isDeleted) drift(engine, "Topic", { delete: true });
        const made = engine.changeSet("web", template, reverting);
        if (made.Status === "CREATE_COMPLETE")
          engine.call("ExecuteChangeSet", { ChangeSetName: made.ChangeSetId });
        expect(detect(engine).StackDriftStatus).toBe("IN_SYNC");
        expect(engine.changeSet("web", template, reverting).StatusReason).toBe(noChange);
      }),
      { numRuns: 20 },
    );
  });
});

describe("an autoscaled service", () => {
  const service = (desiredCount: number | undefined, extra: object = {}) => ({
    Resources: {
      Cluster: { Type: "AWS::ECS::Cluster", Properties: { ClusterName: "web" } },
      Task: {
        Type: "AWS::ECS::TaskDefinition",
        Properties: { Family: "web", ContainerDefinitions: [{ Name: "web", Image: "web:1" }] },
      },
      Service: {
        Type: "AWS::ECS::Service",
        Properties: {
          ServiceName: "web",
          Cluster: { Ref: "Cluster" },
          TaskDefinition: { Ref: "Task" },
          ...(desiredCount === undefined ? {} : { DesiredCount: desiredCount }),
          ...extra,
        },
      },
      Scaling: {
        Type: "AWS::ApplicationAutoScaling::ScalableTarget",
        DependsOn: "Service",
        Properties: {
          ServiceNamespace: "ecs",
          ScalableDimension: "ecs:service:DesiredCount",
          ResourceId: "service/web/web",
          MinCapacity: 1,
          MaxCapacity: 7,
        },
      },
    },
  });
  const count = (engine: Engine) =>
    [...engine.world.region("111111111111", "eu-west-1").table(ecsServices).values()][0]?.desiredCount;

  test("drifts for detection, and is left alone by a change set that reverts", () => {
    const engine = createEngine();
    engine.deploy("web", service(2));
    drift(engine, "Service", { noise: ["autoscaling"] });
    expect(count(engine)).toBe(7);
    detect(engine);
    expect(drifts(engine).Service.PropertyDifferences).toMatchObject([
      { PropertyPath: "/DesiredCount", ExpectedValue: "2", ActualValue: "7", DifferenceType: "NOT_EQUAL" },
    ]);
    const template = service(2, { EnableExecuteCommand: true });
    expect(engine.changeSet("web", service(2), reverting).StatusReason).toBe(noChange);
    const made = engine.changeSet("web", template, reverting);
    expect(changesOf(made).Service).toMatchObject({
      ResourceDriftStatus: "IN_SYNC",
      ResourceDriftIgnoredAttributes: [{ Path: "/Properties/DesiredCount", Reason: "MANAGED_BY_AWS" }],
    });
    engine.call("ExecuteChangeSet", { ChangeSetName: made.ChangeSetId });
    engine.advanceMs(1);
    expect(count(engine)).toBe(7);
    engine.deploy("web", service(3, { EnableExecuteCommand: true }), reverting);
    expect(count(engine)).toBe(3);
  });

  test("is reset by an update of the service that declares a count, and kept by one that does not", () => {
    const declared = createEngine();
    declared.deploy("web", service(2));
    drift(declared, "Service", { noise: ["autoscaling"] });
    declared.deploy("web", service(2, { EnableExecuteCommand: true }));
    expect(count(declared)).toBe(2);
    const open = createEngine();
    open.deploy("web", service(undefined));
    drift(open, "Service", { noise: ["autoscaling"] });
    open.deploy("web", service(undefined, { EnableExecuteCommand: true }));
    expect(count(open)).toBe(7);
  });
});

describe("an update that does not look at drift", () => {
  test("leaves drift alone where it changes nothing, and overwrites it where it does", () => {
    const engine = deployed();
    drift(engine, "Queue", { set: { "/DelaySeconds": 90, "/Tags/0/Value": "b" } });
    engine.deploy("web", withQueue({ DelaySeconds: 6, Tags: [{ Key: "team", Value: "a" }] }));
    detect(engine);
    expect(JSON.parse(drifts(engine).Queue.ActualProperties)).toEqual({
      DelaySeconds: 6,
      Tags: [{ Key: "team", Value: "b" }],
    });
  });

  test("that fails puts back what was deployed where it had changed something", () => {
    const engine = deployed();
    drift(engine, "Queue", { set: { "/DelaySeconds": 90, "/Tags/0/Value": "b" } });
    const broken = {
      Resources: {
        ...withQueue({ DelaySeconds: 6, Tags: [{ Key: "team", Value: "a" }] }).Resources,
        More: { Type: "AWS::SQS::Queue", DependsOn: "Queue", Properties: { QueueName: "x" } },
      },
    };
    engine.world.table(faults).put("f", {
      id: "f",
      effect: { kind: "fail-resource", on: ["create"], reason: "broken" },
      match: { logicalId: "More" },
      remaining: 1,
    });
    expect(engine.deploy("web", broken).StackStatus).toBe("UPDATE_ROLLBACK_COMPLETE");
    detect(engine);
    expect(JSON.parse(drifts(engine).Queue.ActualProperties)).toEqual({
      DelaySeconds: 5,
      Tags: [{ Key: "team", Value: "b" }],
    });
  });

  test("fails with NotFound when it touches a deleted resource, and its rollback is stuck on it", () => {
    const engine = deployed();
    drift(engine, "Queue", { delete: true });
    detect(engine, { LogicalResourceIds: ["Queue"] });
    const stack = engine.deploy("web", withQueue({ DelaySeconds: 6 }));
    expect(stack.StackStatus).toBe("UPDATE_ROLLBACK_FAILED");
    const reasons = engine
      .call("DescribeStackEvents", { StackName: "web" })
      .StackEvents.map((event: Answer) => event.ResourceStatusReason ?? "");
    expect(reasons.join()).toMatch(/was not found.*HandlerErrorCode: NotFound/);
    engine.call("ContinueUpdateRollback", { StackName: "web", ResourcesToSkip: ["Queue"] });
    expect(engine.stack("web").StackStatus).toBe("UPDATE_ROLLBACK_COMPLETE");
    expect(drifts(engine)).toEqual({});
    expect(detect(engine)).toMatchObject({ StackDriftStatus: "DRIFTED" });
  });

  test("removes a deleted resource, and a stack that has one can be deleted", () => {
    const engine = deployed();
    drift(engine, "Queue", { delete: true });
    drift(engine, "Topic", { delete: true });
    const { Queue: _queue, Subscription: _subscription, ...others } = template.Resources;
    expect(engine.deploy("web", { Resources: others }).StackStatus).toBe("UPDATE_COMPLETE");
    const { StackId } = engine.stack("web");
    engine.call("DeleteStack", { StackName: "web" });
    expect(engine.stack(StackId).StackStatus).toBe("DELETE_COMPLETE");
  });
});
