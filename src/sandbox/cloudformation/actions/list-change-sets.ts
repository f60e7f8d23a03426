import { validationError } from "../../errors.ts";
import type { Action } from "../api.ts";
import { changeSets } from "../change-set/records.ts";
import { renderChangeSetSummary } from "../change-set/render-change-set.ts";
import { requiredText, text } from "../input.ts";
import { cutPage } from "../page.ts";
import { findStack } from "../stack/find-stack.ts";

/** Lists the change sets of a stack, failed ones included. */
export const listChangeSets: Action = ({ region, input }) => {
  const name = requiredText(input, "StackName");
  const stack = findStack(region, name);
  if (stack === undefined) throw validationError(`Stack [${name}] does not exist`);
  const records = region.table(changeSets).inGroup(stack.stackId);
  const page = cutPage(records, text(input, "NextToken"), renderChangeSetSummary);
  return { Summaries: page.members, NextToken: page.nextToken };
};
