import type { ChangeSet } from "./change-set.ts";
import type { CheckReads } from "./cloud-checks.ts";
import type { DnsZones } from "./cloud-dns.ts";
import type { DriftReads } from "./cloud-drift.ts";
import type { ImageReads } from "./cloud-images.ts";
import type { ArtifactPlace, Capability } from "./desired-stack.ts";
import type { ObservedStack, Operation, ResourceEvent } from "./observed-stack.ts";
import type { Releases } from "./release.ts";
import type { Account } from "./repository.ts";

/**
 * One AWS account in one Region, as Mooring needs it. Reads page to the end. Every method throws `CloudError` when
 * AWS cannot be asked; what may happen in ordinary use is a value.
 */
export interface Cloud extends DriftReads, DnsZones, ImageReads, Releases {
  /** Whose credentials these are (STS `GetCallerIdentity`); remembered for as long as they are the same. */
  identify(): Promise<Identity>;
  /** Every stack that is not deleted, nested ones included: one paged `DescribeStacks`. */
  sweep(): Promise<readonly ObservedStack[]>;
  /** The stack's latest operations, newest first, from its events; bounded, so a very old one may be missing. */
  operations(stackId: string): Promise<readonly Operation[]>;
  /** The template as submitted; `undefined` for a stack without one. */
  template(stackId: string): Promise<string | undefined>;
  /** Names of the stack's change sets, in no order. */
  changeSetNames(stackId: string): Promise<readonly string[]>;
  /** `undefined` when there is none of that name. */
  changeSet(stack: string, name: string): Promise<ChangeSet | undefined>;
  /** Events after the given event id (all of the running operation without one), oldest first. */
  events(stackId: string, afterEventId?: string): Promise<readonly ResourceEvent[]>;

  createChangeSet(request: ChangeSetRequest): Promise<WriteResult>;
  executeChangeSet(changeSet: ChangeSet, options: ExecutionOptions): Promise<WriteResult>;
  /** A change set that is not there counts as accepted. */
  deleteChangeSet(changeSet: ChangeSet): Promise<WriteResult>;
  /** A stack that is not there counts as accepted. */
  deleteStack(stackId: string, options: OperationOptions): Promise<WriteResult>;
  rollBack(stackId: string, options: OperationOptions): Promise<WriteResult>;
  continueRollback(stackId: string, options: OperationOptions): Promise<WriteResult>;

  /** What is asked before a stack is made or changed. */
  readonly checks: CheckReads;

  /** AWS calls so far, retries included, by operation (`DescribeStacks`). */
  calls(): Readonly<Record<string, number>>;
  /** Those of them that AWS refused for their rate, by operation. */
  throttles(): Readonly<Record<string, number>>;
}

/** One AWS account in one Region, and who acts there. */
export type CloudSite = Pick<Account, "name" | "id" | "region" | "roles">;

/** Builds the cloud of an account; nothing is asked before the first call. */
export type CloudOf = (site: CloudSite) => Cloud;

export interface Identity {
  /** 12 digits. */
  readonly account: string;
  readonly arn: string;
}

/** Everything `CreateChangeSet` gets. All lists and maps are complete: what is left out is removed. */
export interface ChangeSetRequest {
  readonly stack: string;
  readonly name: string;
  readonly type: "CREATE" | "UPDATE";
  /** At most 1024 bytes. */
  readonly description: string;
  /** At most 51,200 bytes, and 1,000,000 with `artifacts`. */
  readonly template: string;
  /** Present when the template is too large for the request itself: it goes there first. */
  readonly artifacts?: ArtifactPlace;
  readonly parameters: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
  readonly capabilities: readonly Capability[];
  readonly executor?: string;
  /** Alarm ARNs, at most five. */
  readonly rollbackTriggers: readonly string[];
  /**
   * Compares with what is really there, and brings that back to the template (`DeploymentMode: REVERT_DRIFT`): only of a
   * stack that exists, and nested stacks are left out.
   */
  readonly revertDrift?: boolean;
}

export interface ExecutionOptions {
  /** `ClientRequestToken`. */
  readonly token: string;
}

export interface OperationOptions {
  readonly token: string;
  readonly executor?: string;
}

/** What became of a write that AWS could be asked for. */
export type WriteResult =
  | { readonly kind: "accepted" }
  /** Somebody else was first: the next pass sees what they did. */
  | { readonly kind: "conflict"; readonly message: string }
  /** AWS will never take this as it is. */
  | { readonly kind: "rejected"; readonly message: string };

/** AWS could not be asked: the pass of this account cannot go on. */
export class CloudError extends Error {
  readonly kind: CloudErrorKind;
  /** What a person can do about it, when there is something. */
  readonly remedy: string | undefined;

  constructor(kind: CloudErrorKind, message: string, options: { remedy?: string; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "CloudError";
    this.kind = kind;
    this.remedy = options.remedy;
  }

  /** Whether trying again without a change can help. */
  get mayRetry(): boolean {
    return this.kind === "throttled" || this.kind === "unreachable";
  }
}

export type CloudErrorKind =
  /** No credentials, or expired ones that cannot be renewed. */
  | "credentials"
  /** The role cannot be assumed, or an operation is not allowed. */
  | "denied"
  /** Throttled beyond patience. */
  | "throttled"
  /** No connection, a reset one, a time-out, a 5xx. */
  | "unreachable"
  /** An answer that makes no sense to us. */
  | "unexpected";
