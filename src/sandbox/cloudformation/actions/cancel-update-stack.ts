import type { Action } from "../api.ts";
import { requiredText, text } from "../input.ts";
import { cancelUpdate } from "../operation/cancel.ts";
import { requireStack } from "../stack/find-stack.ts";
import { validationError } from "../../errors.ts";
import { rememberToken, replayedOperation } from "../stack/tokens.ts";

/** Breaks off a running update and rolls it back. */
export const cancelUpdateStack: Action = (call) => {
  const { region, input } = call;
  const stack = requireStack(region, requiredText(input, "StackName"));
  const token = text(input, "ClientRequestToken");
  if (replayedOperation(region, stack.stackId, token, "CancelUpdateStack") !== undefined) return {};
  if (stack.status !== "UPDATE_IN_PROGRESS")
    throw validationError("CancelUpdateStack cannot be called from current stack status");
  rememberToken(region, stack.stackId, token, "CancelUpdateStack", call.requestId);
  cancelUpdate(call.world, region, stack.stackId, call.now);
  return {};
};
