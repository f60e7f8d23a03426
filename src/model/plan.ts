import type { ChangeSet, ResourceChange } from "./change-set.ts";
import type { RecordChange } from "./cloud-dns.ts";
import type { CloudSite } from "./cloud.ts";
import type { BoundStack } from "./desired-stack.ts";
import type { DriftedProperty } from "./drift.ts";
import type { ObservedStack } from "./observed-stack.ts";
import type { Place } from "./place.ts";
import type { ReleaseMarkWrite, ReleaseWrite } from "./release.ts";
import type { OutputReference } from "./text.ts";

/** One step for every stack of one account. */
export interface Plan {
  readonly account: string;
  /** In the order in which they may run: what a stack depends on comes before it, deletions last and in reverse. */
  readonly steps: readonly Step[];
}

/** What one pass does to one stack. At most one AWS write, and only `create`, `update`, `recover` and `delete` have one. */
export type Step = CreateStep | UpdateStep | RecoverStep | DeleteStep | WaitStep | HoldStep | KeepStep;

/** Whether a step brings no content: the stack is what the repository says, and is only put in order. */
export function isUpkeep(step: Step): boolean {
  if (step.kind === "recover") return step.write.kind === "delete-change-set";
  return step.kind === "update" && step.heals !== undefined;
}

interface StepCommon {
  /** App name, or `zone` or `network`. */
  readonly app: string;
  /** CloudFormation stack name. */
  readonly stack: string;
  /** Why this step, one sentence without a full stop. */
  readonly reason: string;
  /** Where the repository asks for it; absent for a stack that it no longer mentions. */
  readonly place?: Place;
  /** The version the repository asks for. */
  readonly version?: string;
}

/** What a step will do to resources, as far as that is known before it runs. */
interface ForeseenChanges {
  /** Absent when nobody looked. */
  readonly changes?: readonly ResourceChange[];
  /**
   * How good `changes` are; `complete` when absent. `incomplete`: CloudFormation left something out. `estimated`:
   * compared from templates (`moor plan --fast`) or with values that another step may still change.
   */
  readonly foresight?: "complete" | "incomplete" | "estimated";
}

export interface CreateStep extends StepCommon, ForeseenChanges {
  readonly kind: "create";
  readonly to: BoundStack;
  /** Only a shell left by an earlier change set. */
  readonly from?: ObservedStack;
  /** Names of change sets on the shell that are not ours: somebody else is about to create a stack of this name. */
  readonly foreignChangeSets?: readonly string[];
  readonly write: ChangeSetWrite | ReleaseWrite | DelegationWrite;
}

export interface UpdateStep extends StepCommon, ForeseenChanges {
  readonly kind: "update";
  readonly from: ObservedStack;
  readonly to: BoundStack;
  readonly write: ChangeSetWrite | ReleaseWrite | DelegationWrite;
  /** This very content failed here before, and nobody asked for another try. */
  readonly quarantine?: Quarantine;
  /** The content is deployed already: only what drifted is brought back. */
  readonly heals?: Healing;
}

/** Drift that a change set brings back. */
export interface Healing {
  readonly properties: readonly DriftedProperty[];
  /** Differences in words only, which the change set may touch as well. */
  readonly harmless: readonly DriftedProperty[];
  /** The how manieth time the same difference is healed; counts from 1. */
  readonly round: number;
  /** After so many rounds it is left to a person. */
  readonly of: number;
  /** Why it will not be tried again: it failed, or CloudFormation refused it. One sentence. */
  readonly failure?: string;
}

/** Content that failed on a stack: it is not tried again until it changes or a person asks. */
export interface Quarantine {
  readonly digest: string;
  readonly attempt: number;
  /** Why it failed, one sentence. */
  readonly why: string;
}

/** Brings a stack out of a status from which it cannot be updated. */
export interface RecoverStep extends StepCommon {
  readonly kind: "recover";
  readonly from: ObservedStack;
  readonly write: RecoverWrite;
  readonly quarantine?: Quarantine;
  /**
   * For the deletion of a stack that may have something in it: resources that hold data and have neither `Retain` nor
   * `Snapshot`, as `LogicalId (AWS::Type)`.
   */
  readonly stateful?: readonly string[];
  /** Stores that outlive that deletion, likewise: the stack that is made after it begins with empty ones. */
  readonly leaves?: readonly string[];
  /** Logical ids whose loss the placement allows. */
  readonly allow?: readonly string[];
  /** The placement takes over a stack that is not marked as ours. */
  readonly adopt?: boolean;
}

/** Removes a stack that the repository no longer mentions. */
export interface DeleteStep extends StepCommon, ForeseenChanges {
  readonly kind: "delete";
  readonly from: ObservedStack;
  readonly write: RecoverWrite;
  /** Resources that hold data and have neither `Retain` nor `Snapshot`, as `LogicalId (AWS::Type)`. */
  readonly stateful: readonly string[];
}

/** Something is in flight; the account is looked at again in a few seconds. */
export interface WaitStep extends StepCommon {
  readonly kind: "wait";
  readonly from?: ObservedStack;
  /** Milliseconds since the epoch, when known. */
  readonly since?: number;
}

/** Nothing can be done now, and waiting for CloudFormation alone does not help. */
export interface HoldStep extends StepCommon, ForeseenChanges {
  readonly kind: "hold";
  readonly from?: ObservedStack;
  /** What it will do once nothing holds it; absent when that is not known. */
  readonly next?: "create" | "update" | "delete";
  /** What it will be then, as things stand now; absent while an output is missing. */
  readonly to?: BoundStack;
  /** The command that has to succeed before that; absent for a stack without one. */
  readonly release?: readonly string[];
  /** Outputs of other stacks that are known only after those have settled. */
  readonly pending?: readonly OutputReference[];
  readonly because: HoldReason;
  /** What a person can do about it. */
  readonly remedy?: string;
  /** What it wrote to its log last, oldest first: for whoever may see the repository's plans, not for channels. */
  readonly lines?: readonly string[];
  /** What `moor retry` does about it. */
  readonly retry?: RecoverWrite | ReleaseMarkWrite;
}

export type HoldReason =
  /** What it depends on has not settled on what the repository says. */
  | { readonly kind: "dependency"; readonly on: readonly string[] }
  /** A stack it depends on has no output of that name. */
  | { readonly kind: "missing-output"; readonly stack: string; readonly output: string }
  /** Its image is not in the registry, or not for its architecture. */
  | { readonly kind: "missing-image" }
  /** Its manifest, or its account's, has a problem. */
  | { readonly kind: "invalid" }
  /** CloudFormation refused the change set. */
  | { readonly kind: "refused-change-set" }
  /** The zone above the account's cannot be made to lead to it. */
  | { readonly kind: "delegation" }
  /** The task that has to succeed before did not; it is not run again for the same task definition. */
  | { readonly kind: "release"; readonly taskDefinition: string; readonly attempt: number }
  /** A failure that only a person can clear. */
  | { readonly kind: "stuck" }
  /** CloudFormation said something this version does not know. */
  | { readonly kind: "unknown" };

/** The stack is what the repository says. */
export interface KeepStep extends StepCommon {
  readonly kind: "keep";
  readonly from: ObservedStack;
}

/** The next write on the way of a change set. */
export type ChangeSetWrite =
  | {
      readonly kind: "create-change-set";
      readonly type: "CREATE" | "UPDATE";
      readonly name: string;
      /** Compares with what is really there, too. */
      readonly revertDrift?: true;
    }
  | { readonly kind: "execute-change-set"; readonly changeSet: ChangeSet }
  /** Clears a change set that can no longer be executed, so that the next pass makes a new one. */
  | { readonly kind: "delete-change-set"; readonly changeSet: ChangeSet };

/** Records in the zone above the account's, in another account: `network` cannot have its certificate without them. */
export interface DelegationWrite {
  readonly kind: "change-records";
  /** Whose zone it is. */
  readonly site: CloudSite;
  readonly zoneId: string;
  /** All of them or none. */
  readonly changes: readonly RecordChange[];
  /** At most 256 characters. */
  readonly comment: string;
}

export type RecoverWrite =
  | { readonly kind: "delete-stack"; readonly stackId: string; readonly token: string }
  | { readonly kind: "roll-back"; readonly stackId: string; readonly token: string }
  | { readonly kind: "continue-rollback"; readonly stackId: string; readonly token: string }
  | { readonly kind: "delete-change-set"; readonly changeSet: ChangeSet };

/** Why a step may not run, and what a person does to allow it. */
export interface Refusal {
  readonly rule: GuardRule;
  /** One sentence without a full stop. */
  readonly why: string;
  /** What to write in the repository, or to run. */
  readonly allowBy: string;
}

export type GuardRule =
  | "wrong-account"
  | "not-ours"
  | "data-loss"
  | "prune"
  | "paused"
  | "window"
  | "order"
  | "quarantine"
  | "heal"
  | "unknown"
  | "protected"
  | "preflight"
  | "moved-load";

/** A step and everything that speaks against it. A step with a refusal is not applied. */
export interface JudgedStep {
  readonly step: Step;
  readonly refusals: readonly Refusal[];
  /** Data that goes when the step runs, allowed or not: `replaces Database (AWS::RDS::DBInstance)`. */
  readonly losses?: readonly string[];
}

/** A plan after all guards. */
export interface JudgedPlan {
  readonly account: string;
  readonly steps: readonly JudgedStep[];
}
