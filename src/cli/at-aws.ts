import { join, resolve } from "node:path";
import type { Log } from "../model/ports.ts";
import type { Problem } from "../model/problem.ts";
import type { Revision } from "../model/report.ts";
import type { Repository } from "../model/repository.ts";
import type { Job, Selection } from "../reconcile/target.ts";
import { Complaint } from "./complaint.ts";
import { mooringFolder, startEmbeddedSandbox, type EmbeddedSandbox } from "./embedded-sandbox.ts";
import { targetsOf } from "./opened.ts";
import { readDurations, readEndpoint } from "./readings.ts";
import type { GlobalOptions, Shell } from "./shell.ts";

/** What a command wants to do at AWS. */
export interface Errand {
  readonly dir: string;
  readonly repository: Repository;
  readonly problems: readonly Problem[];
  readonly revision: Revision | undefined;
  readonly select: Selection;
  readonly options: GlobalOptions;
  readonly log?: Log | undefined;
}

/** A scale at which the example's stacks take seconds, not minutes. */
export const DEFAULT_DURATIONS = "0.02";

/**
 * Does some work against AWS or the embedded sandbox. The first interruption aborts the job's signal: the write in hand
 * is finished; the second leaves the process.
 */
export async function atAws<T>(shell: Shell, errand: Errand, work: (job: Job) => Promise<T>): Promise<T> {
  const { options } = errand;
  const interruption = new AbortController();
  const deaf = shell.onInterrupt(() => hearInterrupt(shell, interruption));
  const sandbox = await sandboxFor(errand);
  try {
    const endpoint = sandbox?.url ?? endpointOf(options);
    const cloudOf = await shell.adapters.clouds({
      repository: errand.repository.name,
      endpoint,
      profile: options.profile,
      isSandbox: sandbox !== undefined,
      log: errand.log,
    });
    return await work({
      repository: errand.repository.name,
      revision: errand.revision,
      problems: errand.problems,
      targets: targetsOf(errand.repository),
      heldAccounts: errand.repository.heldAccounts,
      select: errand.select,
      cloudOf,
      clock: shell.adapters.clock,
      signal: interruption.signal,
      ...(errand.log === undefined ? {} : { log: errand.log }),
    });
  } finally {
    await sandbox?.stop();
    deaf();
  }
}

function hearInterrupt(shell: Shell, interruption: AbortController): void {
  if (interruption.signal.aborted) {
    shell.leave(1);
    return;
  }
  interruption.abort();
  shell.stderr.write(
    "\nmoor: stopping after the call in hand; once more leaves at once. The same command goes on from here.\n",
  );
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
