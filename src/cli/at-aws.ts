import type { Log } from "../model/ports.ts";
import type { Problem } from "../model/problem.ts";
import type { Revision } from "../model/report.ts";
import type { Repository } from "../model/repository.ts";
import type { Job, Selection } from "../reconcile/target.ts";
import { asReader } from "./as-reader.ts";
import { openAwsSite, type AwsSite } from "./aws-site.ts";
import { exitCodes } from "./exit-code.ts";
import { targetsOf } from "./opened.ts";
import { siteClouds } from "./site-clouds.ts";
import { mayColour, type GlobalOptions, type Shell } from "./shell.ts";

/** What a command wants to do at AWS. */
export interface Errand {
  readonly dir: string;
  readonly repository: Repository;
  readonly problems: readonly Problem[];
  readonly revision: Revision | undefined;
  readonly select: Selection;
  readonly options: GlobalOptions;
}

/** What is special about where AWS answers. */
export type Site = Pick<AwsSite, "isLocal">;

/**
 * Does some work against AWS or the embedded sandbox. The first interruption aborts the job's signal: the write in hand
 * is finished; the second leaves the process.
 */
export async function atAws<T>(
  shell: Shell,
  errand: Errand,
  work: (job: Job, site: Site) => Promise<T>,
): Promise<T> {
  const { options } = errand;
  const interruption = new AbortController();
  const deaf = shell.onInterrupt(() => hearInterrupt(shell, interruption));
  const site = await openAwsSite(shell, errand.dir, options);
  const log = await verboseLog(shell, options);
  try {
    const cloudOf = await siteClouds(shell, site, { ...options, log })(errand.repository);
    const job: Job = {
      repository: errand.repository.name,
      revision: errand.revision,
      problems: errand.problems,
      targets: targetsOf(seenBy(errand.repository, options)),
      heldAccounts: errand.repository.heldAccounts,
      select: errand.select,
      cloudOf,
      clock: shell.adapters.clock,
      signal: interruption.signal,
      ...(log === undefined ? {} : { log }),
    };
    return await work(job, site);
  } finally {
    await site.stop();
    deaf();
  }
}

/** Whoever may only read goes through the reader of each account. */
function seenBy(repository: Repository, { reader }: GlobalOptions): Repository {
  return reader === true ? { ...repository, accounts: repository.accounts.map(asReader) } : repository;
}

async function verboseLog(shell: Shell, options: GlobalOptions): Promise<Log | undefined> {
  if (options.verbose !== true) return undefined;
  return shell.adapters.log({
    isVerbose: true,
    isForPeople: true,
    colour: mayColour(shell, shell.stderr, options),
  });
}

function hearInterrupt(shell: Shell, interruption: AbortController): void {
  if (interruption.signal.aborted) {
    shell.leave(exitCodes.failed);
    return;
  }
  interruption.abort();
  shell.stderr.write(
    "moor: stopping after the call in hand; once more leaves at once. The same command goes on from here.\n",
  );
}
