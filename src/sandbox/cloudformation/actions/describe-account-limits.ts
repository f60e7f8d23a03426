import type { Action } from "../api.ts";
import { text } from "../input.ts";
import { cutPage } from "../page.ts";
import { accountLimits } from "../stack/quotas.ts";

/** What the account may have in the Region. */
export const describeAccountLimits: Action = ({ input }) => {
  const limits = Object.entries(accountLimits);
  const page = cutPage(limits, text(input, "NextToken"), ([Name, Value]) => ({ Name, Value }));
  return { AccountLimits: page.members, NextToken: page.nextToken };
};
