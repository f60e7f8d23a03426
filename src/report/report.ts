import type { Problem } from "../model/problem.ts";
import type { AccountReport, Revision, RunReport } from "../model/report.ts";
import type { Repository } from "../model/repository.ts";
import { accountOrder } from "./account-order.ts";

/** Everything that `plan`, `sync` or `status` has to tell; the text, JSON and Markdown forms show the same. */
export interface Report {
  readonly command: ReportingCommand;
  /** `name` of mooring.yaml; absent when that file is missing or broken. */
  readonly repository?: string;
  /** Absent when the repository is not under git. */
  readonly revision?: Revision;
  readonly problems: readonly Problem[];
  readonly accounts: readonly AccountView[];
  /** Names of accounts that a problem holds as a whole: nothing was asked there. */
  readonly heldAccounts: readonly string[];
}

/** The commands that make a report. */
export type ReportingCommand = "plan" | "sync" | "status";

/** One account as it is shown. */
export interface AccountView extends AccountReport {
  /** 12 digits. */
  readonly id: string;
  readonly region: string;
}

/** What a run over a repository came to, with what a reader wants to know of its accounts. */
export function reportOf(
  command: ReportingCommand,
  run: RunReport,
  repository: Pick<Repository, "accounts" | "heldAccounts">,
): Report {
  const known = new Map(repository.accounts.map((account) => [account.name, account]));
  const order = accountOrder(repository.accounts);
  const ran = run.accounts.toSorted((a, b) => order.indexOf(a.account) - order.indexOf(b.account));
  return {
    command,
    repository: run.repository,
    ...(run.revision === undefined ? {} : { revision: run.revision }),
    problems: run.problems,
    heldAccounts: repository.heldAccounts,
    accounts: ran.map((account) => ({
      ...account,
      id: known.get(account.account)?.id ?? "",
      region: known.get(account.account)?.region ?? "",
    })),
  };
}

/** The report on a repository that could not be read at all: nothing was asked and nothing done. */
export function emptyReport(
  command: ReportingCommand,
  problems: readonly Problem[],
  revision: Revision | undefined,
): Report {
  return {
    command,
    ...(revision === undefined ? {} : { revision }),
    problems,
    accounts: [],
    heldAccounts: [],
  };
}
