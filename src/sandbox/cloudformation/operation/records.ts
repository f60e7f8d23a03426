import type { TableKind } from "../../world.ts";
import type { OperationType, ResourceRecord } from "../records.ts";

/** What a failed creation or update leads to. */
export type OnFailure = "ROLLBACK" | "DELETE" | "DO_NOTHING";

/** What a running operation is doing just now. */
export type Phase =
  /** Creating and updating what the template wants. */
  | "deploy"
  /** Removing what a successful update replaced or dropped. */
  | "cleanup"
  /** Putting back what a failed update changed. */
  | "restore"
  /** Removing what a failed creation or update had made. */
  | "undo"
  /** Deleting the stack. */
  | "delete";

/** A physical resource that an operation takes in under a logical id. */
export interface Adoption {
  readonly logicalId: string;
  readonly physicalId: string;
}

/** The operation that runs on a stack, keyed by stack id: there is never more than one. */
export interface OperationRecord {
  readonly operationId: string;
  readonly stackId: string;
  readonly type: OperationType;
  /** Whether the stack is being created: there is nothing to go back to. */
  readonly isCreation: boolean;
  readonly phase: Phase;
  /** When the next step is due, epoch milliseconds. */
  readonly dueAt: number;
  readonly startedAt: number;
  readonly token?: string;
  /** Until when rollback triggers are watched after everything is deployed; absent before that. */
  readonly monitoredUntil?: number;
  readonly onFailure: OnFailure;
  readonly retainExceptOnCreate: boolean;
  /** Nothing is waited for once it is configured. */
  readonly isExpress: boolean;
  /** Nothing is made, changed or deleted, only taken in. */
  readonly isImport: boolean;
  /** What is taken in. */
  readonly imports?: readonly Adoption[];
  /** Live resources that drifted are brought in line too. */
  readonly isReverting: boolean;
  /** A deletion that leaves behind what cannot be deleted. */
  readonly isForced: boolean;
  /** To be broken off: the parent of this nested stack rolls back. */
  readonly isBroken?: true;
  /** Resources that this operation leaves alone: retained on deletion, skipped on continued rollback. */
  readonly spared: readonly string[];
}

/** What an operation does to one resource that the template wants, keyed by `resourceKey`. It outlives a failed operation. */
export interface WorkRecord {
  readonly stackId: string;
  readonly logicalId: string;
  readonly step: "create" | "update" | "replace" | "import";
  /**
   * "carried": an earlier attempt that failed without rollback did it; a rollback will still undo it.
   * "stuck": it could not be put back, and waits for a person to continue the rollback.
   */
  readonly state: "running" | "done" | "failed" | "carried" | "restoring" | "restored" | "stuck";
  readonly dueAt: number;
  /** Decided already: the step will fail for this reason when it is due. */
  readonly refusal?: string;
  /** The resource existed, and the operation took it in: a rollback lets go of it. */
  readonly isImported?: boolean;
  /** The resource before the operation; `undefined` when there was none. */
  readonly before?: ResourceRecord;
}

/** The deletion of one physical resource, keyed by stack id and physical id. */
export interface SweepRecord {
  readonly stackId: string;
  readonly key: string;
  readonly victim: ResourceRecord;
  readonly state: "waiting" | "running" | "done" | "failed";
  readonly dueAt: number;
  readonly attempts: number;
  /** Kept because of its policy: it leaves the stack but stays in the world. */
  readonly isRetained: boolean;
  /** A snapshot is kept of it. */
  readonly isSnapshotted?: boolean;
  /** Taken in by the operation that is undone: it leaves the stack but stays in the world. */
  readonly isImported: boolean;
  /** Whether the stack's record of the logical id goes with it (not so for the old half of a replacement). */
  readonly dropsRecord: boolean;
}

/** Running operations. */
export const operations: TableKind<OperationRecord> = { name: "operations" };

/** Work of running and of failed operations, grouped by stack id. */
export const works: TableKind<WorkRecord> = { name: "works", groupBy: (work) => work.stackId };

/** Deletions of running operations, grouped by stack id. */
export const sweeps: TableKind<SweepRecord> = { name: "sweeps", groupBy: (sweep) => sweep.stackId };
