import type { AgentEvent } from "../model/agent-event.ts";
import { problemsText } from "../report/problems-text.ts";
import { linesText } from "../report/lines-text.ts";
import { atAws } from "./at-aws.ts";
import { Complaint } from "./complaint.ts";
import { openRepository } from "./opened.ts";
import { selectIn } from "./selection.ts";
import { mayColour, type GlobalOptions, type Shell } from "./shell.ts";
import { whileWaiting } from "./while-waiting.ts";

/** Which part of a repository is asked about. */
export interface Question extends GlobalOptions {
  readonly account?: string;
  readonly app?: string;
}

/**
 * Asks CloudFormation what happened to the stacks of a repository, and tells on standard error of accounts that could not
 * be asked. Throws a Complaint when the repository cannot be read or a person stopped it.
 */
export async function askAws(
  shell: Shell,
  path: string,
  options: Question,
): Promise<{ readonly events: readonly AgentEvent[]; readonly isWhole: boolean }> {
  const { dir, repository, problems } = await openRepository(shell, path);
  const colour = mayColour(shell, shell.stderr, options);
  if (repository === undefined) {
    shell.stderr.write(problemsText(problems, { colour }));
    throw new Complaint("failed", "the repository cannot be read, so nothing was asked");
  }
  const { account, app } = options;
  const select = selectIn(repository, {
    ...(account === undefined ? {} : { account: [account] }),
    ...(app === undefined ? {} : { app: [app] }),
  });
  const revision = await shell.adapters.revision(dir);
  const { recount } = await import("../reconcile/recount.ts");
  const errand = { dir, repository, problems, revision, select, options };
  const { events, failures } = await atAws(shell, errand, async (job) => {
    const told = await whileWaiting(
      shell,
      { words: "asking CloudFormation what happened", options, job },
      () => recount(job),
    );
    if (job.signal?.aborted === true)
      throw new Complaint("failed", "stopped before everything was asked, so nothing is shown");
    return told;
  });
  for (const { account: name, message, remedy } of failures) {
    shell.stderr.write(
      linesText([`${name} could not be asked: ${message}`], { colour, tone: "danger", remedy }),
    );
  }
  return { events, isWhole: failures.length === 0 };
}
