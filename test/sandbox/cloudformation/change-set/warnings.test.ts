import { expect, test } from "@jest/globals";
import { putObject } from "../../../../src/sandbox/s3/store.ts";
import type { Answer, Engine } from "../engine.ts";
import { createEngine } from "../engine.ts";

const topic = { Type: "AWS::SNS::Topic" };
const bucket = (extra: object = {}) => ({
  Type: "AWS::S3::Bucket",
  Properties: { BucketName: "full" },
  ...extra,
});

function startWith(resource: object, isFull = true): Engine {
  const engine = createEngine();
  engine.deploy("web", { Resources: { Topic: topic, Bucket: resource } });
  if (isFull) putObject(engine.world, aPage);
  return engine;
}

const aPage = {
  bucket: "full",
  key: "index.html",
  text: "hello",
  contentType: "text/html",
  metadata: {},
  modifiedAt: 0,
};

const eventsOf = (engine: Engine, changeSet: Answer): readonly Answer[] =>
  engine.call("DescribeEvents", { ChangeSetName: changeSet.ChangeSetId }).OperationEvents;

test.each([
  ["removed", { Topic: topic }],
  ["replaced", { Topic: topic, Bucket: bucket({ Properties: { BucketName: "other" } }) }],
])(
  "a bucket that is not empty and would be %s is warned of, and the change set can be executed",
  (_, resources) => {
    const engine = startWith(bucket());
    const made = engine.changeSet("web", { Resources: resources });
    expect(made).toMatchObject({ Status: "CREATE_COMPLETE", ExecutionStatus: "AVAILABLE" });
    expect(made.StatusReason).toBeUndefined();
    expect(eventsOf(engine, made)).toEqual([
      expect.objectContaining({
        EventType: "VALIDATION_ERROR",
        LogicalResourceId: "Bucket",
        PhysicalResourceId: "full",
        OperationStatus: "SUCCEEDED",
        ValidationName: "BUCKET_EMPTINESS_VALIDATION",
        ValidationFailureMode: "WARN",
        ValidationPath: "/Resources/Bucket",
      }),
    ]);
    engine.call("ExecuteChangeSet", { ChangeSetName: made.ChangeSetId });
    expect(engine.history("web")).toContain("Bucket DELETE_FAILED");
  },
);

test.each([
  ["is empty", bucket(), false, {}],
  ["is retained", bucket({ DeletionPolicy: "Retain" }), true, {}],
  ["goes without validation", bucket(), true, { DisableValidation: "true" }],
])("nobody is warned of a bucket that %s", (_, resource, isFull, extra) => {
  const engine = startWith(resource, isFull);
  const made = engine.changeSet("web", { Resources: { Topic: topic } }, extra);
  expect(made.Status).toBe("CREATE_COMPLETE");
  expect(eventsOf(engine, made)).toEqual([]);
});

test("a direct update does not look whether a bucket is empty before it tries", () => {
  const engine = startWith(bucket());
  const { OperationId } = engine.call("UpdateStack", {
    StackName: "web",
    TemplateBody: JSON.stringify({ Resources: { Topic: topic } }),
  });
  expect(engine.stack("web").StackStatus).toBe("UPDATE_COMPLETE");
  const events = engine.call("DescribeEvents", { OperationId }).OperationEvents;
  expect(events.map(({ EventType }: Answer) => EventType)).not.toContain("VALIDATION_ERROR");
});
