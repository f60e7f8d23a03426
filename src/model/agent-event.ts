import type { Revision } from "./report.ts";

/**
 * Something that people want to be told once. Its id is derived from what happened, so that an agent that was restarted
 * gives the same event the same id and receivers can fold repeats.
 */
export interface AgentEvent {
  /** 32 lower-case hexadecimal digits. */
  readonly id: string;
  readonly kind: AgentEventKind;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** `name` of mooring.yaml. */
  readonly repository: string;
  readonly account: string;
  /** Absent when it is about the account as a whole. */
  readonly app?: string;
  /** CloudFormation stack name. */
  readonly stack?: string;
  readonly version?: string;
  /** The commit that it happened for. */
  readonly revision?: Revision;
  /** What happened, one sentence without a full stop. */
  readonly message: string;
  /** What a person can do, when there is something. */
  readonly remedy?: string;
}

/** The kinds of events; `recovered`: a stack was brought out of a bad status. */
export type AgentEventKind = "applied" | "failed" | "held" | "drifted" | "healed" | "pruned" | "recovered";

/** How an account stands on a commit, for the commit's status at a Git host. */
export interface AccountVerdict {
  readonly repository: string;
  readonly account: string;
  readonly revision: Revision;
  readonly state: "pending" | "success" | "failure";
  /** At most 140 characters. */
  readonly description: string;
}

/** Tells people and Git hosts. Takes note at once and delivers later: nothing here blocks a pass or throws. */
export interface Notifier {
  tell(event: AgentEvent): void;
  /** Only the latest verdict of an account and commit is delivered. */
  judge(verdict: AccountVerdict): void;
  /** Delivers what it can in that time, then gives up. */
  close(withinMs: number): Promise<void>;
}

/** What the agent keeps of what happened, for `moor log`. May be lost without harm. */
export interface History {
  /** Never throws; what cannot be written is logged once until it works again. */
  add(event: AgentEvent): void;
  /** Newest first. */
  read(filter: HistoryFilter): Promise<readonly AgentEvent[]>;
  /** Writes what is still to be written. */
  close(): Promise<void>;
}

/** Which events are wanted. */
export interface HistoryFilter {
  /** Milliseconds since the epoch. */
  readonly since?: number;
  readonly account?: string;
  readonly app?: string;
  readonly limit: number;
}
