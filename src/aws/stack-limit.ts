import type { CloudFormation } from "@aws-sdk/client-cloudformation";
import { pagesOf } from "./pages.ts";

const MAX_PAGES = 10;

/** How many stacks there may be in the Region; `undefined` when CloudFormation does not say. */
export async function readStackLimit(cfn: CloudFormation): Promise<number | undefined> {
  const read = (NextToken: string | undefined) => cfn.describeAccountLimits({ NextToken });
  for await (const { AccountLimits = [] } of pagesOf(read, MAX_PAGES)) {
    const limit = AccountLimits.find(({ Name }) => Name === "StackLimit")?.Value;
    if (limit !== undefined) return limit;
  }
  return undefined;
}
