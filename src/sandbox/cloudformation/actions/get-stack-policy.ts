import type { Action } from "../api.ts";
import { requiredText } from "../input.ts";
import { requireLiveStack } from "../stack/find-stack.ts";
import { stackPolicyBody } from "../stack-policy/store.ts";

/** The policy in force; nothing when the stack has none. */
export const getStackPolicy: Action = ({ region, input }) => {
  const stack = requireLiveStack(region, requiredText(input, "StackName"));
  return { StackPolicyBody: stackPolicyBody(region, stack.stackId) };
};
