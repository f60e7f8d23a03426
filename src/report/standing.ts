import type { Report } from "./report.ts";
import { isPending } from "./verdict.ts";

/** Whether the repository, or an account as a whole, could not be worked on as it should be. */
export function hasFailed(report: Report): boolean {
  return (
    report.repository === undefined ||
    report.problems.length + report.heldAccounts.length > 0 ||
    report.accounts.some((account) => account.last.failure !== undefined)
  );
}

/** Whether any stack is something else than the repository says. */
export function hasPending(report: Report): boolean {
  return report.accounts.some((account) => account.last.steps.some(isPending));
}

/** Whether everything is what the repository says, and nothing moves any more. */
export function isSettled(report: Report): boolean {
  return !hasFailed(report) && report.accounts.every((account) => account.standing === "settled");
}
