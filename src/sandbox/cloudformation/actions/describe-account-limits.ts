import { limitOf } from "../../limits.ts";
import type { Action } from "../api.ts";
import { text } from "../input.ts";
import { cutPage } from "../page.ts";

/** What the account may have in the Region. */
export const describeAccountLimits: Action = ({ world, input }) => {
  const limits = (["StackLimit", "StackOutputsLimit", "ConcurrentResourcesLimit"] as const).map((Name) => ({
    Name,
    Value: limitOf(world, Name),
  }));
  const page = cutPage(limits, text(input, "NextToken"), (limit) => limit);
  return { AccountLimits: page.members, NextToken: page.nextToken };
};
