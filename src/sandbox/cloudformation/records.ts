import type { Json, JsonObject } from "../json.ts";
import type { DeletionPolicy } from "../template/model.ts";
import type { ParameterValue } from "../template/parameters.ts";
import type { Violation } from "./change-set/records.ts";
import type { HeldReferences } from "./references/deployed.ts";
import type { TableKind } from "../world.ts";
import type { LiveState, ResourceDrift, StackDrift } from "./drift/records.ts";

/** Statuses of a stack that the sandbox reaches. */
export type StackStatus =
  | "REVIEW_IN_PROGRESS"
  | "CREATE_IN_PROGRESS"
  | "CREATE_COMPLETE"
  | "CREATE_FAILED"
  | "ROLLBACK_IN_PROGRESS"
  | "ROLLBACK_COMPLETE"
  | "ROLLBACK_FAILED"
  | "UPDATE_IN_PROGRESS"
  | "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS"
  | "UPDATE_COMPLETE"
  | "UPDATE_FAILED"
  | "UPDATE_ROLLBACK_IN_PROGRESS"
  | "UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS"
  | "UPDATE_ROLLBACK_COMPLETE"
  | "UPDATE_ROLLBACK_FAILED"
  | "DELETE_IN_PROGRESS"
  | "DELETE_COMPLETE"
  | "DELETE_FAILED"
  | "IMPORT_IN_PROGRESS"
  | "IMPORT_COMPLETE"
  | "IMPORT_ROLLBACK_IN_PROGRESS"
  | "IMPORT_ROLLBACK_COMPLETE"
  | "IMPORT_ROLLBACK_FAILED";

/** Statuses of a resource. */
export type ResourceStatus =
  | "CREATE_IN_PROGRESS"
  | "CREATE_COMPLETE"
  | "CREATE_FAILED"
  | "UPDATE_IN_PROGRESS"
  | "UPDATE_COMPLETE"
  | "UPDATE_FAILED"
  | "DELETE_IN_PROGRESS"
  | "DELETE_COMPLETE"
  | "DELETE_FAILED"
  | "DELETE_SKIPPED"
  | "IMPORT_IN_PROGRESS"
  | "IMPORT_COMPLETE"
  | "IMPORT_FAILED"
  | "IMPORT_ROLLBACK_IN_PROGRESS"
  | "IMPORT_ROLLBACK_COMPLETE"
  | "IMPORT_ROLLBACK_FAILED";

/** A stack tag. */
export interface Tag {
  readonly key: string;
  readonly value: string;
}

/** What a stack is asked to be: everything but the template, which lies in `templates`. */
export interface StackContent {
  readonly parameters: readonly ParameterValue[];
  readonly tags: readonly Tag[];
  readonly capabilities: readonly string[];
  readonly notificationArns: readonly string[];
  readonly roleArn?: string;
  readonly rollbackConfiguration?: RollbackConfiguration;
}

/** Alarms that roll an operation back. */
export interface RollbackConfiguration {
  readonly monitoringTimeInMinutes?: number;
  readonly triggers: readonly { readonly arn: string; readonly type: string }[];
}

/** How an operation is carried out: EXPRESS does not wait until what it made is ready. */
export interface DeploymentConfig {
  readonly mode?: "STANDARD" | "EXPRESS";
  readonly disableRollback?: boolean;
}

/** A stack, keyed by its id (ARN); grouped by its name. Times are epoch milliseconds. */
export interface StackRecord {
  readonly stackId: string;
  readonly name: string;
  readonly status: StackStatus;
  readonly statusReason?: string;
  /** Early validation refused the last operation. */
  readonly detailedStatus?: "VALIDATION_FAILED";
  readonly createdAt: number;
  readonly updatedAt?: number;
  readonly deletedAt?: number;
  /** What runs, or is being deployed. */
  readonly content: StackContent;
  /** The template's own description. */
  readonly description?: string;
  /** What ran before the running or failed update: what a rollback goes back to. Its template lies under `previousTemplateKey`. */
  readonly previous?: StackContent & { readonly description?: string };
  /** The change set that was executed last; absent after a direct update. */
  readonly changeSetId?: string;
  readonly outputs: readonly StackOutput[];
  readonly imports: readonly string[];
  readonly disableRollback: boolean;
  /** As the last operation's request said; absent where it said nothing. */
  readonly deploymentConfig?: DeploymentConfig;
  readonly retainExceptOnCreate?: boolean;
  readonly deletionMode?: "STANDARD" | "FORCE_DELETE_STACK";
  readonly terminationProtection: boolean;
  /** Of a nested stack: whose it is, and which stack is above all. */
  readonly parentId?: string;
  readonly rootId?: string;
  readonly timeoutInMinutes?: number;
  /** Newest first. */
  readonly lastOperations: readonly { readonly type: OperationType; readonly id: string }[];
  /** What the last drift detection came to; an update makes it `NOT_CHECKED` again. */
  readonly drift?: StackDrift;
}

/** The kinds of operation that `LastOperations` knows. */
export type OperationType =
  "CREATE_STACK" | "UPDATE_STACK" | "DELETE_STACK" | "ROLLBACK" | "CONTINUE_ROLLBACK" | "CREATE_CHANGESET";

/** An evaluated output. */
export interface StackOutput {
  readonly key: string;
  readonly value: string;
  readonly description?: string;
  readonly exportName?: string;
}

/** A resource of a stack, keyed by `resourceKey`; grouped by stack id. */
export interface ResourceRecord extends HeldReferences {
  readonly stackId: string;
  readonly logicalId: string;
  readonly type: string;
  readonly physicalId?: string;
  readonly status: ResourceStatus;
  readonly statusReason?: string;
  readonly changedAt: number;
  /** Resolved properties as last deployed, without the tags that the stack adds. */
  readonly properties: JsonObject;
  readonly attributes: JsonObject;
  readonly metadata?: Json;
  readonly creationPolicy?: Json;
  readonly updatePolicy?: Json;
  readonly deletionPolicy?: DeletionPolicy;
  readonly updateReplacePolicy?: DeletionPolicy;
  /** The stack's tags that were applied to it; empty where it cannot be tagged. */
  readonly stackTags: readonly Tag[];
  /** Logical ids that it depends on: what deletion reverses. */
  readonly dependsOn: readonly string[];
  /** How the physical resource differs from all this, where somebody changed it without CloudFormation. */
  readonly live?: LiveState;
  /** What drift detection found last, unless the resource was touched since. */
  readonly drift?: ResourceDrift;
}

/** One line of a stack's history, keyed by event id; grouped by stack id, oldest first. */
export interface EventRecord {
  readonly eventId: string;
  readonly stackId: string;
  readonly operationId?: string;
  readonly logicalId: string;
  readonly physicalId: string;
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly at: number;
  readonly token?: string;
  readonly properties?: JsonObject;
  readonly detailedStatus?: StackRecord["detailedStatus"];
  /** What early validation found: not a line of the stack's own history. */
  readonly violation?: Violation;
}

/** An export, keyed by its name. */
export interface ExportRecord {
  readonly name: string;
  readonly value: string;
  readonly stackId: string;
}

/** Stacks of an account and Region, grouped by name: deleted ones stay and share a name with a later one. */
export const stacks: TableKind<StackRecord> = { name: "stacks", groupBy: (stack) => stack.name };

/** Resources that exist, or are being made, grouped by stack id. */
export const resources: TableKind<ResourceRecord> = {
  name: "resources",
  groupBy: (resource) => resource.stackId,
};

/** Events, grouped by stack id. */
export const events: TableKind<EventRecord> = { name: "events", groupBy: (event) => event.stackId };

/** Exports in force. */
export const exportsTable: TableKind<ExportRecord> = {
  name: "exports",
  groupBy: (exported) => exported.stackId,
};

/** Template texts, keyed by the stack id, change set id or `previousTemplateKey` that they belong to. */
export const templates: TableKind<string> = { name: "templates" };

/** Where the template lies that a running or failed update replaced. */
export function previousTemplateKey(stackId: string): string {
  return `${stackId}#previous`;
}

/** The key of a resource in its tables. */
export function resourceKey(stackId: string, logicalId: string): string {
  return `${stackId}#${logicalId}`;
}
