import { describe, expect, test } from "@jest/globals";
import { onScriptedAws, STACK_ID, xml } from "./on-scripted-aws.ts";
import { fault, ok } from "./scripted-aws.ts";

const queue = { LogicalResourceId: "Jobs", PhysicalResourceId: "jobs", ResourceType: "AWS::SQS::Queue" };
const at = "2026-11-23T10:00:00.000Z";

/** What the port makes of one resource's drift. */
async function driftOf(drift: object) {
  const StackResourceDrifts = [{ StackId: STACK_ID, ...queue, Timestamp: at, ...drift }];
  const [found] = await onScriptedAws(
    ({ operation }) => ok(operation, xml({ StackResourceDrifts })),
    ({ cloud }) => cloud.resourceDrifts(STACK_ID),
  );
  return found;
}

describe("the start of a detection", () => {
  const startOf = (code: string, message: string) =>
    onScriptedAws(
      () => fault(code, message),
      ({ cloud }) => cloud.detectDrift(STACK_ID),
    );

  test.each([
    ["one that runs already", "Drift detection is already in progress for stack acme-storefront", "busy"],
    [
      "a moving stack",
      "Stack:x is in UPDATE_IN_PROGRESS state and drift detection can not be performed.",
      "busy",
    ],
    [
      "a broken stack",
      "Stack:x is in ROLLBACK_COMPLETE state and drift detection can not be performed.",
      "busy",
    ],
    [
      "a deleted stack",
      "Stack:x is in DELETE_COMPLETE state and drift detection can not be performed.",
      "rejected",
    ],
    ["no stack", "Stack [x] does not exist", "rejected"],
    ["words nobody knows", "It is Monday", "rejected"],
  ])("%s", async (_situation, message, kind) => {
    expect(await startOf("ValidationError", message)).toEqual({ kind, message });
  });

  test("what is no answer to the question is an error", async () => {
    await expect(startOf("AccessDenied", "no")).rejects.toMatchObject({ kind: "denied" });
  });
});

describe("a running detection", () => {
  const detectionOf = (answer: object) =>
    onScriptedAws(
      ({ operation }) =>
        ok(operation, xml({ StackId: STACK_ID, StackDriftDetectionId: "d", Timestamp: at, ...answer })),
      ({ cloud }) => cloud.detection("d"),
    );

  test.each([
    ["DETECTION_IN_PROGRESS", { state: "running" }],
    ["DETECTION_COMPLETE", { state: "complete" }],
    ["DETECTION_FAILED", { state: "failed" }],
    ["PONDERING", { state: "failed", reason: "Mooring does not know the status PONDERING" }],
  ])("%s", async (DetectionStatus, expected) => {
    expect(await detectionOf({ DetectionStatus })).toEqual(expected);
  });

  test("its reason is fit for a terminal", async () => {
    const answer = { DetectionStatus: "DETECTION_FAILED", DetectionStatusReason: "no\u001b[2J\naccess" };
    expect(await detectionOf(answer)).toEqual({ state: "failed", reason: "no [2J access" });
  });
});

describe("what was found of a resource", () => {
  test.each([
    ["IN_SYNC", "in-sync"],
    ["MODIFIED", "modified"],
    ["DELETED", "deleted"],
    ["NOT_CHECKED", "not-checked"],
    ["UNSUPPORTED", "unsupported"],
    ["UNKNOWN", "unknown"],
    ["constructor", "unknown"],
  ])("%s is %s", async (StackResourceDriftStatus, state) => {
    expect(await driftOf({ StackResourceDriftStatus })).toEqual({
      logicalId: "Jobs",
      physicalId: "jobs",
      type: "AWS::SQS::Queue",
      state,
      differences: [],
    });
  });

  test("all properties are told as CloudFormation compared them", async () => {
    const [ExpectedProperties, ActualProperties] = ['{"A":["1","2"]}', '{"A":["2","1"]}'];
    const found = await driftOf({
      StackResourceDriftStatus: "MODIFIED",
      ExpectedProperties,
      ActualProperties,
    });
    expect(found).toMatchObject({ expected: ExpectedProperties, actual: ActualProperties });
  });

  test("a difference has only the sides that it has", async () => {
    const difference = { PropertyPath: "/A", ExpectedValue: "1", ActualValue: "2" };
    const found = await driftOf({
      StackResourceDriftStatus: "MODIFIED",
      PropertyDifferences: ["ADD", "REMOVE", "NOT_EQUAL", "SOMEHOW"].map((DifferenceType) => ({
        ...difference,
        DifferenceType,
      })),
    });
    expect(found?.differences).toEqual([
      { path: "/A", actual: "2", kind: "added" },
      { path: "/A", expected: "1", kind: "removed" },
      { path: "/A", expected: "1", actual: "2", kind: "changed" },
      { path: "/A", expected: "1", actual: "2", kind: "changed" },
    ]);
  });

  test("an endless value is cut, and keeps its length so that another one still differs", async () => {
    const found = await driftOf({
      StackResourceDriftStatus: "MODIFIED",
      PropertyDifferences: [
        {
          PropertyPath: "/A",
          ExpectedValue: "x".repeat(100_000),
          ActualValue: "x".repeat(100_001),
          DifferenceType: "NOT_EQUAL",
        },
      ],
    });
    expect(found?.differences[0]?.expected).toHaveLength(100_000);
    expect(found?.differences[0]?.actual).toMatch(/^x{100000}… \(100001 characters\)$/);
  });
});

describe("what a stack consists of", () => {
  test("is read to the last page, in order, without what it no longer has", async () => {
    const resource = (LogicalResourceId: string, ResourceStatus: string, PhysicalResourceId?: string) => ({
      LogicalResourceId,
      PhysicalResourceId,
      ResourceType: "AWS::SQS::Queue",
      LastUpdatedTimestamp: at,
      ResourceStatus,
    });
    const pages = [
      [resource("Two", "CREATE_COMPLETE", "two"), resource("Gone", "DELETE_COMPLETE", "gone")],
      [],
      [resource("Left", "DELETE_SKIPPED", "left"), resource("One", "CREATE_IN_PROGRESS", "")],
    ];
    const resources = await onScriptedAws(
      ({ operation }, nth) =>
        ok(
          operation,
          xml({ StackResourceSummaries: pages[nth], NextToken: nth < 2 ? `page-${String(nth)}` : undefined }),
        ),
      ({ cloud }) => cloud.stackResources(STACK_ID),
    );
    expect(resources).toEqual([
      { logicalId: "One", type: "AWS::SQS::Queue" },
      { logicalId: "Two", physicalId: "two", type: "AWS::SQS::Queue" },
    ]);
  });
});
