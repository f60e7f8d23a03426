import type { ResourceEvent } from "./observed-stack.ts";
import type { JudgedStep } from "./plan.ts";
import type { Problem } from "./problem.ts";

/** What applying one step came to. */
export interface Outcome {
  readonly app: string;
  readonly stack: string;
  readonly step: "create" | "update" | "recover" | "delete";
  readonly result: OutcomeResult;
}

export type OutcomeResult =
  | { readonly kind: "accepted"; readonly write: string }
  | { readonly kind: "conflict"; readonly message: string }
  | { readonly kind: "rejected"; readonly message: string };

/** One pass over one account. */
export interface PassReport {
  readonly account: string;
  /** By step: what was decided, and why not. */
  readonly steps: readonly JudgedStep[];
  readonly outcomes: readonly Outcome[];
  /** The pass could not be made, or not to its end. */
  readonly failure?: Failure;
  /** AWS calls of this pass, by operation. */
  readonly calls: Readonly<Record<string, number>>;
}

/** Why a pass could not go on, as a person reads it. */
export interface Failure {
  readonly message: string;
  readonly remedy?: string;
  readonly mayRetry: boolean;
}

/** Where an account stands after a pass. */
export type Standing =
  /** Every stack is what the repository says. */
  | "settled"
  /** Something is in flight or about to be: look again soon. */
  | "moving"
  /** Nothing moves any more, and something failed, is held or was refused. */
  | "blocked";

/** What a run over several accounts came to. */
export interface RunReport {
  readonly repository: string;
  readonly revision: Revision | undefined;
  readonly problems: readonly Problem[];
  readonly accounts: readonly AccountReport[];
}

export interface AccountReport {
  readonly account: string;
  readonly standing: Standing;
  /** The last pass. */
  readonly last: PassReport;
  /** Passes made. */
  readonly passes: number;
  /** AWS calls of all passes, by operation. */
  readonly calls: Readonly<Record<string, number>>;
}

/** The commit that a run works from; for people only, it decides nothing. */
export interface Revision {
  /** Full commit id. */
  readonly commit: string;
  readonly author: string;
  /** First line of the message. */
  readonly subject: string;
  /** The working tree differs from the commit. */
  readonly isDirty: boolean;
}

/** Told while a run goes on, for whoever shows progress. */
export interface Progress {
  passed(report: PassReport, standing: Standing): void;
  /** New resource events of a stack that is in flight, oldest first. */
  moved(account: string, app: string, events: readonly ResourceEvent[]): void;
}
