import type { History, Notifier } from "../model/agent-event.ts";
import type { CloudOf } from "../model/cloud.ts";
import type { Metrics } from "../model/metrics.ts";
import type { Clock, Log } from "../model/ports.ts";
import type { Repository } from "../model/repository.ts";
import type { Schedules } from "../model/schedules.ts";
import type { RepositorySource } from "../model/source.ts";
import type { TemplateRepositories } from "../model/template-source.ts";
import type { AgentPace } from "./agent-pace.ts";
import type { ReadFiles } from "./content.ts";

/** What an agent works with. */
export interface AgentSetup {
  readonly source: RepositorySource;
  /** Where templates of apps come from that lie in other repositories. */
  readonly templates: TemplateRepositories;
  /** The clouds of a repository's accounts. Asked for once for each content. */
  readonly cloudsFor: (repository: Repository) => Promise<CloudOf>;
  readonly clock: Clock;
  readonly log: Log;
  /** Numbers from 0 to 1. */
  readonly random: () => number;
  readonly schedules: Schedules;
  readonly notifier: Notifier;
  readonly history: History;
  readonly metrics: Metrics;
  /** Version of Mooring. */
  readonly version: string;
  /** How often the repository is asked for news; `undefined`: when somebody says so. */
  readonly intervalMs: number | undefined;
  /** Accounts that are worked on at once. */
  readonly concurrency: number;
  readonly pace?: Partial<AgentPace>;
  /** How the files of a snapshot are read; from its folder when absent. */
  readonly read?: ReadFiles;
}
