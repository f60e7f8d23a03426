import { join, resolve } from "node:path";
import type { Log } from "../model/ports.ts";
import type { Problem } from "../model/problem.ts";
import type { Revision } from "../model/report.ts";
import type { Repository } from "../model/repository.ts";
import type { Job, Selection } from "../reconcile/target.ts";
import { Complaint } from "./complaint.ts";
import { mooringFolder, startEmbeddedSandbox, type EmbeddedSandbox } from "./embedded-sandbox.ts";
import { exitCodes } from "./exit-code.ts";
import { targetsOf } from "./opened.ts";
import { readDurations, readEndpoint } from "./readings.ts";
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
export interface Site {
  /** On this machine: a sandbox answers at once, and minds no questions. */
  readonly isLocal: boolean;
}

/** A scale at which the example's stacks take seconds, not minutes. */
export const DEFAULT_DURATIONS = "0.02";

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
  const sandbox = await sandboxFor(errand);
  const log = await verboseLog(shell, options);
  try {
    const endpoint = sandbox?.url ?? endpointOf(options);
    const cloudOf = await shell.adapters.clouds({
      repository: errand.repository.name,
      endpoint,
      profile: options.profile,
      isSandbox: sandbox !== undefined,
      log,
    });
    const job: Job = {
      repository: errand.repository.name,
      revision: errand.revision,
      problems: errand.problems,
      targets: targetsOf(errand.repository),
      heldAccounts: errand.repository.heldAccounts,
      select: errand.select,
      cloudOf,
      clock: shell.adapters.clock,
      signal: interruption.signal,
      ...(log === undefined ? {} : { log }),
    };
    return await work(job, { isLocal: isLocal(endpoint ?? shell.env["AWS_ENDPOINT_URL"]) });
  } finally {
    await sandbox?.stop();
    deaf();
  }
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

function isLocal(endpoint: string | undefined): boolean {
  const host = endpoint !== undefined && URL.canParse(endpoint) ? new URL(endpoint).hostname : "";
  return ["127.0.0.1", "localhost", "[::1]"].includes(host);
}

function endpointOf(options: GlobalOptions): string | undefined {
  return options.endpoint === undefined ? undefined : readEndpoint("--endpoint", options.endpoint);
}

async function sandboxFor({ dir, options }: Errand): Promise<EmbeddedSandbox | undefined> {
  const isAsked = options.sandbox === true || options.sandboxState !== undefined;
  if (!isAsked) return undefined;
  if (options.endpoint !== undefined) {
    throw new Complaint("usage", "--sandbox and --endpoint exclude each other", "leave one of them out");
  }
  const durations = readDurations("--sandbox-durations", options.sandboxDurations ?? DEFAULT_DURATIONS);
  const stateDir = resolve(options.sandboxState ?? join(mooringFolder(dir), "sandbox"));
  return startEmbeddedSandbox({ stateDir, durations });
}
