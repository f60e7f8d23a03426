import { ApiError } from "../../errors.ts";
import { limitOf } from "../../limits.ts";
import type { Region, World } from "../../world.ts";
import { stacks } from "../records.ts";

/** Throws LimitExceededException when the account has as many stacks in the Region as it may; shells count, deleted ones do not. */
export function checkStackQuota(world: World, region: Region): void {
  const limit = limitOf(world, "StackLimit");
  const table = region.table(stacks);
  if (table.size < limit) return;
  let live = 0;
  for (const stack of table.values()) if (stack.status !== "DELETE_COMPLETE") live++;
  if (live >= limit) throw new ApiError("LimitExceededException", "Limit for stack has been exceeded");
}
