import type { Command } from "commander";
import type { Log } from "../model/ports.ts";
import type { Report } from "../report/report.ts";
import { isSettled } from "../report/standing.ts";
import type { SyncEnd } from "../report/status-text.ts";
import { exitCodes, type ExitCode } from "./exit-code.ts";
import { readTimeSpan } from "./readings.ts";
import type { SelectionOptions } from "./selection.ts";
import { mayColour, type GlobalOptions, type Shell } from "./shell.ts";
import { repositoryCommand, withSelection, type Verb } from "./verb.ts";

interface SyncOptions extends GlobalOptions, SelectionOptions {
  readonly json?: boolean;
  readonly timeout: string;
  readonly ignoreWindows?: boolean;
}

/** `moor sync`: passes until everything has settled. */
export const syncVerb: Verb = ({ shell, run }) =>
  withSelection(repositoryCommand("sync"))
    .summary("make the accounts what the repository says; passes until everything has settled")
    .description(
      "Makes the accounts what the repository says: passes over every account until all stacks have settled. " +
        "It may be stopped at any moment; the same command goes on where it stopped.",
    )
    .option("--json", "for programs; see schema/report.schema.json")
    .option("--timeout <time>", "stop looking after this time (s, m, h); what AWS has begun goes on", "30m")
    .option("--ignore-windows", "change accounts outside their change windows too")
    .action((dir: string, _options: unknown, command: Command) =>
      run(() => sync(shell, dir, command.optsWithGlobals<SyncOptions>())),
    );

async function sync(shell: Shell, dir: string, options: SyncOptions): Promise<ExitCode> {
  const timeoutMs = readTimeSpan("--timeout", options.timeout);
  const { makeReport } = await import("./make-report.ts");
  const { watchedRun } = await import("./watched-run.ts");
  const { clock } = shell.adapters;
  const startedAt = clock.now();
  let isInterrupted = false;
  const log = await logFor(shell, options);
  const begin = options.json === true ? undefined : await announcer(shell, options);
  const report = await makeReport(
    shell,
    { command: "sync", dir, options, begin },
    async (asked, { isLocal }) => {
      const job = { ...asked, ignoreWindows: options.ignoreWindows === true };
      const run = await watchedRun(shell, { job, log, options, timeoutMs, isLocal });
      isInterrupted = job.signal?.aborted ?? false;
      return run;
    },
  );
  const elapsedMs = clock.now() - startedAt;
  await tell(shell, report, { elapsedMs, isInterrupted, isTimeout: elapsedMs >= timeoutMs }, options);
  return isSettled(report) ? exitCodes.done : exitCodes.failed;
}

function logFor(shell: Shell, options: SyncOptions): Promise<Log> {
  return shell.adapters.log({
    isVerbose: options.verbose === true,
    isForPeople: options.json !== true,
    colour: mayColour(shell, shell.stderr, options),
  });
}

/** Says what the sync works from, before anything is done. */
async function announcer(shell: Shell, options: SyncOptions): Promise<(report: Report) => void> {
  const { revisionLine } = await import("../report/revision-line.ts");
  const { palette } = await import("../report/palette.ts");
  const paint = palette(mayColour(shell, shell.stdout, options));
  return (report) => void shell.stdout.write(`${paint("strong", revisionLine(report))}\n\n`);
}

async function tell(shell: Shell, report: Report, end: SyncEnd, options: SyncOptions): Promise<void> {
  if (options.json === true) {
    const { reportJson } = await import("../report/report-json.ts");
    shell.stdout.write(reportJson(report));
    return;
  }
  const { syncText } = await import("../report/status-text.ts");
  const text = syncText(report, end, {
    colour: mayColour(shell, shell.stdout, options),
    isVerbose: options.verbose === true,
    ...(shell.stdout.isTTY ? { columns: shell.stdout.columns } : {}),
  });
  shell.stdout.write(text);
}
