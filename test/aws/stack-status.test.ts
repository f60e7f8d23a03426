import { ChangeSetStatus, ExecutionStatus, StackStatus } from "@aws-sdk/client-cloudformation";
import { describe, expect, test } from "@jest/globals";
import {
  changeSetState,
  isFailedStatus,
  isRunningStatus,
  stackPhase,
  stackTurn,
} from "../../src/aws/stack-status.ts";

describe("stack statuses", () => {
  test.each(Object.values(StackStatus))(
    "%s, which the SDK knows, has a phase and a place in an operation",
    (status) => {
      expect(stackPhase(status)).not.toBe("unknown");
      expect(stackTurn(status)).toBeDefined();
    },
  );

  test("what runs is busy, and nothing else is", () => {
    const busy = Object.values(StackStatus).filter((status) => stackPhase(status) === "busy");
    const running = Object.values(StackStatus).filter((status) => status.endsWith("_IN_PROGRESS"));
    expect(busy.toSorted()).toEqual(running.filter((status) => status !== "REVIEW_IN_PROGRESS").toSorted());
  });

  test.each([
    ["REVIEW_IN_PROGRESS", "shell"],
    ["CREATE_COMPLETE", "settled"],
    ["UPDATE_COMPLETE", "settled"],
    ["IMPORT_COMPLETE", "settled"],
    ["UPDATE_COMPLETE_CLEANUP_IN_PROGRESS", "busy"],
    ["UPDATE_ROLLBACK_COMPLETE", "rolled-back"],
    ["IMPORT_ROLLBACK_COMPLETE", "rolled-back"],
    ["ROLLBACK_COMPLETE", "dead"],
    ["ROLLBACK_FAILED", "dead"],
    ["CREATE_FAILED", "create-failed"],
    ["UPDATE_FAILED", "update-failed"],
    ["UPDATE_ROLLBACK_FAILED", "rollback-failed"],
    ["DELETE_FAILED", "delete-failed"],
    ["DELETE_COMPLETE", "deleted"],
    ["IMPORT_ROLLBACK_FAILED", "stuck"],
  ])("%s is %s", (status, phase) => {
    expect(stackPhase(status)).toBe(phase);
  });

  test.each(["SOMETHING_NEW_COMPLETE", "", "create_complete", "constructor", "__proto__"])(
    "a status that nobody knows, %p, is unknown",
    (status) => {
      expect(stackPhase(status)).toBe("unknown");
      expect(stackTurn(status)).toBeUndefined();
    },
  );
});

describe("change set statuses", () => {
  const pairs = Object.values(ChangeSetStatus).flatMap((status) =>
    Object.values(ExecutionStatus).map((execution) => [status, execution] as const),
  );

  test.each(pairs)("%s with %s, which the SDK knows, has a state", (status, execution) => {
    const isChildsOwn = status === "CREATE_COMPLETE" && execution === "UNAVAILABLE";
    expect(changeSetState(status, execution, false) === "unknown").toBe(isChildsOwn);
  });

  test.each([
    ["CREATE_PENDING", "UNAVAILABLE", false, "pending"],
    ["CREATE_IN_PROGRESS", "UNAVAILABLE", false, "pending"],
    ["CREATE_COMPLETE", "AVAILABLE", false, "ready"],
    ["CREATE_COMPLETE", "OBSOLETE", false, "obsolete"],
    ["CREATE_COMPLETE", "EXECUTE_IN_PROGRESS", false, "executing"],
    ["CREATE_COMPLETE", "EXECUTE_COMPLETE", false, "executed"],
    ["CREATE_COMPLETE", "EXECUTE_FAILED", false, "execution-failed"],
    ["FAILED", "UNAVAILABLE", true, "empty"],
    ["FAILED", "UNAVAILABLE", false, "failed"],
    ["DELETE_FAILED", "AVAILABLE", true, "failed"],
    ["DELETE_IN_PROGRESS", "UNAVAILABLE", false, "deleting"],
    ["DELETE_COMPLETE", "UNAVAILABLE", false, "deleted"],
    ["CREATE_COMPLETE", "PERHAPS", false, "unknown"],
    ["PERHAPS", "AVAILABLE", false, "unknown"],
    ["constructor", "AVAILABLE", false, "unknown"],
    ["CREATE_COMPLETE", "toString", false, "unknown"],
  ])("%s with %s (nothing to change: %p) is %s", (status, execution, isEmpty, state) => {
    expect(changeSetState(status, execution, isEmpty)).toBe(state);
  });
});

test.each([
  ["CREATE_FAILED", true],
  ["UPDATE_ROLLBACK_FAILED", true],
  ["CREATE_COMPLETE", false],
  ["FAILED_OVER", false],
])("whether %s is a failure is %p", (status, isFailure) => {
  expect(isFailedStatus(status)).toBe(isFailure);
});

test.each([
  ["CREATE_IN_PROGRESS", true],
  ["UPDATE_ROLLBACK_IN_PROGRESS", true],
  ["CREATE_COMPLETE", false],
  ["DELETE_SKIPPED", false],
])("whether something still goes on at %s is %p", (status, isRunning) => {
  expect(isRunningStatus(status)).toBe(isRunning);
});
