import type { Facts } from "../guard/facts.ts";
import type { Pass } from "./pass.ts";

/** Accounts that come first, and what keeps them from being settled. */
export type UnsettledBefore = Facts["unsettledBefore"];

/** What is known of the accounts that come first: their last pass; `undefined` for one that no pass was made of. */
export type LastPasses = ReadonlyMap<string, Pass | undefined>;

const MOST_NAMES = 3;

/** Which of the accounts that come first have not settled. */
export function unsettledAmong(
  after: readonly string[],
  lastPasses: LastPasses,
  heldAccounts: readonly string[],
): UnsettledBefore {
  return after.flatMap((account) => {
    const pass = lastPasses.get(account);
    if (pass?.isSettled === true) return [];
    return [
      { account, why: heldAccounts.includes(account) ? "has a problem in the repository" : describe(pass) },
    ];
  });
}

function describe(pass: Pass | undefined): string {
  if (pass === undefined) return "has not been looked at for this commit yet";
  if (pass.report.failure !== undefined) return `could not be asked: ${pass.report.failure.message}`;
  const shown = pass.unsettled.slice(0, MOST_NAMES).join(", ");
  const rest = pass.unsettled.length > MOST_NAMES ? ` and ${pass.unsettled.length - MOST_NAMES} more` : "";
  return `is not in sync (${shown}${rest})`;
}
