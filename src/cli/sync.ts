import type { Command } from "commander";
import type { Log } from "../model/ports.ts";
import type { Progress, RunReport } from "../model/report.ts";
import type { Job } from "../reconcile/target.ts";
import { isSettled } from "../report/standing.ts";
import { exitCodes, type ExitCode } from "./exit-code.ts";
import { readTimeSpan } from "./readings.ts";
import type { SelectionOptions } from "./selection.ts";
import { mayColour, type GlobalOptions, type Shell } from "./shell.ts";
import { repositoryCommand, withSelection, type Verb } from "./verb.ts";

interface SyncOptions extends GlobalOptions, SelectionOptions {
  readonly json?: boolean;
  readonly timeout: string;
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
    .action((dir: string, _options: unknown, command: Command) =>
      run(() => sync(shell, dir, command.optsWithGlobals<SyncOptions>())),
    );

async function sync(shell: Shell, dir: string, options: SyncOptions): Promise<ExitCode> {
  const timeoutMs = readTimeSpan("--timeout", options.timeout);
  const { makeReport } = await import("./make-report.ts");
  const { revisionLine } = await import("../report/revision-line.ts");
  const { palette } = await import("../report/palette.ts");
  const { clock } = shell.adapters;
  const isJson = options.json === true;
  const paint = palette(mayColour(shell, shell.stdout, options));
  const startedAt = clock.now();
  let isInterrupted = false;
  const log = await logFor(shell, options);
  const report = await makeReport(
    shell,
    {
      command: "sync",
      dir,
      options,
      log: isLive(shell, options) ? undefined : log,
      begin: (begun) => {
        if (!isJson) shell.stdout.write(`${paint("strong", revisionLine(begun))}\n\n`);
      },
    },
    async (job) => {
      const run = await runWithProgress(shell, { job, log, options, timeoutMs });
      isInterrupted = job.signal?.aborted ?? false;
      return run;
    },
  );
  const elapsedMs = clock.now() - startedAt;
  if (isJson) {
    shell.stdout.write((await import("../report/report-json.ts")).reportJson(report));
  } else {
    const { syncText } = await import("../report/status-text.ts");
    const end = { elapsedMs, isInterrupted, isTimeout: elapsedMs >= timeoutMs };
    shell.stdout.write(
      syncText(report, end, {
        colour: mayColour(shell, shell.stdout, options),
        isVerbose: options.verbose === true,
        ...(shell.stdout.isTTY ? { columns: shell.stdout.columns } : {}),
      }),
    );
  }
  return isSettled(report) ? exitCodes.done : exitCodes.failed;
}

/** A picture where a person watches; log lines where they are kept. */
function isLive(shell: Shell, options: SyncOptions): boolean {
  return shell.stderr.isTTY && options.verbose !== true && shell.env["TERM"] !== "dumb";
}

function logFor(shell: Shell, options: SyncOptions): Promise<Log> {
  return shell.adapters.log({
    isVerbose: options.verbose === true,
    isForPeople: options.json !== true,
    colour: mayColour(shell, shell.stderr, options),
  });
}

interface Running {
  readonly job: Job;
  readonly log: Log;
  readonly options: SyncOptions;
  readonly timeoutMs: number;
}

async function runWithProgress(shell: Shell, { job, log, options, timeoutMs }: Running): Promise<RunReport> {
  const { runUntilSettled } = await import("../reconcile/run.ts");
  const run = (progress: Progress): Promise<RunReport> => runUntilSettled({ ...job, timeoutMs, progress });
  if (!isLive(shell, options)) {
    const { lineProgress } = await import("./line-progress.ts");
    return run(lineProgress(log, job.revision));
  }
  const { LiveProgress } = await import("./live-progress.ts");
  const { palette } = await import("../report/palette.ts");
  const names = job.targets.map(({ account }) => account.name);
  const live = new LiveProgress({
    accounts: names.filter((name) => job.select?.accounts?.includes(name) ?? true),
    stream: shell.stderr,
    clock: job.clock,
    paint: palette(mayColour(shell, shell.stderr, options)),
  });
  try {
    return await run(live);
  } finally {
    live.stop();
  }
}
