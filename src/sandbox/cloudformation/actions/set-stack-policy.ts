import { validationError } from "../../errors.ts";
import { parseTemplate } from "../../template/parse.ts";
import type { Action } from "../api.ts";
import { requiredText } from "../input.ts";
import { templates } from "../records.ts";
import { requireLiveStack } from "../stack/find-stack.ts";
import { givenStackPolicy, putStackPolicy } from "../stack-policy/store.ts";

/** Sets a stack's policy: from then on updates may do only what it allows. */
export const setStackPolicy: Action = ({ region, input }) => {
  const stack = requireLiveStack(region, requiredText(input, "StackName"));
  const template = region.table(templates).get(stack.stackId);
  const body = givenStackPolicy(
    input,
    "StackPolicy",
    template === undefined ? undefined : parseTemplate(template),
  );
  if (body === undefined)
    throw validationError("Either StackPolicyBody or StackPolicyURL must be specified.");
  putStackPolicy(region, stack.stackId, body);
  return {};
};
