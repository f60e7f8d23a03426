import { formatDuration } from "../report/duration.ts";
import { palette } from "../report/palette.ts";
import type { Job } from "../reconcile/target.ts";
import { mayColour, type GlobalOptions, type Shell } from "./shell.ts";

/** Times a second that the elapsed time is drawn anew. */
const FRAMES_PER_SECOND = 4;

/** What is waited for, as who watches reads it. */
export interface Waiting {
  readonly words: string;
  readonly options: GlobalOptions;
  readonly job: Pick<Job, "clock" | "signal">;
}

/** Tells a person at a terminal what is waited for, and how long already, until the work is done or interrupted. */
export async function whileWaiting<T>(shell: Shell, waiting: Waiting, work: () => Promise<T>): Promise<T> {
  const { words, options, job } = waiting;
  if (!shell.stderr.isTTY || options.verbose === true) return work();
  const { createLogUpdate } = await import("log-update");
  const update = createLogUpdate(shell.stderr);
  const paint = palette(mayColour(shell, shell.stderr, options));
  const startedAt = job.clock.now();
  const timer = setInterval(
    () => update(paint("quiet", `${words}  ${formatDuration(job.clock.now() - startedAt)}`)),
    1000 / FRAMES_PER_SECOND,
  );
  const clear = (): void => {
    clearInterval(timer);
    update.clear();
    update.done();
  };
  job.signal?.addEventListener("abort", clear, { once: true });
  try {
    return await work();
  } finally {
    clear();
  }
}
