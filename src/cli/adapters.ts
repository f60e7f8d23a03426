import type { CloudOf } from "../model/cloud.ts";
import type { Clock, Log } from "../model/ports.ts";
import type { Revision } from "../model/report.ts";

/** The outside world as the command line needs it; built by `wire.ts`, each part when it is first asked for. */
export interface Adapters {
  readonly clock: Clock;
  /** The log of this process, on standard error. */
  log(options: LogOptions): Promise<Log>;
  /** The commit a folder is at; `undefined` when it is not under git. */
  revision(dir: string): Promise<Revision | undefined>;
  clouds(options: CloudOptions): Promise<CloudOf>;
}

/** How the log is written. */
export interface LogOptions {
  readonly isVerbose: boolean;
  /** Lines for people; otherwise JSON. */
  readonly isForPeople: boolean;
  readonly colour: boolean;
}

/** How AWS is reached. */
export interface CloudOptions {
  /** `name` of mooring.yaml. */
  readonly repository: string;
  /** Where all requests go instead of AWS itself. */
  readonly endpoint: string | undefined;
  /** Name in the AWS configuration files. */
  readonly profile: string | undefined;
  /** The endpoint is the embedded sandbox: any keys will do, and nobody's real ones are used. */
  readonly isSandbox: boolean;
  readonly log: Log | undefined;
}
