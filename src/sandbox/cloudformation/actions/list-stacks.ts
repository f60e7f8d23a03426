import type { Action } from "../api.ts";
import { text, textList } from "../input.ts";
import { cutPage } from "../page.ts";
import { stacks } from "../records.ts";
import { renderStackSummary } from "../stack/render-stack.ts";

/** Lists stacks, deleted ones included, or those with certain statuses. */
export const listStacks: Action = ({ region, input }) => {
  const statuses = textList(input, "StackStatusFilter") ?? [];
  const records = [...region.table(stacks).values()];
  const page = cutPage(records, text(input, "NextToken"), (stack) =>
    statuses.length === 0 || statuses.includes(stack.status) ? renderStackSummary(stack) : undefined,
  );
  return { StackSummaries: page.members, NextToken: page.nextToken };
};
