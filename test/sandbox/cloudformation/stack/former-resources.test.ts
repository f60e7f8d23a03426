import { describe, expect, test } from "@jest/globals";
import { faults } from "../../../../src/sandbox/faults.ts";
import type { Answer, Engine } from "../engine.ts";
import { createEngine } from "../engine.ts";

const topic = { Type: "AWS::SNS::Topic", Metadata: { team: "a" } };
const kept = { Type: "AWS::SQS::Queue", DeletionPolicy: "Retain" };

const listed = (engine: Engine, stackId: string): readonly Answer[] =>
  engine.call("ListStackResources", { StackName: stackId }).StackResourceSummaries;
const statuses = (engine: Engine, stackId: string): Record<string, string> =>
  Object.fromEntries(
    listed(engine, stackId).map(({ LogicalResourceId, ResourceStatus }) => [
      LogicalResourceId,
      ResourceStatus,
    ]),
  );

function failOnce(engine: Engine, logicalId: string, on: "create" | "delete"): void {
  engine.world.table(faults).put(`${logicalId}-${on}`, {
    id: `${logicalId}-${on}`,
    effect: { kind: "fail-resource", on: [on], reason: `no ${on} today` },
    match: { logicalId },
    remaining: 1,
  });
}

describe("the resources of a deleted stack", () => {
  test("are shown by its id, deleted or skipped, and under their physical ids", () => {
    const engine = createEngine();
    const { StackId } = engine.deploy("web", { Resources: { Topic: topic, Queue: kept } });
    const before = new Map(
      listed(engine, "web").map((resource) => [resource.LogicalResourceId, resource.PhysicalResourceId]),
    );
    engine.call("DeleteStack", { StackName: "web" });
    expect(statuses(engine, StackId)).toEqual({ Topic: "DELETE_COMPLETE", Queue: "DELETE_SKIPPED" });
    for (const { LogicalResourceId, PhysicalResourceId } of listed(engine, StackId))
      expect(PhysicalResourceId).toBe(before.get(LogicalResourceId));
    expect(
      engine.call("DescribeStackResources", { StackName: StackId, LogicalResourceId: "Queue" })
        .StackResources,
    ).toMatchObject([{ StackId, StackName: "web", ResourceStatus: "DELETE_SKIPPED" }]);
    expect(
      engine.call("DescribeStackResource", { StackName: StackId, LogicalResourceId: "Topic" })
        .StackResourceDetail,
    ).toMatchObject({ ResourceStatus: "DELETE_COMPLETE", ResourceType: "AWS::SNS::Topic" });
    expect(engine.call("GetTemplate", { StackName: StackId }).TemplateBody).toContain("SNS");
  });

  test("are not those of a later stack of the same name, and are not found by the name", () => {
    const engine = createEngine();
    const first = engine.deploy("web", { Resources: { Topic: topic } });
    engine.call("DeleteStack", { StackName: "web" });
    expect(() => engine.call("ListStackResources", { StackName: "web" })).toThrow(/does not exist/);
    const second = engine.deploy("web", { Resources: { Topic: topic } });
    expect(statuses(engine, first.StackId)).toEqual({ Topic: "DELETE_COMPLETE" });
    expect(statuses(engine, second.StackId)).toEqual({ Topic: "CREATE_COMPLETE" });
  });

  test("are those that it had last: not what an update had dropped, but what its rollback had removed", () => {
    const engine = createEngine();
    const { StackId } = engine.deploy("web", { Resources: { Topic: topic, Gone: topic } });
    engine.deploy("web", { Resources: { Topic: topic } });
    engine.call("DeleteStack", { StackName: "web" });
    expect(statuses(engine, StackId)).toEqual({ Topic: "DELETE_COMPLETE" });

    failOnce(engine, "Bad", "create");
    const failed = engine.deploy("api", {
      Resources: { Topic: topic, Bad: { ...topic, DependsOn: "Topic" } },
    });
    expect(failed.StackStatus).toBe("ROLLBACK_COMPLETE");
    engine.call("DeleteStack", { StackName: "api" });
    expect(statuses(engine, failed.StackId)).toEqual({ Topic: "DELETE_COMPLETE", Bad: "DELETE_COMPLETE" });
  });

  test.each([
    ["was retained by the caller", { RetainResources: ["Topic"] }],
    ["was left behind by force", { DeletionMode: "FORCE_DELETE_STACK" }],
  ])("show as skipped what %s, and are complete after a second try", (_, extra) => {
    const engine = createEngine();
    const { StackId } = engine.deploy("web", { Resources: { Topic: topic, Other: topic } });
    failOnce(engine, "Topic", "delete");
    engine.call("DeleteStack", { StackName: "web" });
    expect(statuses(engine, StackId)).toEqual({ Topic: "DELETE_FAILED" });
    failOnce(engine, "Topic", "delete");
    engine.call("DeleteStack", { StackName: "web", ...extra });
    expect(engine.stack(StackId).StackStatus).toBe("DELETE_COMPLETE");
    expect(statuses(engine, StackId)).toEqual({ Topic: "DELETE_SKIPPED", Other: "DELETE_COMPLETE" });
  });
});
