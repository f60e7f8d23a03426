import { counted } from "./counted.ts";
import type { Report } from "./report.ts";
import { changesOf, replacementsIn, verdictOf, type Verdict } from "./verdict.ts";

/** How many stacks of a report get which verdict. */
export interface Tally {
  readonly verdicts: Readonly<Record<Verdict, number>>;
  /** Stacks to update in which a resource is or may be replaced. */
  readonly replacing: number;
  /** Accounts whose pass could not be made. */
  readonly failed: number;
}

/** Counts the verdicts of all accounts. */
export function tally(report: Report): Tally {
  const verdicts = { create: 0, update: 0, recover: 0, delete: 0, refused: 0, held: 0, wait: 0, keep: 0 };
  let replacing = 0;
  for (const judged of report.accounts.flatMap((account) => account.last.steps)) {
    const verdict = verdictOf(judged);
    verdicts[verdict]++;
    if (verdict === "update" && replacementsIn(changesOf(judged.step)).length > 0) replacing++;
  }
  const failed = report.accounts.filter((account) => account.last.failure !== undefined).length;
  return { verdicts, replacing, failed };
}

/** What is said where there is no mooring.yaml to work from. */
export const UNREADABLE = "The repository cannot be read: nothing was asked and nothing done.";

/** The tally as one sentence: what happens is always told, what does not happen only when there is some. */
export function summarize(report: Report): string {
  if (report.repository === undefined) return UNREADABLE;
  const { verdicts, replacing, failed } = tally(report);
  const isQuiet =
    verdicts.keep === Object.values(verdicts).reduce((sum, count) => sum + count, 0) &&
    failed + report.heldAccounts.length + report.problems.length === 0;
  if (isQuiet) return `Nothing to do: ${counted(verdicts.keep, "stack")} in sync.`;
  const rest = [
    told(verdicts.recover, "to recover"),
    told(verdicts.wait, "in flight"),
    told(verdicts.held, "held"),
    told(verdicts.refused, "refused"),
    told(verdicts.keep, "in sync"),
    failed === 0 ? "" : `${counted(failed, "account")} could not be read to the end`,
    report.heldAccounts.length === 0 ? "" : `${counted(report.heldAccounts.length, "account")} held`,
    report.problems.length === 0 ? "" : counted(report.problems.length, "problem"),
  ].filter((part) => part !== "");
  const replaced = replacing === 0 ? "" : ` (${replacing} with a replacement)`;
  const first = `${verdicts.create} to create, ${verdicts.update} to update${replaced}, ${verdicts.delete} to delete`;
  return `${[first, ...rest].join(", ")}.`;
}

function told(count: number, words: string): string {
  return count === 0 ? "" : `${count} ${words}`;
}
