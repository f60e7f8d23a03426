import type { History, Notifier } from "../model/agent-event.ts";
import type { AgentFace, AgentServer } from "../model/agent-face.ts";
import type { CloudOf } from "../model/cloud.ts";
import type { CommitChange, CommitResult } from "../model/commit-change.ts";
import type { Metrics } from "../model/metrics.ts";
import type { Clock, Log } from "../model/ports.ts";
import type { Revision } from "../model/report.ts";
import type { Schedules } from "../model/schedules.ts";
import type { RepositorySource } from "../model/source.ts";
import type { TemplateRepositories } from "../model/template-source.ts";
import type { AgentSettings } from "./agent-settings.ts";

/** The outside world as the command line needs it; built by `wire.ts`, each part when it is first asked for. */
export interface Adapters {
  readonly clock: Clock;
  /** The log of this process, on standard error. */
  log(options: LogOptions): Promise<Log>;
  /** The commit a folder is at; `undefined` when it is not under git. */
  revision(dir: string): Promise<Revision | undefined>;
  /** Commits a change in the checkout of whoever runs the command, as they would. */
  commitChange(change: CommitChange): Promise<CommitResult>;
  /** Templates in other repositories, read by whoever runs the command, for the environments repository in a folder. */
  templates(dir: string): Promise<TemplateRepositories>;
  clouds(options: CloudOptions): Promise<CloudOf>;
  /** What an agent kept in that folder. */
  history(folder: string): Promise<History>;
  /** What only a running agent needs. Throws when the settings contradict each other. */
  agent(settings: AgentSettings, around: AgentSurroundings): Promise<AgentAdapters>;
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

/** Where an agent runs. */
export interface AgentSurroundings {
  readonly log: Log;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** What only a running agent needs. */
export interface AgentAdapters {
  readonly source: RepositorySource;
  readonly templates: TemplateRepositories;
  readonly schedules: Schedules;
  readonly notifier: Notifier;
  readonly history: History;
  readonly metrics: Metrics;
  /** Listens, where the settings say so. Throws when the address is taken. */
  serve(face: AgentFace): Promise<AgentServer | undefined>;
}
