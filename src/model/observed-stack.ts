/** A stack that CloudFormation says is there. Deleted stacks are not observed. */
export interface ObservedStack {
  readonly name: string;
  /** The stack's ARN: tells a stack from an earlier one of the same name. */
  readonly id: string;
  readonly phase: StackPhase;
  /** CloudFormation's own word for it, for people to read; no code decides by it. */
  readonly status: string;
  readonly statusReason?: string;
  readonly description?: string;
  /** Values as given; a NoEcho value is `MASKED`. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly outputs: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
  readonly executor?: string;
  readonly isProtected: boolean;
  /** A stack made by another stack's template; never ours to touch. */
  readonly isNested: boolean;
  /** Name of the change set that was executed last, where CloudFormation tells. */
  readonly lastChangeSet?: string;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  readonly updatedAt?: number;
  /** What CloudFormation's last drift detection said of the whole stack. */
  readonly drift?: StackDrift;
}

/** The result of the last drift detection. */
export interface StackDrift {
  /** An update forgets what was found: then it is `not-checked`, whenever that was. */
  readonly state: "drifted" | "in-sync" | "not-checked" | "unknown";
  /** Milliseconds since the epoch; absent when it was never looked for. */
  readonly checkedAt?: number;
}

/** What CloudFormation returns for a parameter that must not be shown. */
export const MASKED = "****";

/**
 * What a status means for the next step; each of CloudFormation's statuses has exactly one.
 * Source: `reference` table "Stack status machine"; mapped in `aws/stack-status.ts` and nowhere else.
 */
export type StackPhase =
  /** Reserved by a change set that was never executed: has neither template nor resources. */
  | "shell"
  /** An operation runs; every write is refused until it ends. */
  | "busy"
  /** Good and at rest. */
  | "settled"
  /** An update failed and was undone: good, at rest, at the older content. */
  | "rolled-back"
  /** The first creation failed and was undone: nothing in it, can only be deleted. */
  | "dead"
  /** The first creation failed and was not undone. */
  | "create-failed"
  /** An update failed and was not undone. */
  | "update-failed"
  /** Undoing an update failed. */
  | "rollback-failed"
  /** A deletion failed. */
  | "delete-failed"
  /** Needs a person. */
  | "stuck"
  /** A status this version does not know. */
  | "unknown";

/** One operation on a stack, read from its events. */
export interface Operation {
  /** The `ClientRequestToken` of its events. */
  readonly token?: string;
  readonly kind: "create" | "update" | "delete" | "rollback" | "import" | "unknown";
  readonly outcome: "running" | "succeeded" | "failed";
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  readonly endedAt?: number;
  /** The first real failure, when it failed. */
  readonly cause?: RootCause;
}

/** Why an operation failed: the first real failure of it, nested stacks included. */
export interface RootCause {
  readonly stack: string;
  readonly logicalId: string;
  readonly type: string;
  readonly physicalId?: string;
  /** CloudFormation's own words; of an ECS service those of ECS before them, where it knows. */
  readonly reason: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** One line of a running operation, for people to watch. */
export interface ResourceEvent {
  readonly id: string;
  readonly at: number;
  readonly logicalId: string;
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly isFailure: boolean;
  /** The resource still works on it; what is shown first. */
  readonly isRunning?: boolean;
}
