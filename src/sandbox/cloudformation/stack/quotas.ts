import { ApiError } from "../../errors.ts";
import type { Region } from "../../world.ts";
import { stacks } from "../records.ts";

/** What an account may have in a Region, as DescribeAccountLimits names it. (User guide, cloudformation-limits; the last is unverified.) */
export const accountLimits = {
  StackLimit: 2000,
  StackOutputsLimit: 200,
  ConcurrentResourcesLimit: 2500,
} as const;

/** Throws LimitExceededException when the account has as many stacks in the Region as it may; shells count, deleted ones do not. */
export function checkStackQuota(region: Region): void {
  const table = region.table(stacks);
  if (table.size < accountLimits.StackLimit) return;
  let live = 0;
  for (const stack of table.values()) if (stack.status !== "DELETE_COMPLETE") live++;
  if (live >= accountLimits.StackLimit)
    throw new ApiError("LimitExceededException", "Limit for stack has been exceeded");
}
