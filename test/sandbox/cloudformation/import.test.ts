import { describe, expect, test } from "@jest/globals";
import type { Engine } from "./engine.ts";
import { createEngine } from "./engine.ts";
import { adopting, execute, failResource, first, importing, kept, retain, topic } from "./situations.ts";

const arnOf = (name: string): string => `arn:aws:sns:eu-west-1:111111111111:${name}`;

/** Physical ids by logical id. */
function resourcesOf(engine: Engine, stack: string): Readonly<Record<string, string>> {
  const { StackResourceSummaries: summaries } = engine.call("ListStackResources", { StackName: stack });
  return Object.fromEntries(
    summaries.map((summary: Readonly<Record<string, string>>) => [
      summary["LogicalResourceId"],
      summary["PhysicalResourceId"],
    ]),
  );
}

function eventsOf(engine: Engine, stack: string, logicalId: string): readonly string[] {
  return engine
    .call("DescribeStackEvents", { StackName: stack })
    .StackEvents.toReversed()
    .filter((event: Readonly<Record<string, string>>) => event["LogicalResourceId"] === logicalId)
    .map((event: Readonly<Record<string, string>>) =>
      `${event["ResourceStatus"]} ${event["ResourceStatusReason"] ?? ""}`.trim(),
    );
}

describe("a change set of type IMPORT", () => {
  test("takes what a policy retained into a stack that is there, and touches nothing else", () => {
    const engine = createEngine();
    retain(engine);
    const { Queue } = { Queue: "", ...resourcesOf(engine, engine.deploy("web", first).StackId) };
    const made = engine.changeSet("web", adopting, importing);
    expect(
      made.Changes.map(({ ResourceChange }: { ResourceChange: object }) => ResourceChange),
    ).toMatchObject([
      { Action: "Import", LogicalResourceId: "Kept", PhysicalResourceId: arnOf("kept") },
      { Action: "Import", LogicalResourceId: "Other", PhysicalResourceId: arnOf("other") },
    ]);
    engine.call("ExecuteChangeSet", { ChangeSetName: made.ChangeSetId });
    expect(engine.stack("web").StackStatus).toBe("IMPORT_COMPLETE");
    expect(resourcesOf(engine, "web")).toMatchObject({ Queue, Kept: arnOf("kept"), Other: arnOf("other") });
    expect(eventsOf(engine, "web", "Kept")).toEqual([
      "IMPORT_IN_PROGRESS Resource import started.",
      "IMPORT_COMPLETE Resource import completed.",
      "UPDATE_IN_PROGRESS Apply stack-level tags to imported resource if applicable.",
      "UPDATE_COMPLETE Apply stack-level tags to imported resource if applicable.",
    ]);
    expect(engine.changeSet("web", adopting).Status).toBe("FAILED");
  });

  test("makes a new stack of what is there", () => {
    const engine = createEngine();
    retain(engine);
    execute(engine, { Resources: kept }, { changeSet: importing });
    expect(engine.stack("web").StackStatus).toBe("IMPORT_COMPLETE");
    expect(engine.history("web").at(0)).toBe("web REVIEW_IN_PROGRESS");
    expect(resourcesOf(engine, "web")).toEqual({ Kept: arnOf("kept"), Other: arnOf("other") });
  });

  test("leaves the resource as it is: where the template says otherwise, it has drifted", () => {
    const engine = createEngine();
    retain(engine);
    const named = (DisplayName: string) => ({
      Kept: { ...kept.Kept, Properties: { ...kept.Kept.Properties, DisplayName } },
      Other: kept.Other,
    });
    execute(engine, { Resources: named("one") }, { changeSet: importing });
    const drifts = () => {
      engine.call("DetectStackDrift", { StackName: "web" });
      engine.advanceMs(60_000);
      return engine.call("DescribeStackResourceDrifts", { StackName: "web" }).StackResourceDrifts;
    };
    expect(drifts()).toMatchObject([
      { LogicalResourceId: "Kept", StackResourceDriftStatus: "MODIFIED" },
      { LogicalResourceId: "Other", StackResourceDriftStatus: "IN_SYNC" },
    ]);
    engine.deploy("web", { Resources: named("two") });
    expect(drifts()).toMatchObject([
      { LogicalResourceId: "Kept", StackResourceDriftStatus: "IN_SYNC" },
      { LogicalResourceId: "Other", StackResourceDriftStatus: "IN_SYNC" },
    ]);
  });

  test("that fails leaves the stack as it was and the resources free to be imported again", () => {
    const engine = createEngine();
    retain(engine);
    engine.deploy("web", first);
    const before = resourcesOf(engine, "web");
    failResource(engine, "Other", "create");
    execute(engine, adopting, { changeSet: importing });
    expect(engine.stack("web").StackStatus).toBe("IMPORT_ROLLBACK_COMPLETE");
    expect(resourcesOf(engine, "web")).toEqual(before);
    expect(eventsOf(engine, "web", "Kept").slice(-2)).toEqual([
      "IMPORT_ROLLBACK_IN_PROGRESS",
      "IMPORT_ROLLBACK_COMPLETE",
    ]);
    expect(eventsOf(engine, "web", "Other")).toContain("IMPORT_FAILED no create today");
    expect(engine.changeSet("web", first).Status).toBe("FAILED");
    execute(engine, adopting, { changeSet: importing });
    expect(engine.stack("web").StackStatus).toBe("IMPORT_COMPLETE");
  });

  const withOutput = { ...adopting, Outputs: { Arn: { Value: { Ref: "Topic" } } } };
  const changed = { Resources: { ...adopting.Resources, Topic: topic("changed") } };
  const added = { Resources: { ...adopting.Resources, Third: topic() } };
  test.each([
    [
      "another change",
      changed,
      "You have modified resources [Topic] in your template that are not being imported. Update, create or delete operations cannot be executed during import operations.",
    ],
    ["another resource", added, "You have modified resources [Third] in your template"],
    ["an output", withOutput, "As part of the import operation, you cannot modify or add [Outputs]"],
  ])("fails with %s", (_what, template, reason) => {
    const engine = createEngine();
    retain(engine);
    engine.deploy("web", first);
    const made = engine.changeSet("web", template, importing);
    expect(made).toMatchObject({ Status: "FAILED", StatusReason: expect.stringContaining(reason) });
  });

  test("fails for a resource that is nowhere, or that a stack has", () => {
    const engine = createEngine();
    const { StackId } = engine.deploy("old", { Resources: kept });
    expect(engine.changeSet("web", { Resources: kept }, importing).StatusReason).toBe(
      `${arnOf("kept")} already exists in stack ${StackId}`,
    );
    engine.deploy("old", { Resources: { Topic: topic() } });
    engine.deploy("web2", { Resources: { Topic: topic() } });
    const [first, second] = importing["ResourcesToImport"] as readonly object[];
    const nowhere = { ...first, ResourceIdentifier: { TopicArn: arnOf("nowhere") } };
    const wrong = { ...importing, ResourcesToImport: [nowhere, second] } as typeof importing;
    expect(engine.changeSet("web", { Resources: kept }, wrong).StatusReason).toBe(
      `Resource of type 'AWS::SNS::Topic' with identifier 'TopicArn=${arnOf("nowhere")}' was not found.`,
    );
  });

  const { Kept, Other } = kept;
  const { DeletionPolicy: _, ...unguarded } = Kept;
  test.each([
    [
      "without a deletion policy",
      { Resources: { Kept: unguarded, Other } },
      importing,
      "The following resources to import [Kept] must have DeletionPolicy attribute specified in the template.",
    ],
    [
      "that the template does not have",
      { Resources: { Kept } },
      importing,
      "the template has no resource Other of type AWS::SNS::Topic to import",
    ],
    [
      "without a list",
      { Resources: kept },
      { ChangeSetType: "IMPORT" },
      "ResourcesToImport must be specified to import resources.",
    ],
    [
      "by a property that does not identify",
      { Resources: kept },
      {
        ChangeSetType: "IMPORT",
        ResourcesToImport: [
          {
            ResourceType: "AWS::SNS::Topic",
            LogicalResourceId: "Kept",
            ResourceIdentifier: { TopicName: "kept" },
          },
        ],
      },
      "Kept is identified by [TopicArn], and was by [TopicName]",
    ],
    [
      "in a change set of another type",
      { Resources: kept },
      { ...importing, ChangeSetType: "CREATE" },
      "ResourcesToImport can only be used with a change set of type IMPORT.",
    ],
    [
      "with rollback off",
      { Resources: kept },
      { ...importing, OnStackFailure: "DO_NOTHING" },
      "An import always rolls back",
    ],
  ])("is refused for resources %s", (_what, template, extra, message) => {
    const engine = createEngine();
    retain(engine);
    expect(() => engine.changeSet("web", template, extra)).toThrow(message);
  });

  test("cannot be executed with rollback off", () => {
    const engine = createEngine();
    retain(engine);
    const { ChangeSetId } = engine.changeSet("web", { Resources: kept }, importing);
    expect(() =>
      engine.call("ExecuteChangeSet", { ChangeSetName: ChangeSetId, DisableRollback: "true" }),
    ).toThrow("An import always rolls back");
  });
});

describe("ImportExistingResources", () => {
  const existing = { ImportExistingResources: "true" };

  test("imports what exists under the name that the template fixes, and makes the rest", () => {
    const engine = createEngine();
    retain(engine);
    const made = engine.changeSet("web", adopting, existing);
    expect(made.ImportExistingResources).toBe(true);
    expect(
      made.Changes.map(({ ResourceChange: { Action, LogicalResourceId } }: never) => [
        LogicalResourceId,
        Action,
      ]),
    ).toEqual([
      ["Topic", "Add"],
      ["Kept", "Import"],
      ["Queue", "Add"],
      ["Other", "Import"],
    ]);
    engine.call("ExecuteChangeSet", { ChangeSetName: made.ChangeSetId });
    expect(engine.stack("web").StackStatus).toBe("CREATE_COMPLETE");
    expect(resourcesOf(engine, "web")).toMatchObject({ Kept: arnOf("kept"), Other: arnOf("other") });
  });

  test("leaves what it imported in the world when the operation rolls back, whatever is said of new resources", () => {
    const engine = createEngine();
    retain(engine);
    engine.deploy("web", first);
    failResource(engine, "Third", "create");
    const failing = { Resources: { ...adopting.Resources, Third: { ...topic(), DependsOn: "Other" } } };
    execute(engine, failing, { changeSet: existing, execution: { RetainExceptOnCreate: "true" } });
    expect(engine.stack("web").StackStatus).toBe("UPDATE_ROLLBACK_COMPLETE");
    expect(Object.keys(resourcesOf(engine, "web"))).toEqual(["Topic", "Queue"]);
    execute(engine, adopting, { changeSet: existing });
    expect(resourcesOf(engine, "web")).toMatchObject({ Kept: arnOf("kept"), Other: arnOf("other") });
  });

  test("is not misled by logical ids that are words of the language", () => {
    const engine = createEngine();
    const words = { Resources: { constructor: topic(), toString: topic() } };
    expect(engine.deploy("web", words, existing).StackStatus).toBe("CREATE_COMPLETE");
  });

  test("asks for a policy that keeps what is imported", () => {
    const engine = createEngine();
    retain(engine);
    const { Kept, Other } = kept;
    const unguarded = { Resources: { Kept: { ...Kept, DeletionPolicy: "Delete" }, Other } };
    expect(engine.changeSet("web", unguarded, existing)).toMatchObject({
      Status: "FAILED",
      StatusReason:
        "CloudFormation is attempting to import some resources because they already exist in your account. The resources must have the DeletionPolicy attribute set to 'Retain' or 'RetainExceptOnCreate' in the template for successful import. The affected resources are Kept ({TopicName=kept})",
    });
  });

  test("does not import what a stack has, and no name that a function makes", () => {
    const engine = createEngine();
    engine.deploy("old", { Resources: kept });
    const taken = engine.changeSet("web", { Resources: kept }, existing);
    expect(taken.StatusReason).toContain("AWS::EarlyValidation::ResourceExistenceCheck");
    engine.call("DeleteStack", { StackName: "old" });
    const made = engine.changeSet(
      "web",
      { Resources: { Kept: { ...kept.Kept, Properties: { TopicName: { "Fn::Sub": "kept" } } } } },
      existing,
    );
    expect(made.StatusReason).toContain("AWS::EarlyValidation::ResourceExistenceCheck");
  });

  test("without it, a name that exists is a conflict", () => {
    const engine = createEngine();
    retain(engine);
    const made = engine.changeSet("web", adopting);
    expect(made.StatusReason).toContain("AWS::EarlyValidation::ResourceExistenceCheck");
  });
});
