import { describe, expect, test } from "@jest/globals";
import { setDurations } from "../../../src/sandbox/clock.ts";
import { faults } from "../../../src/sandbox/faults.ts";
import type { Engine } from "./engine.ts";
import { createEngine } from "./engine.ts";

const topic = (name = "one") => ({ Type: "AWS::SNS::Topic", Properties: { DisplayName: name } });
const queue = (properties: object = {}) => ({ Type: "AWS::SQS::Queue", Properties: properties });

function failResource(
  engine: Engine,
  logicalId: string,
  on: "create" | "update" | "delete" | "rollback",
): void {
  engine.world.table(faults).put(`${logicalId}-${on}`, {
    id: `${logicalId}-${on}`,
    effect: { kind: "fail-resource", on: [on], reason: `no ${on} today` },
    match: { logicalId },
    remaining: 1,
  });
}

describe("creation", () => {
  test("a stack made through a change set has resources, outputs and events in dependency order", () => {
    const engine = createEngine();
    const stack = engine.deploy("web", {
      Resources: { Topic: topic(), Queue: { ...queue(), DependsOn: "Topic" } },
      Outputs: { Arn: { Value: { Ref: "Topic" } }, Queue: { Value: { "Fn::GetAtt": ["Queue", "Arn"] } } },
    });
    expect(stack.StackStatus).toBe("CREATE_COMPLETE");
    expect(stack.Outputs).toMatchObject([
      { OutputValue: expect.stringMatching(/^arn:aws:sns:eu-west-1:111111111111:web-Topic-\w{12}$/) },
      { OutputValue: expect.stringMatching(/^arn:aws:sqs:eu-west-1:111111111111:web-Queue-\w{12}$/) },
    ]);
    expect(engine.history("web")).toEqual([
      "web REVIEW_IN_PROGRESS",
      "web CREATE_IN_PROGRESS",
      "Topic CREATE_IN_PROGRESS",
      "Topic CREATE_IN_PROGRESS",
      "Topic CREATE_COMPLETE",
      "Queue CREATE_IN_PROGRESS",
      "Queue CREATE_IN_PROGRESS",
      "Queue CREATE_COMPLETE",
      "web CREATE_COMPLETE",
    ]);
  });

  test("a change set that was executed shows no changes set but itself, and the stack names it", () => {
    const engine = createEngine();
    const stack = engine.deploy("web", { Resources: { Topic: topic() } });
    expect(engine.call("ListChangeSets", { StackName: "web" }).Summaries).toMatchObject([
      { ChangeSetId: stack.ChangeSetId, ExecutionStatus: "EXECUTE_COMPLETE" },
    ]);
  });

  test("a stack made through a change set shows its execution as its last update, one made directly does not", () => {
    const engine = createEngine();
    const web = engine.deploy("web", { Resources: { Topic: topic() } });
    engine.call("CreateStack", {
      StackName: "direct",
      TemplateBody: JSON.stringify({ Resources: { Topic: topic() } }),
    });
    expect(web.LastUpdatedTime.getTime()).toBeGreaterThan(web.CreationTime.getTime());
    expect(engine.stack("direct").LastUpdatedTime).toBeUndefined();
  });

  test("the token of the execution is on every event of the operation", () => {
    const engine = createEngine();
    const stack = engine.deploy("web", { Resources: { Topic: topic() } });
    const events = engine.call("DescribeStackEvents", { StackName: stack.StackId }).StackEvents;
    expect(
      new Set(events.slice(0, -1).map((event: { ClientRequestToken: string }) => event.ClientRequestToken)),
    ).toEqual(new Set(["token-cs1"]));
  });

  test("a resource that fails rolls everything back to ROLLBACK_COMPLETE and leaves nothing", () => {
    const engine = createEngine();
    failResource(engine, "Queue", "create");
    const stack = engine.deploy("web", {
      Resources: { Topic: topic(), Queue: { ...queue(), DependsOn: "Topic" } },
    });
    expect(stack).toMatchObject({ StackStatus: "ROLLBACK_COMPLETE" });
    expect(engine.call("ListStackResources", { StackName: "web" }).StackResourceSummaries).toEqual([]);
    const events = engine.call("DescribeStackEvents", { StackName: "web" }).StackEvents;
    expect(events).toContainEqual(
      expect.objectContaining({
        ResourceStatus: "ROLLBACK_IN_PROGRESS",
        ResourceStatusReason:
          "The following resource(s) failed to create: [Queue]. Rollback requested by user.",
      }),
    );
    expect(engine.history("web").slice(-6)).toEqual([
      "web ROLLBACK_IN_PROGRESS",
      "Queue DELETE_IN_PROGRESS",
      "Queue DELETE_COMPLETE",
      "Topic DELETE_IN_PROGRESS",
      "Topic DELETE_COMPLETE",
      "web ROLLBACK_COMPLETE",
    ]);
  });

  test("siblings of a resource that fails are cancelled", () => {
    const engine = createEngine();
    setDurations(engine.world, { scale: 1 });
    failResource(engine, "Role", "create");
    const { Id } = engine.call("CreateChangeSet", {
      StackName: "web",
      ChangeSetName: "first",
      ChangeSetType: "CREATE",
      TemplateBody: JSON.stringify({
        Resources: {
          Role: topic(),
          Balancer: { Type: "AWS::ElasticLoadBalancingV2::LoadBalancer" },
        },
      }),
    });
    engine.advanceMs(10_000);
    engine.call("ExecuteChangeSet", { ChangeSetName: Id });
    engine.advanceMs(600_000);
    const events = engine.call("DescribeStackEvents", { StackName: "web" }).StackEvents;
    expect(events).toContainEqual(
      expect.objectContaining({
        LogicalResourceId: "Balancer",
        ResourceStatus: "CREATE_FAILED",
        ResourceStatusReason: "Resource creation cancelled",
      }),
    );
    expect(engine.stack("web").StackStatus).toBe("ROLLBACK_COMPLETE");
  });

  test("with OnStackFailure DELETE a failed first creation is gone by name and readable by id", () => {
    const engine = createEngine();
    failResource(engine, "Topic", "create");
    const made = engine.changeSet("web", { Resources: { Topic: topic() } }, { OnStackFailure: "DELETE" });
    engine.call("ExecuteChangeSet", { ChangeSetName: made.ChangeSetId });
    expect(() => engine.stack("web")).toThrow("Stack with id web does not exist");
    expect(engine.stack(made.StackId).StackStatus).toBe("DELETE_COMPLETE");
    expect(engine.history(made.StackId)).toContain("Topic CREATE_FAILED");
  });

  test("with rollback off a failed creation stays, can be fixed forward, and can be rolled back", () => {
    const engine = createEngine();
    failResource(engine, "Topic", "create");
    const template = { Resources: { Topic: topic(), Queue: queue() } };
    const made = engine.changeSet("web", template);
    engine.call("ExecuteChangeSet", { ChangeSetName: made.ChangeSetId, DisableRollback: "true" });
    expect(engine.stack("web").StackStatus).toBe("CREATE_FAILED");
    const again = engine.changeSet("web", { ...template, Outputs: { T: { Value: { Ref: "Topic" } } } });
    engine.call("ExecuteChangeSet", { ChangeSetName: again.ChangeSetId, DisableRollback: "true" });
    expect(engine.stack("web")).toMatchObject({ StackStatus: "UPDATE_COMPLETE" });
  });

  test("a stack whose creation failed with rollback off loses everything when it is rolled back", () => {
    const engine = createEngine();
    failResource(engine, "Topic", "create");
    const made = engine.changeSet("web", { Resources: { Topic: topic(), Queue: queue() } });
    engine.call("ExecuteChangeSet", { ChangeSetName: made.ChangeSetId, DisableRollback: "true" });
    engine.call("RollbackStack", { StackName: "web" });
    expect(engine.stack("web").StackStatus).toBe("ROLLBACK_COMPLETE");
    expect(engine.call("ListStackResources", { StackName: "web" }).StackResourceSummaries).toEqual([]);
  });
});

describe("update", () => {
  test("a changed property is updated in place, and only that resource has events", () => {
    const engine = createEngine();
    engine.deploy("web", { Resources: { Topic: topic("one"), Queue: queue() } });
    const before = engine.history("web").length;
    const stack = engine.deploy("web", { Resources: { Topic: topic("two"), Queue: queue() } });
    expect(stack.StackStatus).toBe("UPDATE_COMPLETE");
    expect(engine.history("web").slice(before)).toEqual([
      "web UPDATE_IN_PROGRESS",
      "Topic UPDATE_IN_PROGRESS",
      "Topic UPDATE_COMPLETE",
      "web UPDATE_COMPLETE_CLEANUP_IN_PROGRESS",
      "web UPDATE_COMPLETE",
    ]);
  });

  test("a property that causes replacement makes a new resource, moves what refers to it, and removes the old one last", () => {
    const engine = createEngine();
    const template = (name: string) => ({
      Resources: {
        Topic: { Type: "AWS::SNS::Topic", Properties: { TopicName: name } },
        Policy: {
          Type: "AWS::SNS::TopicPolicy",
          Properties: { PolicyDocument: {}, Topics: [{ Ref: "Topic" }] },
        },
      },
    });
    engine.deploy("web", template("a"));
    const before = engine.history("web").length;
    const made = engine.changeSet("web", template("b"));
    expect(made.Changes.map((change: { ResourceChange: unknown }) => change.ResourceChange)).toMatchObject([
      {
        LogicalResourceId: "Topic",
        Action: "Modify",
        Replacement: "True",
        PolicyAction: "ReplaceAndDelete",
        Details: [
          {
            Target: { Name: "TopicName", RequiresRecreation: "Always", BeforeValue: "a", AfterValue: "b" },
            Evaluation: "Static",
            ChangeSource: "DirectModification",
          },
        ],
      },
      {
        LogicalResourceId: "Policy",
        Action: "Modify",
        Replacement: "False",
        Details: [{ Evaluation: "Dynamic", ChangeSource: "ResourceReference", CausingEntity: "Topic" }],
      },
    ]);
    engine.call("ExecuteChangeSet", { ChangeSetName: made.ChangeSetId });
    expect(engine.stack("web").StackStatus).toBe("UPDATE_COMPLETE");
    expect(engine.history("web").slice(before)).toEqual([
      "web UPDATE_IN_PROGRESS",
      "Topic UPDATE_IN_PROGRESS",
      "Topic UPDATE_IN_PROGRESS",
      "Topic UPDATE_COMPLETE",
      "Policy UPDATE_IN_PROGRESS",
      "Policy UPDATE_COMPLETE",
      "web UPDATE_COMPLETE_CLEANUP_IN_PROGRESS",
      "Topic DELETE_IN_PROGRESS",
      "Topic DELETE_COMPLETE",
      "web UPDATE_COMPLETE",
    ]);
  });

  test("a failed update puts everything back, and what it had made is removed", () => {
    const engine = createEngine();
    const resourcesOf = () => engine.call("ListStackResources", { StackName: "web" }).StackResourceSummaries;
    const first = { Resources: { Topic: topic("one"), Zoo: topic("zoo") } };
    engine.deploy("web", first);
    const ids = resourcesOf().map((each: { PhysicalResourceId: string }) => each.PhysicalResourceId);
    failResource(engine, "Zoo", "update");
    const stack = engine.deploy("web", {
      Description: "second",
      Resources: {
        Topic: topic("two"),
        Queue: { ...queue(), DependsOn: "Topic" },
        Zoo: { ...topic("zebra"), DependsOn: "Queue" },
      },
    });
    expect(stack.StackStatus).toBe("UPDATE_ROLLBACK_COMPLETE");
    expect(stack.Description).toBeUndefined();
    expect(resourcesOf().map((each: { PhysicalResourceId: string }) => each.PhysicalResourceId)).toEqual(ids);
    expect(JSON.parse(engine.call("GetTemplate", { StackName: "web" }).TemplateBody)).toEqual(first);
    expect(engine.changeSet("web", first).StatusReason).toMatch(
      /^The submitted information didn't contain changes/,
    );
  });

  test("a rollback that fails is stuck until it is continued, and a skipped resource stays as it is", () => {
    const engine = createEngine();
    engine.deploy("web", { Resources: { Topic: topic("one"), Zoo: topic("zoo") } });
    failResource(engine, "Zoo", "update");
    failResource(engine, "Topic", "rollback");
    const template = { Resources: { Topic: topic("two"), Zoo: { ...topic("zebra"), DependsOn: "Topic" } } };
    const stuck = engine.deploy("web", template);
    expect(stuck).toMatchObject({
      StackStatus: "UPDATE_ROLLBACK_FAILED",
      StackStatusReason: "The following resource(s) failed to update: [Topic]. ",
    });
    expect(() =>
      engine.call("ContinueUpdateRollback", { StackName: "web", ResourcesToSkip: ["Zoo"] }),
    ).toThrow("Invalid resource specified in ResourcesToSkip");
    engine.call("ContinueUpdateRollback", { StackName: "web", ResourcesToSkip: ["Topic"] });
    expect(engine.stack("web").StackStatus).toBe("UPDATE_ROLLBACK_COMPLETE");
  });

  test("with rollback off a failed update stays failed and can be rolled back by hand", () => {
    const engine = createEngine();
    const first = { Resources: { Topic: topic("one"), Zoo: topic("zoo") } };
    engine.deploy("web", first);
    failResource(engine, "Zoo", "update");
    const made = engine.changeSet("web", {
      Resources: { Topic: topic("two"), Zoo: { ...topic("zebra"), DependsOn: "Topic" } },
    });
    engine.call("ExecuteChangeSet", { ChangeSetName: made.ChangeSetId, DisableRollback: "true" });
    expect(engine.stack("web").StackStatus).toBe("UPDATE_FAILED");
    engine.call("RollbackStack", { StackName: "web" });
    expect(engine.stack("web").StackStatus).toBe("UPDATE_ROLLBACK_COMPLETE");
    expect(engine.changeSet("web", first).Status).toBe("FAILED");
  });

  test("an update that is cancelled rolls back", () => {
    const engine = createEngine();
    engine.deploy("web", { Resources: { Topic: topic("one") } });
    setDurations(engine.world, { scale: 1 });
    engine.call("UpdateStack", {
      StackName: "web",
      TemplateBody: JSON.stringify({ Resources: { Topic: topic("two") } }),
    });
    engine.call("CancelUpdateStack", { StackName: "web" });
    engine.advanceMs(60_000);
    expect(engine.stack("web").StackStatus).toBe("UPDATE_ROLLBACK_COMPLETE");
    expect(engine.history("web")).toContain("Topic UPDATE_FAILED");
  });

  test("what the template no longer wants is removed after the update, and kept where its policy says so", () => {
    const engine = createEngine();
    engine.deploy("web", {
      Resources: { Topic: topic(), Gone: queue(), Kept: { ...queue(), DeletionPolicy: "Retain" } },
    });
    engine.deploy("web", { Resources: { Topic: topic() } });
    expect(engine.history("web").slice(-5)).toEqual([
      "web UPDATE_COMPLETE_CLEANUP_IN_PROGRESS",
      "Gone DELETE_IN_PROGRESS",
      "Kept DELETE_SKIPPED",
      "Gone DELETE_COMPLETE",
      "web UPDATE_COMPLETE",
    ]);
  });

  test("what cannot be cleaned up is tried three times and let go, with a reason on the stack", () => {
    const engine = createEngine();
    engine.deploy("web", { Resources: { Topic: topic(), Gone: queue() } });
    engine.world.table(faults).put("stuck", {
      id: "stuck",
      effect: { kind: "fail-resource", on: ["delete"], reason: "in use" },
      match: { logicalId: "Gone" },
      remaining: "always",
    });
    const stack = engine.deploy("web", { Resources: { Topic: topic() } });
    expect(stack).toMatchObject({
      StackStatus: "UPDATE_COMPLETE",
      StackStatusReason: "Update successful. One or more resources could not be deleted.",
    });
    expect(engine.history("web").filter((line) => line === "Gone DELETE_FAILED")).toHaveLength(3);
  });
});

describe("deletion", () => {
  test("resources go in reverse order of their dependencies, and the name is free again", () => {
    const engine = createEngine();
    const made = engine.deploy("web", {
      Resources: { Topic: topic(), Queue: { ...queue(), DependsOn: "Topic" } },
    });
    engine.call("DeleteStack", { StackName: "web" });
    expect(() => engine.stack("web")).toThrow("does not exist");
    expect(engine.stack(made.StackId)).toMatchObject({ StackStatus: "DELETE_COMPLETE" });
    expect(engine.history(made.StackId).slice(-6)).toEqual([
      "web DELETE_IN_PROGRESS",
      "Queue DELETE_IN_PROGRESS",
      "Queue DELETE_COMPLETE",
      "Topic DELETE_IN_PROGRESS",
      "Topic DELETE_COMPLETE",
      "web DELETE_COMPLETE",
    ]);
    expect(engine.deploy("web", { Resources: { Topic: topic() } }).StackStatus).toBe("CREATE_COMPLETE");
  });

  test("a resource that cannot be deleted leaves DELETE_FAILED; retaining it then lets the stack go", () => {
    const engine = createEngine();
    const { StackId } = engine.deploy("web", { Resources: { Topic: topic(), Queue: queue() } });
    failResource(engine, "Queue", "delete");
    engine.call("DeleteStack", { StackName: "web" });
    expect(engine.stack("web")).toMatchObject({
      StackStatus: "DELETE_FAILED",
      StackStatusReason: "The following resource(s) failed to delete: [Queue]. ",
    });
    engine.call("DeleteStack", { StackName: "web", RetainResources: ["Queue"] });
    expect(engine.stack(StackId).StackStatus).toBe("DELETE_COMPLETE");
    expect(engine.history(StackId)).toContain("Queue DELETE_SKIPPED");
  });

  test("termination protection forbids it", () => {
    const engine = createEngine();
    engine.deploy("web", { Resources: { Topic: topic() } });
    engine.call("UpdateTerminationProtection", { StackName: "web", EnableTerminationProtection: "true" });
    expect(() => engine.call("DeleteStack", { StackName: "web" })).toThrow(
      "Stack [web] cannot be deleted while TerminationProtection is enabled",
    );
  });

  test("a missing stack and a shell are deleted without complaint", () => {
    const engine = createEngine();
    engine.call("DeleteStack", { StackName: "nowhere" });
    const { StackId } = engine.changeSet("web", { Resources: { Topic: topic() } });
    engine.call("DeleteStack", { StackName: "web" });
    expect(engine.stack(StackId).StackStatus).toBe("DELETE_COMPLETE");
  });
});
