import type { Command } from "commander";
import type { RetryReport } from "../reconcile/retry.ts";
import { Complaint } from "./complaint.ts";
import { exitCodes, type ExitCode } from "./exit-code.ts";
import { readTimeSpan } from "./readings.ts";
import { mayColour, type GlobalOptions, type Shell } from "./shell.ts";
import { repositoryCommand, type Verb } from "./verb.ts";

interface RetryOptions extends GlobalOptions {
  readonly account: string;
  readonly app: string;
  readonly timeout: string;
  readonly ignoreWindows?: boolean;
}

/** `moor retry`: lifts the quarantine of content that failed, so that the next sync tries it again. */
export const retryVerb: Verb = ({ shell, run }) =>
  repositoryCommand("retry")
    .summary("lift a quarantine: content that failed is tried once more")
    .description(
      "Content that failed on a stack is not tried again until it changes. This lifts that for one stack, once: " +
        "the next sync tries it again.",
    )
    .requiredOption("--account <name>", "account of the stack")
    .requiredOption("--app <name>", "app of the stack")
    .option("--timeout <time>", "how long to wait for what has to end first (s, m, h)", "10m")
    .option("--ignore-windows", "lift it outside the account's change windows too")
    .action((dir: string, _options: unknown, command: Command) =>
      run(() => retryOne(shell, dir, command.optsWithGlobals<RetryOptions>())),
    );

async function retryOne(shell: Shell, dir: string, options: RetryOptions): Promise<ExitCode> {
  const { openRepository } = await import("./opened.ts");
  const { selectIn } = await import("./selection.ts");
  const { atAws } = await import("./at-aws.ts");
  const { whileWaiting } = await import("./while-waiting.ts");
  const { retry } = await import("../reconcile/retry.ts");
  const { account, app, ignoreWindows = false } = options;
  const timeoutMs = readTimeSpan("--timeout", options.timeout);
  const opened = await openRepository(shell, dir);
  const { repository, problems } = opened;
  if (repository === undefined) {
    throw new Complaint("failed", "the repository cannot be read", "moor validate says why");
  }
  // The app may be gone from the repository, and its deletion be what has to be tried once more.
  const select = selectIn(repository, { account: [account] });
  const revision = await shell.adapters.revision(opened.dir);
  const report = await atAws(
    shell,
    { dir: opened.dir, repository, problems, revision, select, options },
    (job) =>
      whileWaiting(shell, { words: `lifting what holds ${app} in ${account}`, options, job }, () =>
        retry({ ...job, account, app, timeoutMs, ignoreWindows }),
      ),
  );
  shell.stdout.write(await retryText(report, mayColour(shell, shell.stdout, options)));
  return report.kind === "failed" ? exitCodes.failed : exitCodes.done;
}

async function retryText(report: RetryReport, colour: boolean): Promise<string> {
  const { linesText } = await import("../report/lines-text.ts");
  const tone = report.kind === "failed" ? "danger" : "plain";
  return linesText(report.lines, { colour, tone, remedy: report.remedy });
}
