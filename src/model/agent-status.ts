import type { AccountDrift } from "./drift.ts";
import type { Pause } from "./pause.ts";
import type { JudgedStep } from "./plan.ts";
import type { Problem } from "./problem.ts";
import type { Failure, Revision, Standing } from "./report.ts";
import type { SourceFailure } from "./source.ts";

/** What a running agent knows, at one moment. All times are milliseconds since the epoch. */
export interface AgentStatus {
  /** Version of Mooring. */
  readonly version: string;
  readonly startedAt: number;
  readonly now: number;
  readonly source: SourceStatus;
  /** Everything wrong with the commit that was read last. */
  readonly problems: readonly Problem[];
  /** In the order of the repository. */
  readonly accounts: readonly AccountStatus[];
  readonly queue: QueueStatus;
  /** Pauses that a person told the agent; those of the repository are with the accounts. */
  readonly pauses: readonly Pause[];
  /** Why it is not ready, sentences without a full stop; empty when it is. */
  readonly unready: readonly string[];
}

/** How the agent stands with the environments repository. */
export interface SourceStatus {
  /** See `RepositorySource.description`. */
  readonly description: string;
  /** `name` of mooring.yaml; absent until it could be read once. */
  readonly repository?: string;
  /** The commit that is worked from. */
  readonly revision?: Revision;
  /** When it was first seen. */
  readonly seenAt?: number;
  /** The last look that succeeded. */
  readonly lookedAt?: number;
  /** Why the newest commit is not what is worked from. */
  readonly failure?: SourceFailure & { readonly since: number; readonly commit?: string };
}

/** How one account stands. */
export interface AccountStatus {
  readonly account: string;
  /** 12 digits. */
  readonly id: string;
  readonly region: string;
  /** Absent until the first pass. */
  readonly standing?: Standing;
  /** The commit of the last pass. */
  readonly revision?: Revision;
  readonly lastPassAt?: number;
  /** The last pass after which every stack was what the repository says. */
  readonly lastSettledAt?: number;
  /** When it is looked at again without being asked. */
  readonly nextPassAt?: number;
  readonly isRunning: boolean;
  readonly failure?: Failure;
  /** Of the last pass. */
  readonly steps: readonly JudgedStep[];
  /** Pauses of the repository that cover the account or some of its apps. */
  readonly pauses: readonly Pause[];
  /** Why nothing may be changed right now: a change window. */
  readonly closed?: { readonly why: string; readonly until?: number };
  readonly drift?: AccountDrift;
  /** Since the start, by operation. */
  readonly calls: Readonly<Record<string, number>>;
  readonly throttles: Readonly<Record<string, number>>;
}

/** What waits for its turn. */
export interface QueueStatus {
  /** Accounts that are due and not being worked on. */
  readonly depth: number;
  /** How long the one that waits longest has been due. */
  readonly oldestMs: number;
  readonly running: readonly string[];
}
