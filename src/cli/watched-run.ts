import type { Log } from "../model/ports.ts";
import type { RunReport } from "../model/report.ts";
import { DEFAULT_PACE, LOCAL_PACE } from "../reconcile/pace.ts";
import { runUntilSettled } from "../reconcile/run.ts";
import type { Job } from "../reconcile/target.ts";
import { accountOrder } from "../report/account-order.ts";
import { palette } from "../report/palette.ts";
import { lineProgress } from "./line-progress.ts";
import { LiveProgress } from "./live-progress.ts";
import { mayColour, type GlobalOptions, type Shell } from "./shell.ts";

/** A run that a person or a log watches. */
export interface WatchedRun {
  readonly job: Job;
  readonly log: Log;
  readonly options: GlobalOptions;
  readonly timeoutMs: number;
  /** AWS answers on this machine. */
  readonly isLocal: boolean;
}

/** Runs until everything has settled and shows how it goes: as a picture to who watches, as log lines otherwise. */
export async function watchedRun(shell: Shell, watched: WatchedRun): Promise<RunReport> {
  const { job, log, options, timeoutMs, isLocal } = watched;
  const run = { ...job, timeoutMs, pace: isLocal ? LOCAL_PACE : DEFAULT_PACE };
  if (!isLive(shell, options)) {
    return runUntilSettled({ ...run, log, progress: lineProgress(log, job.revision) });
  }
  const names = accountOrder(job.targets.map(({ account }) => account));
  const progress = new LiveProgress({
    accounts: names.filter((name) => job.select?.accounts?.includes(name) ?? true),
    stream: shell.stderr,
    clock: job.clock,
    paint: palette(mayColour(shell, shell.stderr, options)),
    signal: job.signal,
  });
  try {
    return await runUntilSettled({ ...run, progress });
  } finally {
    progress.stop();
  }
}

/** A picture drawn over itself needs a terminal; with --verbose every line is kept instead. */
function isLive(shell: Shell, options: GlobalOptions): boolean {
  return shell.stderr.isTTY && options.verbose !== true && shell.env["TERM"] !== "dumb";
}
