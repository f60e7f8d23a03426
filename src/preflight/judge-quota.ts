import type { Quota, QuotaSubject, Ruling } from "../model/preflight.ts";
import type { Account } from "../model/repository.ts";
import type { Usage } from "./judge-listener.ts";

/** `taken`: how many of the same thing other stacks are about to add before this one. */
export function judgeQuota(
  { of, adds }: QuotaSubject,
  { used, limit }: Usage,
  { taken, account }: { readonly taken: number; readonly account: Pick<Account, "name" | "region"> },
): Ruling {
  const what = describeQuota(of);
  if (limit === undefined) return { state: "unknown", why: `AWS does not say how many ${what} there may be` };
  const wanted = used + taken + adds;
  if (wanted <= limit) return { state: "good", note: `${wanted} of ${limit}` };
  return {
    state: "failed",
    why: `${account.name} (${account.region}) may have ${limit} ${what} and has ${used}${taken === 0 ? "" : ` (${taken} more are about to be made)`}, so ${adds} more ${adds === 1 ? "does" : "do"} not fit`,
    remedy: "delete what is not needed, or ask AWS for a higher quota (Service Quotas)",
  };
}

/** What is limited, in words. */
export function describeQuota(of: Quota): string {
  switch (of.what) {
    case "stacks":
    case "target groups":
      return of.what;
    case "rules":
      return `rules on the ${of.balancer} load balancer`;
    case "certificates":
      return `certificates on the ${of.balancer} load balancer`;
    case "target groups of a balancer":
      return `target groups on the ${of.balancer} load balancer`;
  }
}
