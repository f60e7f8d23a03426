import { validationError } from "../../errors.ts";
import type { Action } from "../api.ts";
import { detections } from "../drift/records.ts";
import { requiredText } from "../input.ts";

/** How far a detection is, and what it came to. */
export const describeStackDriftDetectionStatus: Action = ({ region, input }) => {
  const detectionId = requiredText(input, "StackDriftDetectionId");
  const detection = region.table(detections).get(detectionId);
  if (detection === undefined)
    throw validationError(`Stack drift detection with id ${detectionId} does not exist`);
  return {
    StackId: detection.stackId,
    StackDriftDetectionId: detectionId,
    StackDriftStatus: detection.stackStatus,
    DetectionStatus: detection.status,
    DetectionStatusReason: detection.reason,
    DriftedStackResourceCount: detection.driftedCount,
    Timestamp: new Date(detection.startedAt),
  };
};
