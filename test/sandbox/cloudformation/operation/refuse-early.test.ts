import { describe, expect, test } from "@jest/globals";
import { setDurations } from "../../../../src/sandbox/clock.ts";
import type { Answer, Engine } from "../engine.ts";
import { createEngine } from "../engine.ts";

const good = { Type: "AWS::SNS::Topic", Properties: { DisplayName: "one" } };
const bad = { Type: "AWS::SNS::Topic", Properties: { DisplayNam: "x" } };
const named = { Type: "AWS::SQS::Queue", Properties: { QueueName: "jobs" } };

const bodyOf = (Resources: object) => JSON.stringify({ Resources });
const create = (engine: Engine, name: string, resources: object, extra: object = {}): Answer =>
  engine.call("CreateStack", { StackName: name, TemplateBody: bodyOf(resources), ...extra });
const update = (engine: Engine, name: string, resources: object, extra: object = {}): Answer =>
  engine.call("UpdateStack", { StackName: name, TemplateBody: bodyOf(resources), ...extra });
const found = (engine: Engine, OperationId: string): readonly Answer[] =>
  engine
    .call("DescribeEvents", { OperationId })
    .OperationEvents.filter(({ EventType }: Answer) => EventType === "VALIDATION_ERROR");

describe("a creation that early validation refuses", () => {
  test("touches no resource and rolls back; only DescribeEvents tells what was found", () => {
    const engine = createEngine();
    const { OperationId } = create(engine, "web", { Good: good, Bad: bad });
    expect(engine.stack("web")).toMatchObject({
      StackStatus: "ROLLBACK_COMPLETE",
      DetailedStatus: "VALIDATION_FAILED",
    });
    expect(engine.history("web")).toEqual([
      "web CREATE_IN_PROGRESS",
      "web ROLLBACK_IN_PROGRESS",
      "web ROLLBACK_COMPLETE",
    ]);
    const [, refusal, begun] = engine.call("DescribeStackEvents", { StackName: "web" }).StackEvents;
    expect(refusal).toMatchObject({
      DetailedStatus: "VALIDATION_FAILED",
      ResourceStatusReason: expect.stringMatching(
        /^The following .*AWS::EarlyValidation::PropertyValidation/,
      ),
    });
    expect(begun.DetailedStatus).toBeUndefined();
    expect(found(engine, OperationId)).toEqual([
      expect.objectContaining({
        OperationId,
        LogicalResourceId: "Bad",
        ResourceType: "AWS::SNS::Topic",
        ValidationName: "PROPERTY_VALIDATION",
        ValidationFailureMode: "FAIL",
        ValidationPath: "/Resources/Bad/Properties/DisplayNam",
        ValidationStatusReason: "#: extraneous key [DisplayNam] is not permitted",
      }),
    ]);
    expect(
      engine.call("DescribeEvents", { OperationId, Filters: { FailedEvents: "true" } }).OperationEvents,
    ).toHaveLength(1);
  });

  test.each([
    ["CREATE_FAILED", { OnFailure: "DO_NOTHING" }],
    ["CREATE_FAILED", { DisableRollback: "true" }],
    ["DELETE_COMPLETE", { OnFailure: "DELETE" }],
  ])("ends in %s with %j", (status, extra) => {
    const engine = createEngine();
    const { StackId } = create(engine, "web", { Bad: bad }, extra);
    expect(engine.stack(StackId).StackStatus).toBe(status);
  });

  test("fails for a name that is taken, too, and takes no name itself", () => {
    const engine = createEngine();
    create(engine, "one", { Queue: named });
    const { OperationId } = create(engine, "two", {
      Queue: named,
      Other: { Type: "AWS::SQS::Queue", Properties: { QueueName: "free" } },
    });
    expect(found(engine, OperationId)).toMatchObject([
      { LogicalResourceId: "Queue", ValidationName: "NAME_CONFLICT_VALIDATION" },
    ]);
    create(engine, "three", { Other: { Type: "AWS::SQS::Queue", Properties: { QueueName: "free" } } });
    expect(engine.stack("three").StackStatus).toBe("CREATE_COMPLETE");
  });

  test("meets the bad property at its resource when validation is off", () => {
    const engine = createEngine();
    const { OperationId } = create(engine, "web", { Bad: bad }, { DisableValidation: "true" });
    expect(engine.history("web")).toContain("Bad CREATE_FAILED");
    expect(engine.stack("web").DetailedStatus).toBeUndefined();
    expect(found(engine, OperationId)).toEqual([]);
  });
});

describe("an update that early validation refuses", () => {
  test("goes back without touching a resource, and the next one starts afresh", () => {
    const engine = createEngine();
    create(engine, "web", { Good: good });
    const before = engine.history("web").length;
    const { OperationId } = update(engine, "web", { Good: { ...good, Properties: {} }, Bad: bad });
    expect(engine.stack("web")).toMatchObject({
      StackStatus: "UPDATE_ROLLBACK_COMPLETE",
      DetailedStatus: "VALIDATION_FAILED",
    });
    expect(engine.history("web").slice(before)).toEqual([
      "web UPDATE_IN_PROGRESS",
      "web UPDATE_ROLLBACK_IN_PROGRESS",
      "web UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS",
      "web UPDATE_ROLLBACK_COMPLETE",
    ]);
    expect(found(engine, OperationId)).toHaveLength(1);
    expect(engine.call("GetTemplate", { StackName: "web" }).TemplateBody).toBe(bodyOf({ Good: good }));
    expect(() => update(engine, "web", { Good: good })).toThrow("No updates are to be performed.");
    update(engine, "web", { Good: { ...good, Properties: {} } });
    expect(engine.stack("web").StackStatus).toBe("UPDATE_COMPLETE");
    expect(engine.stack("web").DetailedStatus).toBeUndefined();
  });

  test("stays as it failed with rollback off, and can be mended by an update", () => {
    const engine = createEngine();
    create(engine, "web", { Good: good });
    update(engine, "web", { Good: good, Bad: bad }, { DisableRollback: "true" });
    expect(engine.stack("web").StackStatus).toBe("UPDATE_FAILED");
    update(engine, "web", { Good: good, Bad: good }, { DisableRollback: "true" });
    expect(engine.stack("web").StackStatus).toBe("UPDATE_COMPLETE");
  });

  test("looks only at what changes", () => {
    const engine = createEngine();
    create(engine, "one", { Queue: named });
    update(engine, "one", { Queue: named, Good: good });
    expect(engine.stack("one").StackStatus).toBe("UPDATE_COMPLETE");
  });

  test("meets the bad property at its resource when validation is off, by a change set as well", () => {
    const engine = createEngine();
    setDurations(engine.world, "instant");
    create(engine, "web", { Good: good });
    update(engine, "web", { Good: good, Bad: bad }, { DisableValidation: "true" });
    expect(engine.history("web")).toContain("Bad CREATE_FAILED");
    engine.deploy("web", bodyOf({ Good: good, Worse: bad }), { DisableValidation: "true" });
    expect(engine.history("web")).toContain("Worse CREATE_FAILED");
    expect(engine.stack("web").StackStatus).toBe("UPDATE_ROLLBACK_COMPLETE");
  });
});
