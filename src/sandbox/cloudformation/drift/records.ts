import type { JsonObject } from "../../json.ts";
import type { TableKind } from "../../world.ts";

/** How a physical resource differs from what was deployed last: kept only where it does. */
export type LiveState =
  | { readonly kind: "deleted" }
  | {
      readonly kind: "changed";
      /** Live values of the properties on the first level that differ, also of those that were never declared. */
      readonly properties: JsonObject;
      /** Declared properties that the live resource does not have. */
      readonly removed: readonly string[];
    };

/** What drift detection says of a resource that it looked at. */
export type ResourceDriftStatus = "IN_SYNC" | "MODIFIED" | "DELETED" | "UNKNOWN";

/** What drift detection found; a part of the resource's record, so that it is forgotten when the resource is updated. */
export interface ResourceDrift {
  readonly status: ResourceDriftStatus;
  /** Epoch milliseconds. */
  readonly checkedAt: number;
  /** Why the status is UNKNOWN. */
  readonly reason?: string;
  /** The live values of the declared properties; `undefined` when they are as declared, or cannot be known. */
  readonly actual?: JsonObject;
  readonly differences: readonly PropertyDifference[];
}

/** One place at which a live resource is not as declared. */
export interface PropertyDifference {
  /** A JSON pointer, from the properties on. */
  readonly path: string;
  /** As text; `null` for nothing. */
  readonly expected: string;
  readonly actual: string;
  readonly type: "ADD" | "REMOVE" | "NOT_EQUAL";
}

/** What is known of a stack's drift. */
export interface StackDrift {
  readonly status: StackDriftStatus;
  /** When a detection was started last, epoch milliseconds. */
  readonly checkedAt: number;
}

/** What drift detection says of a stack. */
export type StackDriftStatus = "DRIFTED" | "IN_SYNC" | "UNKNOWN" | "NOT_CHECKED";

/** One detection of a stack's drift, keyed by its id; grouped by stack id. */
export interface DetectionRecord {
  readonly detectionId: string;
  readonly stackId: string;
  /** The resources that were asked for; `undefined` for all. */
  readonly logicalIds?: readonly string[];
  /** Epoch milliseconds. */
  readonly startedAt: number;
  readonly status: "DETECTION_IN_PROGRESS" | "DETECTION_COMPLETE" | "DETECTION_FAILED";
  readonly reason?: string;
  readonly stackStatus?: StackDriftStatus;
  readonly driftedCount?: number;
}

/** The last detections of every stack. */
export const detections: TableKind<DetectionRecord> = {
  name: "driftDetections",
  groupBy: (detection) => detection.stackId,
};

/** Detections that run, keyed by stack id: never more than one on a stack. */
export const runningDetections: TableKind<{ readonly detectionId: string; readonly dueAt: number }> = {
  name: "runningDriftDetections",
};
