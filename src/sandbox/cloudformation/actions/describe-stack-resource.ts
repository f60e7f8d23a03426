import { validationError } from "../../errors.ts";
import { canonicalJson } from "../../json.ts";
import type { Action } from "../api.ts";
import { requiredText } from "../input.ts";
import { findStack } from "../stack/find-stack.ts";
import { shownResource } from "../stack/former-resources.ts";
import { renderResource } from "../stack/render-resource.ts";

/** One resource, with its metadata. */
export const describeStackResource: Action = ({ region, input }) => {
  const name = requiredText(input, "StackName");
  const logicalId = requiredText(input, "LogicalResourceId");
  const stack = findStack(region, name);
  if (stack === undefined) throw validationError(`Stack '${name}' does not exist`);
  const record = shownResource(region, stack, logicalId);
  if (record === undefined)
    throw validationError(`Resource ${logicalId} does not exist for stack ${stack.name}`);
  return {
    StackResourceDetail: {
      StackName: stack.name,
      StackId: stack.stackId,
      ...renderResource(record),
      Metadata: record.metadata === undefined ? undefined : canonicalJson(record.metadata),
    },
  };
};
