import type { Action } from "../api.ts";
import { text } from "../input.ts";
import { cutPage } from "../page.ts";
import { stacks } from "../records.ts";
import { requireStack } from "../stack/find-stack.ts";
import { renderStack } from "../stack/render-stack.ts";

/** Shows one stack, by name or by id, or all that are not deleted, 1 MB a page. */
export const describeStacks: Action = ({ region, input }) => {
  const name = text(input, "StackName");
  if (name !== undefined && name !== "") return { Stacks: [renderStack(requireStack(region, name))] };
  const records = [...region.table(stacks).values()];
  const page = cutPage(records, text(input, "NextToken"), (stack) =>
    stack.status === "DELETE_COMPLETE" ? undefined : renderStack(stack),
  );
  return { Stacks: page.members, NextToken: page.nextToken };
};
