import { validationError } from "../../errors.ts";
import type { Action } from "../api.ts";
import { requiredText, text } from "../input.ts";
import { cutPage } from "../page.ts";
import { findStack } from "../stack/find-stack.ts";
import { shownResources } from "../stack/former-resources.ts";
import { renderResource } from "../stack/render-resource.ts";

/** Every resource of a stack, 1 MB a page; of a deleted one those that it had. */
export const listStackResources: Action = ({ region, input }) => {
  const name = requiredText(input, "StackName");
  const stack = findStack(region, name);
  if (stack === undefined) throw validationError(`Stack with id ${name} does not exist`);
  const page = cutPage(shownResources(region, stack), text(input, "NextToken"), renderResource);
  return { StackResourceSummaries: page.members, NextToken: page.nextToken };
};
