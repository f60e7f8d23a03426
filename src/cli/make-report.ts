import type { RunReport } from "../model/report.ts";
import type { Job } from "../reconcile/target.ts";
import { emptyReport, reportOf, type Report, type ReportingCommand } from "../report/report.ts";
import { Complaint } from "./complaint.ts";
import { atAws, type Site } from "./at-aws.ts";
import { openRepository } from "./opened.ts";
import { concerning, selectIn, type SelectionOptions } from "./selection.ts";
import type { GlobalOptions, Shell } from "./shell.ts";

/** What a report is asked for. */
export interface ReportRequest {
  readonly command: ReportingCommand;
  readonly dir: string;
  readonly options: GlobalOptions & SelectionOptions;
  /** Told what the command works from, before AWS is asked for anything. */
  readonly begin?: ((report: Report) => void) | undefined;
}

/** Half an answer would look like a whole one. */
const STOPPED = "stopped before everything was looked at, so nothing is shown";

/**
 * Reads the repository, asks AWS through `ask`, and makes the report of it. A repository that cannot be read at all
 * gives a report of its problems, and nothing is asked. Problems outside of the selection are not told.
 * Throws a Complaint when a plan or a status was interrupted.
 */
export async function makeReport(
  shell: Shell,
  request: ReportRequest,
  ask: (job: Job, site: Site) => Promise<RunReport>,
): Promise<Report> {
  const { command, options } = request;
  const { dir, repository, problems } = await openRepository(shell, request.dir);
  const revision = await shell.adapters.revision(dir);
  if (repository === undefined) return emptyReport(command, problems, revision);
  const select = selectIn(repository, options);
  const told = concerning(problems, select);
  const held = repository.heldAccounts.filter((name) => select.accounts?.includes(name) ?? true);
  const known = { accounts: repository.accounts, heldAccounts: held };
  const before: RunReport = { repository: repository.name, revision, problems: told, accounts: [] };
  request.begin?.(reportOf(command, before, known));
  const errand = { dir, repository, problems, revision, select, options };
  const run = await atAws(shell, errand, async (job, site) => {
    const answer = await ask(job, site);
    if (command !== "sync" && job.signal?.aborted === true) throw new Complaint("failed", STOPPED);
    return answer;
  });
  return reportOf(command, { ...run, problems: told }, known);
}
