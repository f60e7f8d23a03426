import { describe, expect, test } from "@jest/globals";
import { changeSets } from "../../../src/sandbox/cloudformation/change-set/records.ts";
import type { Engine } from "./engine.ts";
import { createEngine } from "./engine.ts";
import {
  execute,
  failResource,
  first,
  healAll,
  queue,
  second,
  situations,
  third,
  topic,
} from "./situations.ts";

const statusOf = (engine: Engine, logicalId: string): string =>
  engine.call("DescribeStackResource", { StackName: "web", LogicalResourceId: logicalId }).StackResourceDetail
    .ResourceStatus;

/** A stack whose Topic and Other could not be put back. */
function stuckTwice(): { readonly engine: Engine; readonly stackId: string } {
  const engine = createEngine();
  const other = (name: string) => ({ ...topic(name), DependsOn: "Topic" });
  engine.deploy("web", { Resources: { ...first.Resources, Other: other("one") } });
  for (const logicalId of ["Topic", "Other"]) failResource(engine, logicalId, "rollback", "always");
  failResource(engine, "Queue", "update");
  const Queue = { ...queue(1), DependsOn: "Other" };
  const { StackId } = execute(engine, { Resources: { Topic: topic("two"), Other: other("two"), Queue } });
  expect(engine.stack(StackId).StackStatus).toBe("UPDATE_ROLLBACK_FAILED");
  return { engine, stackId: StackId };
}

describe("a rollback that is stuck", () => {
  test("is stuck again when it is continued and the cause is still there", () => {
    const { engine } = stuckTwice();
    engine.call("ContinueUpdateRollback", { StackName: "web" });
    expect(engine.stack("web").StackStatus).toBe("UPDATE_ROLLBACK_FAILED");
    healAll(engine);
    engine.call("ContinueUpdateRollback", { StackName: "web" });
    expect(engine.stack("web").StackStatus).toBe("UPDATE_ROLLBACK_COMPLETE");
    expect(engine.stack("web").LastOperations.slice(0, 2)).toMatchObject([
      { OperationType: "CONTINUE_ROLLBACK" },
      { OperationType: "CONTINUE_ROLLBACK" },
    ]);
  });

  test("goes on when every resource that is stuck is skipped, which then counts as UPDATE_COMPLETE", () => {
    const { engine } = stuckTwice();
    engine.call("ContinueUpdateRollback", { StackName: "web", ResourcesToSkip: ["Topic", "Other"] });
    expect(engine.stack("web").StackStatus).toBe("UPDATE_ROLLBACK_COMPLETE");
    expect([statusOf(engine, "Topic"), statusOf(engine, "Other")]).toEqual([
      "UPDATE_COMPLETE",
      "UPDATE_COMPLETE",
    ]);
  });

  test("with ForceRollback all that is stuck is skipped without being named", () => {
    const { engine } = stuckTwice();
    engine.call("ContinueUpdateRollback", { StackName: "web", ForceRollback: "true" });
    expect(engine.stack("web").StackStatus).toBe("UPDATE_ROLLBACK_COMPLETE");
  });

  test.each([
    [
      "both ways at once",
      { ForceRollback: "true", ResourcesToSkip: ["Topic"] },
      "You can specify either ForceRollback or ResourcesToSkip, but not both.",
    ],
    ["what is not stuck", { ResourcesToSkip: ["Queue"] }, "[Queue] is not in the state UPDATE_FAILED"],
    ["what is not there", { ResourcesToSkip: ["Nothing"] }, "[Nothing] is not in the state UPDATE_FAILED"],
  ])("cannot skip %s", (_what, extra, message) => {
    const { engine } = stuckTwice();
    expect(() => engine.call("ContinueUpdateRollback", { StackName: "web", ...extra })).toThrow(message);
    expect(engine.stack("web").StackStatus).toBe("UPDATE_ROLLBACK_FAILED");
  });
});

describe("a deletion that fails", () => {
  test("may leave behind, when forced, what cannot be deleted", () => {
    const engine = createEngine();
    const stackId = situations.DELETE_FAILED(engine);
    engine.stack(stackId);
    failResource(engine, "Topic", "delete", "always");
    engine.call("DeleteStack", { StackName: stackId, DeletionMode: "FORCE_DELETE_STACK" });
    expect(engine.stack(stackId)).toMatchObject({
      StackStatus: "DELETE_COMPLETE",
      DeletionMode: "FORCE_DELETE_STACK",
    });
    expect(engine.history(stackId).slice(-2)).toEqual(["Topic DELETE_FAILED", "web DELETE_COMPLETE"]);
  });

  test.each(["CREATE_COMPLETE", "UPDATE_COMPLETE", "ROLLBACK_FAILED"] as const)(
    "is what can be forced only: a stack in %s cannot",
    (status) => {
      const engine = createEngine();
      const stackId = situations[status](engine);
      engine.stack(stackId);
      expect(() =>
        engine.call("DeleteStack", { StackName: stackId, DeletionMode: "FORCE_DELETE_STACK" }),
      ).toThrow("only when it is in the DELETE_FAILED state");
      expect(() => engine.call("DeleteStack", { StackName: stackId, RetainResources: ["Topic"] })).toThrow(
        "specify which resources to retain only when the stack is in the DELETE_FAILED state",
      );
    },
  );

  test("only what failed to be deleted can be retained", () => {
    const engine = createEngine();
    const stackId = situations.DELETE_FAILED(engine);
    engine.stack(stackId);
    expect(() => engine.call("DeleteStack", { StackName: stackId, RetainResources: ["Nothing"] })).toThrow(
      "[Nothing] is not in the state DELETE_FAILED",
    );
    engine.call("DeleteStack", { StackName: stackId, RetainResources: ["Topic"] });
    expect(engine.stack(stackId).StackStatus).toBe("DELETE_COMPLETE");
    expect(engine.history(stackId)).toContain("Topic DELETE_SKIPPED");
  });
});

describe("cleaning up what cannot be deleted", () => {
  test.each([
    ["after an update", "delete", "UPDATE_COMPLETE"],
    ["after a rollback", "rollback", "UPDATE_ROLLBACK_COMPLETE"],
  ] as const)("%s is tried three times, then the stack lets go of it", (_when, on, status) => {
    const engine = createEngine();
    engine.deploy("web", on === "delete" ? second : first);
    failResource(engine, "New", on, "always");
    if (on === "rollback") failResource(engine, "Queue", "update");
    const { StackId } = execute(engine, on === "delete" ? first : second);
    expect(engine.stack(StackId).StackStatus).toBe(status);
    expect(engine.history(StackId).filter((line) => line === "New DELETE_FAILED")).toHaveLength(3);
    const { StackResourceSummaries: left } = engine.call("ListStackResources", { StackName: "web" });
    expect(left.map(({ LogicalResourceId }: Record<string, string>) => LogicalResourceId)).not.toContain(
      "New",
    );
    expect(engine.changeSet("web", third).Status).toBe("CREATE_COMPLETE");
  });
});

describe("change sets", () => {
  test("a stack has a thousand at most, failed ones too", () => {
    const engine = createEngine();
    engine.deploy("web", first);
    const table = engine.world.region("111111111111", "eu-west-1").table(changeSets);
    const failed = engine.changeSet("web", first);
    const record = table.get(failed.ChangeSetId);
    expect(record?.status).toBe("FAILED");
    for (let number = table.size; record !== undefined && number < 1000; number++)
      table.put(`${record.changeSetId}${number}`, {
        ...record,
        changeSetId: `${record.changeSetId}${number}`,
        name: `more${number}`,
      });
    expect(() => engine.changeSet("web", third)).toThrow(
      `ChangeSet limit exceeded for stack ${failed.StackId}`,
    );
    engine.call("DeleteChangeSet", { ChangeSetName: failed.ChangeSetId });
    expect(engine.changeSet("web", third).Status).toBe("CREATE_COMPLETE");
  });

  test("one that an update overtook is OBSOLETE, and cannot be executed", () => {
    const engine = createEngine();
    engine.deploy("web", first);
    const { ChangeSetId } = engine.changeSet("web", third);
    engine.call("UpdateStack", { StackName: "web", TemplateBody: JSON.stringify(second) });
    expect(engine.call("DescribeChangeSet", { ChangeSetName: ChangeSetId }).ExecutionStatus).toBe("OBSOLETE");
    expect(() => engine.call("ExecuteChangeSet", { ChangeSetName: ChangeSetId })).toThrow(
      `ChangeSet [${ChangeSetId}] cannot be executed in its current execution status of [OBSOLETE]`,
    );
  });

  test("one whose execution failed says so", () => {
    const engine = createEngine();
    const stackId = situations.UPDATE_ROLLBACK_COMPLETE(engine);
    const { ChangeSetId } = engine.stack(stackId);
    expect(engine.call("DescribeChangeSet", { ChangeSetName: ChangeSetId }).ExecutionStatus).toBe(
      "EXECUTE_FAILED",
    );
  });

  test("the last one of a shell goes and leaves the shell, and one that is missing is no error", () => {
    const engine = createEngine();
    const { ChangeSetId } = engine.changeSet("web", first);
    engine.call("DeleteChangeSet", { ChangeSetName: ChangeSetId });
    expect(engine.call("DeleteChangeSet", { StackName: "web", ChangeSetName: "nowhere" })).toEqual({});
    expect(engine.call("ListChangeSets", { StackName: "web" }).Summaries).toEqual([]);
    expect(engine.stack("web").StackStatus).toBe("REVIEW_IN_PROGRESS");
  });

  test("OnStackFailure DELETE is for new stacks only", () => {
    const engine = createEngine();
    engine.deploy("web", first);
    expect(() => engine.changeSet("web", third, { OnStackFailure: "DELETE" })).toThrow(
      "OnStackFailure DELETE can only be used with a change set of type CREATE.",
    );
  });

  test("one that failed of a new stack leaves its shell, and its name taken", () => {
    const engine = createEngine();
    const bad = { Resources: { Topic: { Type: "AWS::SNS::Topic", Properties: { Color: "red" } } } };
    const { StackId } = engine.changeSet("web", bad, { ChangeSetName: "one" });
    expect(engine.stack("web").StackStatus).toBe("REVIEW_IN_PROGRESS");
    expect(() => engine.changeSet("web", first, { ChangeSetName: "one" })).toThrow(
      "ChangeSet [one] already exists",
    );
    expect(engine.deploy("web", first)).toMatchObject({ StackId, StackStatus: "CREATE_COMPLETE" });
  });
});
