import { validationError } from "../../errors.ts";
import type { Action } from "../api.ts";
import { requiredText, text } from "../input.ts";
import { cutPage } from "../page.ts";
import { resources } from "../records.ts";
import { findStack } from "../stack/find-stack.ts";
import { renderResource } from "../stack/render-resource.ts";

/** Every resource of a stack, 1 MB a page. */
export const listStackResources: Action = ({ region, input }) => {
  const name = requiredText(input, "StackName");
  const stack = findStack(region, name);
  if (stack === undefined) throw validationError(`Stack with id ${name} does not exist`);
  const page = cutPage(
    region.table(resources).inGroup(stack.stackId),
    text(input, "NextToken"),
    renderResource,
  );
  return { StackResourceSummaries: page.members, NextToken: page.nextToken };
};
