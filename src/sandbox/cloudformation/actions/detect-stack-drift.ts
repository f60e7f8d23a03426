import { stepMs } from "../../clock.ts";
import { validationError } from "../../errors.ts";
import type { Region } from "../../world.ts";
import type { Action } from "../api.ts";
import { isStatusWithDrift } from "../drift/detect-stack.ts";
import { detections, runningDetections } from "../drift/records.ts";
import { requiredText, textList } from "../input.ts";
import type { StackRecord } from "../records.ts";
import { resourceKey, resources, stacks } from "../records.ts";
import { requireStack } from "../stack/find-stack.ts";

/** Starts to look at a stack's resources, or at some of them. One at a time on a stack. */
export const detectStackDrift: Action = (call) => {
  const { region, input, now } = call;
  const stack = requireStack(region, requiredText(input, "StackName"));
  const logicalIds = textList(input, "LogicalResourceIds");
  if (!isStatusWithDrift(stack))
    throw validationError(
      `Stack:${stack.stackId} is in ${stack.status} state and drift detection can not be performed.`,
    );
  if (region.table(runningDetections).get(stack.stackId) !== undefined)
    throw validationError(`Drift detection is already in progress for stack ${stack.stackId}`);
  if (logicalIds !== undefined) checkLogicalIds(region, stack, logicalIds);
  const detectionId = call.random();
  forgetOldest(region, stack.stackId);
  region.table(detections).put(detectionId, {
    detectionId,
    stackId: stack.stackId,
    ...(logicalIds === undefined ? {} : { logicalIds }),
    startedAt: now,
    status: "DETECTION_IN_PROGRESS",
    reason: "User Initiated",
  });
  const count = logicalIds?.length ?? region.table(resources).countInGroup(stack.stackId);
  const dueAt = now + stepMs(call.world, secondsAtLeast + count * secondsEach);
  region.table(runningDetections).put(stack.stackId, { detectionId, dueAt });
  const drift = { status: stack.drift?.status ?? ("NOT_CHECKED" as const), checkedAt: now };
  region.table(stacks).put(stack.stackId, { ...stack, drift });
  return { StackDriftDetectionId: detectionId };
};

const secondsAtLeast = 5;
const secondsEach = 0.5;
const keptDetections = 10;
const maxLogicalIds = 200;

function checkLogicalIds(
  region: Region,
  { stackId, name }: StackRecord,
  logicalIds: readonly string[],
): void {
  if (logicalIds.length === 0 || logicalIds.length > maxLogicalIds)
    throw validationError(
      `1 validation error detected: Value at 'logicalResourceIds' failed to satisfy constraint: Member must have length between 1 and ${maxLogicalIds}`,
    );
  const unknown = logicalIds.filter(
    (logicalId) => region.table(resources).get(resourceKey(stackId, logicalId)) === undefined,
  );
  if (unknown.length > 0)
    throw validationError(`Resources [${unknown.join(", ")}] do not exist for stack ${name}`);
}

/** AWS keeps a number of results that it does not tell. */
function forgetOldest(region: Region, stackId: string): void {
  const known = region.table(detections).inGroup(stackId);
  for (const { detectionId } of known.slice(0, Math.max(0, known.length - keptDetections + 1)))
    region.table(detections).delete(detectionId);
}
