import { join, resolve } from "node:path";
import { Complaint } from "./complaint.ts";
import { mooringFolder, startEmbeddedSandbox, type EmbeddedSandbox } from "./embedded-sandbox.ts";
import { readDurations, readEndpoint } from "./readings.ts";
import type { GlobalOptions, Shell } from "./shell.ts";

/** Where AWS answers for one command: AWS itself, an endpoint, or the embedded sandbox. */
export interface AwsSite {
  /** Absent for AWS itself. */
  readonly endpoint: string | undefined;
  readonly isSandbox: boolean;
  /** On this machine: a sandbox answers at once, and minds no questions. */
  readonly isLocal: boolean;
  /** Ends an embedded sandbox; its state stays. */
  stop(): Promise<void>;
}

/** A scale at which the example's stacks take seconds, not minutes. */
const DEFAULT_DURATIONS = "0.02";

/**
 * Finds out from the options where AWS answers, and starts the embedded sandbox when it is asked for; its state is kept
 * beside the folder `dir`. Throws a Complaint when the options contradict each other or the sandbox does not start.
 */
export async function openAwsSite(shell: Shell, dir: string, options: GlobalOptions): Promise<AwsSite> {
  const sandbox = await sandboxFor(dir, options);
  const endpoint = sandbox?.url ?? endpointOf(options);
  return {
    endpoint,
    isSandbox: sandbox !== undefined,
    isLocal: isLocal(endpoint ?? shell.env["AWS_ENDPOINT_URL"]),
    stop: async () => sandbox?.stop(),
  };
}

async function sandboxFor(dir: string, options: GlobalOptions): Promise<EmbeddedSandbox | undefined> {
  const isAsked = options.sandbox === true || options.sandboxState !== undefined;
  if (!isAsked) return undefined;
  if (options.endpoint !== undefined) {
    throw new Complaint("usage", "--sandbox and --endpoint exclude each other", "leave one of them out");
  }
  const durations = readDurations("--sandbox-durations", options.sandboxDurations ?? DEFAULT_DURATIONS);
  const stateDir = resolve(options.sandboxState ?? join(mooringFolder(dir), "sandbox"));
  return startEmbeddedSandbox({ stateDir, durations });
}

function endpointOf(options: GlobalOptions): string | undefined {
  return options.endpoint === undefined ? undefined : readEndpoint("--endpoint", options.endpoint);
}

function isLocal(endpoint: string | undefined): boolean {
  const host = endpoint !== undefined && URL.canParse(endpoint) ? new URL(endpoint).hostname : "";
  return ["127.0.0.1", "localhost", "[::1]"].includes(host);
}
