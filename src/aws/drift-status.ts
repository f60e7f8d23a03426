import type {
  DifferenceType,
  StackDriftDetectionStatus,
  StackDriftStatus,
  StackResourceDriftStatus,
} from "@aws-sdk/client-cloudformation";
import type { Detection, PropertyDifference, ResourceDrift } from "../model/cloud-drift.ts";
import type { StackDrift } from "../model/observed-stack.ts";
import { lookUp } from "./stack-status.ts";

/** What the last drift detection said of a stack. This file is the only place that knows the words of drift detection. */
export function stackDriftState(word: string | undefined): StackDrift["state"] {
  return lookUp(STACK_STATES, word) ?? "unknown";
}

/** How a live resource is, as drift detection and change sets that revert drift say it. */
export function resourceDriftState(word: string | undefined): ResourceDrift["state"] {
  return lookUp(RESOURCE_STATES, word) ?? "unknown";
}

/** How far a detection is; `undefined` for a word that this version does not know. */
export function detectionState(word: string | undefined): Detection["state"] | undefined {
  return lookUp(DETECTION_STATES, word);
}

/** What a difference is: what this version does not know has changed, in some way. */
export function differenceKind(word: string | undefined): PropertyDifference["kind"] {
  return lookUp(DIFFERENCE_KINDS, word) ?? "changed";
}

const STACK_STATES: Readonly<Record<StackDriftStatus, StackDrift["state"]>> = {
  DRIFTED: "drifted",
  IN_SYNC: "in-sync",
  NOT_CHECKED: "not-checked",
  UNKNOWN: "unknown",
};

const RESOURCE_STATES: Readonly<Record<StackResourceDriftStatus, ResourceDrift["state"]>> = {
  IN_SYNC: "in-sync",
  MODIFIED: "modified",
  DELETED: "deleted",
  NOT_CHECKED: "not-checked",
  UNSUPPORTED: "unsupported",
  UNKNOWN: "unknown",
};

const DETECTION_STATES: Readonly<Record<StackDriftDetectionStatus, Detection["state"]>> = {
  DETECTION_IN_PROGRESS: "running",
  DETECTION_COMPLETE: "complete",
  DETECTION_FAILED: "failed",
};

const DIFFERENCE_KINDS: Readonly<Record<DifferenceType, PropertyDifference["kind"]>> = {
  ADD: "added",
  REMOVE: "removed",
  NOT_EQUAL: "changed",
};
