import { validationError } from "../../errors.ts";
import type { Action } from "../api.ts";
import { checkResource, isStatusWithDrift } from "../drift/detect-stack.ts";
import { isDetectable } from "../drift/detect-resource.ts";
import { renderDrift } from "../drift/render-drift.ts";
import { requiredText } from "../input.ts";
import { resourceKey, resources } from "../records.ts";
import { requireStack } from "../stack/find-stack.ts";

/** Looks at one resource, and answers what it found. What is known of the stack stays as it was. */
export const detectStackResourceDrift: Action = ({ world, region, input, now }) => {
  const stack = requireStack(region, requiredText(input, "StackName"));
  const logicalId = requiredText(input, "LogicalResourceId");
  const record = region.table(resources).get(resourceKey(stack.stackId, logicalId));
  if (record === undefined)
    throw validationError(`Resource ${logicalId} does not exist for stack ${stack.name}`);
  if (!isStatusWithDrift(stack))
    throw validationError(
      `Stack:${stack.stackId} is in ${stack.status} state and drift detection can not be performed.`,
    );
  if (!isDetectable(record))
    throw validationError("Drift detection is not supported for the specified ResourceType");
  const checked = checkResource({ world, region, stack, at: now }, record);
  return { StackResourceDrift: renderDrift(checked, stack) };
};
