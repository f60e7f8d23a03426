import { describe, expect, test } from "@jest/globals";
import { groupOperations } from "../../src/aws/operations.ts";
import { firstFailure } from "../../src/aws/root-cause.ts";
import type { Event } from "../../src/aws/stack-events.ts";

let clock = 1_700_000_000_000;

function event(logicalId: string, status: string, more: Partial<Event> = {}): Event {
  clock += 1000;
  return {
    id: `e${String(clock)}`,
    at: clock,
    logicalId,
    type: "AWS::SQS::Queue",
    status,
    isOwn: false,
    ...more,
  };
}

const own = (status: string, token?: string, reason?: string): Event =>
  event("acme-storefront", status, { isOwn: true, type: "AWS::CloudFormation::Stack", token, reason });

function summary(events: readonly Event[]) {
  return groupOperations(events).map(({ token, kind, outcome }) => [token, kind, outcome]);
}

describe("operations from events, newest first", () => {
  test("a change set without execution is no operation", () => {
    expect(summary([own("REVIEW_IN_PROGRESS", undefined, "User Initiated")])).toEqual([]);
  });

  test("a creation and an update are two operations", () => {
    const events = [
      own("REVIEW_IN_PROGRESS"),
      own("CREATE_IN_PROGRESS", "a"),
      event("Jobs", "CREATE_COMPLETE", { token: "a" }),
      own("CREATE_COMPLETE", "a"),
      own("UPDATE_IN_PROGRESS", "b"),
      own("UPDATE_COMPLETE_CLEANUP_IN_PROGRESS", "b"),
    ];
    expect(summary(events)).toEqual([
      ["b", "update", "running"],
      ["a", "create", "succeeded"],
    ]);
  });

  test.each([
    ["a creation", ["CREATE_IN_PROGRESS", "ROLLBACK_IN_PROGRESS", "ROLLBACK_COMPLETE"], "create"],
    [
      "an update",
      ["UPDATE_IN_PROGRESS", "UPDATE_ROLLBACK_IN_PROGRESS", "UPDATE_ROLLBACK_COMPLETE"],
      "update",
    ],
    [
      "an update whose undoing fails",
      ["UPDATE_IN_PROGRESS", "UPDATE_ROLLBACK_IN_PROGRESS", "UPDATE_ROLLBACK_FAILED"],
      "update",
    ],
    [
      "an import",
      ["IMPORT_IN_PROGRESS", "IMPORT_ROLLBACK_IN_PROGRESS", "IMPORT_ROLLBACK_COMPLETE"],
      "import",
    ],
    ["a deletion", ["DELETE_IN_PROGRESS", "DELETE_FAILED"], "delete"],
  ])("%s that fails is one failed operation, its undoing included", (_what, statuses, kind) => {
    expect(summary(statuses.map((status) => own(status, "a")))).toEqual([["a", kind, "failed"]]);
    expect(summary(statuses.map((status) => own(status)))).toEqual([[undefined, kind, "failed"]]);
  });

  test("while a failed update is undone, it still runs", () => {
    expect(summary([own("UPDATE_IN_PROGRESS", "a"), own("UPDATE_ROLLBACK_IN_PROGRESS", "a")])).toEqual([
      ["a", "update", "running"],
    ]);
  });

  test("a rollback that somebody asked for afterwards is an operation of its own", () => {
    const failed = [
      own("UPDATE_IN_PROGRESS", "a"),
      own("UPDATE_ROLLBACK_IN_PROGRESS", "a"),
      own("UPDATE_ROLLBACK_FAILED", "a"),
    ];
    const asked = [own("UPDATE_ROLLBACK_IN_PROGRESS", "b"), own("UPDATE_ROLLBACK_COMPLETE", "b")];
    expect(summary([...failed, ...asked])).toEqual([
      ["b", "rollback", "succeeded"],
      ["a", "update", "failed"],
    ]);
  });

  test("the same without tokens is told by the first one having ended", () => {
    const failed = [own("UPDATE_IN_PROGRESS"), own("UPDATE_FAILED")];
    expect(summary([...failed, own("UPDATE_ROLLBACK_IN_PROGRESS"), own("UPDATE_ROLLBACK_FAILED")])).toEqual([
      [undefined, "rollback", "failed"],
      [undefined, "update", "failed"],
    ]);
  });

  test("an operation whose beginning was not read is left out beside whole ones, and kept when it is the only one", () => {
    const cut = [event("Jobs", "UPDATE_COMPLETE", { token: "a" }), own("UPDATE_COMPLETE", "a")];
    expect(summary(cut)).toEqual([["a", "update", "succeeded"]]);
    expect(summary([...cut, own("UPDATE_IN_PROGRESS", "b")])).toEqual([["b", "update", "running"]]);
  });

  test("a status that nobody knows does not end an operation", () => {
    expect(summary([own("UPDATE_IN_PROGRESS", "a"), own("UPDATE_PONDERING", "a")])).toEqual([
      ["a", "update", "running"],
    ]);
    expect(summary([own("PONDERING_IN_PROGRESS", "a")])).toEqual([["a", "unknown", "running"]]);
  });
});

describe("the first real failure", () => {
  test("is the first resource that failed for a reason of its own", () => {
    const events = [
      own("CREATE_IN_PROGRESS", "a", "User Initiated"),
      event("Cancelled", "CREATE_FAILED", { reason: "Resource creation cancelled" }),
      event("Service", "CREATE_FAILED", { reason: "did not stabilize" }),
      event("Later", "CREATE_FAILED", { reason: "another" }),
      own("ROLLBACK_IN_PROGRESS", "a", "The following resource(s) failed to create: [Service]."),
    ];
    expect(firstFailure(events)?.logicalId).toBe("Service");
  });

  test("is the stack's own reason when no resource failed", () => {
    const events = [
      own("UPDATE_IN_PROGRESS", "a", "User Initiated"),
      event("Service", "UPDATE_COMPLETE"),
      own("UPDATE_ROLLBACK_IN_PROGRESS", "a", "Alarm arn:x went into ALARM"),
      own("UPDATE_ROLLBACK_COMPLETE", "a"),
    ];
    expect(firstFailure(events)?.reason).toBe("Alarm arn:x went into ALARM");
  });

  test("is what began the undoing, also when the undoing fails", () => {
    const events = [
      own("UPDATE_IN_PROGRESS", "a", "User Initiated"),
      own("UPDATE_ROLLBACK_IN_PROGRESS", "a", "Alarm arn:x went into ALARM"),
      own("UPDATE_ROLLBACK_FAILED", "a", "The following resource(s) failed to update: [Service]."),
    ];
    expect(firstFailure(events)?.reason).toBe("Alarm arn:x went into ALARM");
  });

  test("is nothing when nothing says why", () => {
    expect(firstFailure([own("UPDATE_IN_PROGRESS"), own("UPDATE_ROLLBACK_COMPLETE")])).toBeUndefined();
  });
});
