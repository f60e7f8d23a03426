import { validationError } from "../../errors.ts";
import type { Action } from "../api.ts";
import { requiredText } from "../input.ts";
import { templateOf } from "../operation/run.ts";
import { templates } from "../records.ts";
import { requireLiveStack } from "../stack/find-stack.ts";
import { givenStackPolicy, putStackPolicy } from "../stack-policy/store.ts";

/** Sets a stack's policy: from then on updates may do only what it allows. */
export const setStackPolicy: Action = ({ region, input }) => {
  const { stackId, content } = requireLiveStack(region, requiredText(input, "StackName"));
  const isShell = region.table(templates).get(stackId) === undefined;
  const template = isShell ? undefined : templateOf(region, stackId, content);
  const body = givenStackPolicy(input, "StackPolicy", template);
  if (body === undefined)
    throw validationError("Either StackPolicyBody or StackPolicyURL must be specified.");
  putStackPolicy(region, stackId, body);
  return {};
};
