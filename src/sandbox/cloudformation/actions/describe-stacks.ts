import type { Action } from "../api.ts";
import { text } from "../input.ts";
import { requireSeenStack, seenStacks } from "../consistency.ts";
import { cutPage } from "../page.ts";
import { renderStack } from "../stack/render-stack.ts";

/** Shows one stack, by name or by id, or all that are not deleted, 1 MB a page. */
export const describeStacks: Action = (call) => {
  const { input } = call;
  const name = text(input, "StackName");
  if (name !== undefined && name !== "") return { Stacks: [renderStack(requireSeenStack(call, name))] };
  const page = cutPage(seenStacks(call), text(input, "NextToken"), (stack) =>
    stack.status === "DELETE_COMPLETE" ? undefined : renderStack(stack),
  );
  return { Stacks: page.members, NextToken: page.nextToken };
};
