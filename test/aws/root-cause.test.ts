import { describe, expect, test } from "@jest/globals";
import { onScriptedAws, STACK_ID, xml } from "./on-scripted-aws.ts";
import type { WireCall } from "./scripted-aws.ts";
import { ok } from "./scripted-aws.ts";

const NESTED_ID = STACK_ID.replace("acme-storefront", "acme-storefront-Child");
const STACK = "AWS::CloudFormation::Stack";

let second = 0;

function event(stackId: string, logicalId: string, status: string, more: object = {}): object {
  second += 1;
  return {
    StackId: stackId,
    EventId: `event-${String(second)}`,
    StackName: "any",
    LogicalResourceId: logicalId,
    ResourceType: "AWS::ECS::Service",
    ResourceStatus: status,
    ClientRequestToken: "t",
    Timestamp: new Date(1_795_000_000_000 + second * 1000).toISOString(),
    ...more,
  };
}

const own = (stackId: string, status: string, more: object = {}): object =>
  event(stackId, "self", status, { PhysicalResourceId: stackId, ResourceType: STACK, ...more });

/** Answers DescribeStackEvents, newest first, in pages of the given size. */
const history =
  (byStack: Readonly<Record<string, readonly object[]>>, pageSize = 100) =>
  ({ operation, form }: WireCall) => {
    const newestFirst = (byStack[form["StackName"] ?? ""] ?? []).toReversed();
    const from = Number(form["NextToken"] ?? "0");
    const next = from + pageSize < newestFirst.length ? String(from + pageSize) : undefined;
    return ok(operation, xml({ StackEvents: newestFirst.slice(from, from + pageSize), NextToken: next }));
  };

describe("why an operation failed", () => {
  test("is found inside the nested stack that failed first", async () => {
    const parent = [
      own(STACK_ID, "CREATE_IN_PROGRESS"),
      event(STACK_ID, "Child", "CREATE_IN_PROGRESS", { ResourceType: STACK, PhysicalResourceId: NESTED_ID }),
    ];
    const child = [
      own(NESTED_ID, "CREATE_IN_PROGRESS"),
      event(NESTED_ID, "Aside", "CREATE_FAILED", { ResourceStatusReason: "Resource creation cancelled" }),
      event(NESTED_ID, "Service", "CREATE_FAILED", {
        ResourceStatusReason: "image\nnot found",
        PhysicalResourceId: "arn:service",
      }),
      own(NESTED_ID, "CREATE_FAILED"),
    ];
    const rest = [
      event(STACK_ID, "Child", "CREATE_FAILED", {
        ResourceType: STACK,
        PhysicalResourceId: NESTED_ID,
        ResourceStatusReason: "Embedded stack failed",
      }),
      own(STACK_ID, "ROLLBACK_IN_PROGRESS"),
    ];
    const childLater = [own(NESTED_ID, "DELETE_IN_PROGRESS"), own(NESTED_ID, "DELETE_COMPLETE")];
    const end = [own(STACK_ID, "ROLLBACK_COMPLETE")];
    const script = history({
      [STACK_ID]: [...parent, ...rest, ...end],
      [NESTED_ID]: [...child, ...childLater],
    });
    const operations = await onScriptedAws(script, ({ cloud }) => cloud.operations(STACK_ID));
    expect(operations).toMatchObject([
      {
        token: "t",
        kind: "create",
        outcome: "failed",
        cause: {
          stack: "acme-storefront-Child",
          logicalId: "Service",
          type: "AWS::ECS::Service",
          physicalId: "arn:service",
          reason: "image not found",
        },
      },
    ]);
    expect(operations[0]?.endedAt).toBeGreaterThan(operations[0]?.startedAt ?? Number.POSITIVE_INFINITY);
  });

  test("is not taken from what happened to the nested stack before or after", async () => {
    const failed = (why: string) => [
      own(NESTED_ID, "UPDATE_IN_PROGRESS"),
      event(NESTED_ID, "Service", "UPDATE_FAILED", { ResourceStatusReason: why }),
      own(NESTED_ID, "UPDATE_ROLLBACK_COMPLETE"),
    ];
    const earlier = failed("before");
    const begun = own(STACK_ID, "UPDATE_IN_PROGRESS");
    const ours = failed("now");
    const rest = [
      event(STACK_ID, "Child", "UPDATE_FAILED", { ResourceType: STACK, PhysicalResourceId: NESTED_ID }),
      own(STACK_ID, "UPDATE_ROLLBACK_COMPLETE"),
    ];
    const later = failed("afterwards");
    const script = history({ [STACK_ID]: [begun, ...rest], [NESTED_ID]: [...earlier, ...ours, ...later] });
    const operations = await onScriptedAws(script, ({ cloud }) => cloud.operations(STACK_ID));
    expect(operations[0]?.cause).toMatchObject({ logicalId: "Service", reason: "now" });
  });

  test("stays with the parent when the nested stack tells nothing", async () => {
    const events = [
      own(STACK_ID, "UPDATE_IN_PROGRESS"),
      event(STACK_ID, "Child", "UPDATE_FAILED", {
        ResourceType: STACK,
        PhysicalResourceId: NESTED_ID,
        ResourceStatusReason: "Embedded stack failed",
      }),
      own(STACK_ID, "UPDATE_ROLLBACK_COMPLETE"),
    ];
    const operations = await onScriptedAws(history({ [STACK_ID]: events }), ({ cloud }) =>
      cloud.operations(STACK_ID),
    );
    expect(operations[0]?.cause).toMatchObject({
      stack: "acme-storefront",
      logicalId: "Child",
      reason: "Embedded stack failed",
    });
  });

  test("says so when CloudFormation gives no reason", async () => {
    const events = [
      own(STACK_ID, "DELETE_IN_PROGRESS"),
      event(STACK_ID, "Bucket", "DELETE_FAILED"),
      own(STACK_ID, "DELETE_FAILED"),
    ];
    const operations = await onScriptedAws(history({ [STACK_ID]: events }), ({ cloud }) =>
      cloud.operations(STACK_ID),
    );
    expect(operations[0]?.cause?.reason).toContain("DELETE_FAILED");
  });
});

describe("how far back events are read", () => {
  const update = (size: number) => [
    own(STACK_ID, "UPDATE_IN_PROGRESS"),
    ...Array.from({ length: size }, (_, index) => event(STACK_ID, `R${String(index)}`, "UPDATE_COMPLETE")),
    own(STACK_ID, "UPDATE_COMPLETE"),
  ];

  test("a long life costs a few pages only", async () => {
    const events = Array.from({ length: 30 }, () => update(8)).flat();
    await onScriptedAws(history({ [STACK_ID]: events }, 10), async ({ cloud }) => {
      const operations = await cloud.operations(STACK_ID);
      expect(
        operations.every((operation) => operation.kind === "update" && operation.outcome === "succeeded"),
      ).toBe(true);
      expect(cloud.calls()).toEqual({ DescribeStackEvents: 3 });
    });
  });

  test("an operation longer than that is read to its beginning", async () => {
    await onScriptedAws(history({ [STACK_ID]: [...update(3), ...update(60)] }, 10), async ({ cloud }) => {
      const [newest] = await cloud.operations(STACK_ID);
      expect(newest).toMatchObject({ kind: "update", outcome: "succeeded" });
      expect(cloud.calls()).toEqual({ DescribeStackEvents: 7 });
    });
  });

  test("progress is what came after the last event that was seen", async () => {
    const events = [...update(3), ...update(40)];
    await onScriptedAws(history({ [STACK_ID]: events }, 10), async ({ cloud }) => {
      const all = await cloud.events(STACK_ID);
      expect(all).toHaveLength(42);
      const seen = all.at(-6);
      expect(await cloud.events(STACK_ID, seen?.id)).toEqual(all.slice(-5));
      expect(await cloud.events(STACK_ID, all.at(-1)?.id)).toEqual([]);
    });
  });
});
