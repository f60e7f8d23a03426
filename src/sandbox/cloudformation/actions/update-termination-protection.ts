import { validationError } from "../../errors.ts";
import type { Action } from "../api.ts";
import { flag, requiredText } from "../input.ts";
import { stacks } from "../records.ts";
import { findStack } from "../stack/find-stack.ts";

/** Switches a stack's termination protection, in every status but those of a deletion. */
export const updateTerminationProtection: Action = ({ region, input }) => {
  const name = requiredText(input, "StackName");
  const isEnabled = flag(input, "EnableTerminationProtection");
  if (isEnabled === undefined) throw validationError("EnableTerminationProtection must be specified.");
  const stack = findStack(region, name);
  if (stack === undefined) throw validationError(`Stack [${name}] does not exist`);
  if (stack.status === "DELETE_IN_PROGRESS" || stack.status === "DELETE_COMPLETE")
    throw validationError(
      `Enabling/disabling termination protection is not allowed for stack [${stack.stackId}] in status [${stack.status}]`,
    );
  if (stack.parentId !== undefined)
    throw validationError(
      `Stack [${stack.name}] is a nested stack: termination protection is set on its root stack [${stack.rootId ?? ""}].`,
    );
  region.table(stacks).put(stack.stackId, { ...stack, terminationProtection: isEnabled });
  return { StackId: stack.stackId };
};
