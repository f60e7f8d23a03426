import type { ChangeSetStatus, ExecutionStatus, StackStatus } from "@aws-sdk/client-cloudformation";
import type { ChangeSetState } from "../model/change-set.ts";
import type { Operation, StackPhase } from "../model/observed-stack.ts";

/**
 * What a stack status means for the next step; a status this version does not know is `unknown`, and `deleted`
 * is no phase because deleted stacks are not observed. This file is the only place that knows status strings.
 */
export function stackPhase(status: string): StackPhase | "deleted" {
  return lookUp(STACK_PHASES, status) ?? "unknown";
}

/**
 * What the two statuses of a change set mean together; `deleted` when it is gone. `isEmpty` says whether
 * CloudFormation's reason for a failure is that there is nothing to change.
 */
export function changeSetState(
  status: string,
  executionStatus: string,
  isEmpty: boolean,
): ChangeSetState | "deleted" {
  const state = lookUp(CHANGE_SET_STATES, status);
  if (state === "by-execution") return lookUp(EXECUTION_STATES, executionStatus) ?? "unknown";
  if (state === "failed" && status === "FAILED" && isEmpty) return "empty";
  return state ?? "unknown";
}

/** What an event about a stack itself says of the operation it belongs to; `undefined` for a status we do not know. */
export function stackTurn(status: string): StackTurn | undefined {
  return lookUp(STACK_TURNS, status);
}

/** Whether the status of a resource says that something went wrong with it. */
export function isFailedStatus(status: string): boolean {
  return status.endsWith("_FAILED");
}

/** Whether the status of a resource says that its stack has it no longer. */
export function isRemovedStatus(status: string): boolean {
  return status === "DELETE_COMPLETE" || status === "DELETE_SKIPPED";
}

/** Whether the status of a resource says that something still goes on with it. */
export function isRunningStatus(status: string): boolean {
  return status.endsWith("_IN_PROGRESS");
}

/** One step in the life of an operation. */
export interface StackTurn {
  /** What the operation is, when this is where it begins. */
  readonly kind: Operation["kind"];
  readonly turn: "none" | "start" | "undo" | "work" | "done" | "undone" | "failed";
}

/** The stack status machine of CloudFormation's user guide ("View stack events: status codes"). */
const STACK_PHASES: Readonly<Record<StackStatus, StackPhase | "deleted">> = {
  REVIEW_IN_PROGRESS: "shell",
  CREATE_IN_PROGRESS: "busy",
  CREATE_FAILED: "create-failed",
  CREATE_COMPLETE: "settled",
  ROLLBACK_IN_PROGRESS: "busy",
  ROLLBACK_FAILED: "dead",
  ROLLBACK_COMPLETE: "dead",
  DELETE_IN_PROGRESS: "busy",
  DELETE_FAILED: "delete-failed",
  DELETE_COMPLETE: "deleted",
  UPDATE_IN_PROGRESS: "busy",
  UPDATE_COMPLETE_CLEANUP_IN_PROGRESS: "busy",
  UPDATE_COMPLETE: "settled",
  UPDATE_FAILED: "update-failed",
  UPDATE_ROLLBACK_IN_PROGRESS: "busy",
  UPDATE_ROLLBACK_FAILED: "rollback-failed",
  UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS: "busy",
  UPDATE_ROLLBACK_COMPLETE: "rolled-back",
  IMPORT_IN_PROGRESS: "busy",
  IMPORT_COMPLETE: "settled",
  IMPORT_ROLLBACK_IN_PROGRESS: "busy",
  IMPORT_ROLLBACK_FAILED: "stuck",
  IMPORT_ROLLBACK_COMPLETE: "rolled-back",
};

const CHANGE_SET_STATES: Readonly<Record<ChangeSetStatus, ChangeSetState | "by-execution" | "deleted">> = {
  CREATE_PENDING: "pending",
  CREATE_IN_PROGRESS: "pending",
  CREATE_COMPLETE: "by-execution",
  FAILED: "failed",
  DELETE_PENDING: "deleting",
  DELETE_IN_PROGRESS: "deleting",
  DELETE_COMPLETE: "deleted",
  DELETE_FAILED: "failed",
};

/** Of change sets that are complete. `UNAVAILABLE` is a complete one that only its root may execute. */
const EXECUTION_STATES: Readonly<Record<ExecutionStatus, ChangeSetState>> = {
  UNAVAILABLE: "unknown",
  AVAILABLE: "ready",
  EXECUTE_IN_PROGRESS: "executing",
  EXECUTE_COMPLETE: "executed",
  EXECUTE_FAILED: "execution-failed",
  OBSOLETE: "obsolete",
};

/** A rollback belongs to the operation that failed, unless that one had ended and somebody asked for it. */
const STACK_TURNS: Readonly<Record<StackStatus, StackTurn>> = {
  REVIEW_IN_PROGRESS: { kind: "unknown", turn: "none" },
  CREATE_IN_PROGRESS: { kind: "create", turn: "start" },
  CREATE_FAILED: { kind: "create", turn: "failed" },
  CREATE_COMPLETE: { kind: "create", turn: "done" },
  ROLLBACK_IN_PROGRESS: { kind: "rollback", turn: "undo" },
  ROLLBACK_FAILED: { kind: "rollback", turn: "failed" },
  ROLLBACK_COMPLETE: { kind: "rollback", turn: "undone" },
  DELETE_IN_PROGRESS: { kind: "delete", turn: "start" },
  DELETE_FAILED: { kind: "delete", turn: "failed" },
  DELETE_COMPLETE: { kind: "delete", turn: "done" },
  UPDATE_IN_PROGRESS: { kind: "update", turn: "start" },
  UPDATE_COMPLETE_CLEANUP_IN_PROGRESS: { kind: "update", turn: "work" },
  UPDATE_COMPLETE: { kind: "update", turn: "done" },
  UPDATE_FAILED: { kind: "update", turn: "failed" },
  UPDATE_ROLLBACK_IN_PROGRESS: { kind: "rollback", turn: "undo" },
  UPDATE_ROLLBACK_FAILED: { kind: "rollback", turn: "failed" },
  UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS: { kind: "rollback", turn: "work" },
  UPDATE_ROLLBACK_COMPLETE: { kind: "rollback", turn: "undone" },
  IMPORT_IN_PROGRESS: { kind: "import", turn: "start" },
  IMPORT_COMPLETE: { kind: "import", turn: "done" },
  IMPORT_ROLLBACK_IN_PROGRESS: { kind: "rollback", turn: "undo" },
  IMPORT_ROLLBACK_FAILED: { kind: "rollback", turn: "failed" },
  IMPORT_ROLLBACK_COMPLETE: { kind: "rollback", turn: "undone" },
};

/** Looks up a word from the wire, which may be any text, also one like `constructor`. */
export function lookUp<T>(table: Readonly<Record<string, T>>, word: string | undefined): T | undefined {
  return word !== undefined && Object.hasOwn(table, word) ? table[word] : undefined;
}
