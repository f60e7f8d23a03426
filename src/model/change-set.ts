import type { ResourceDrift } from "./cloud-drift.ts";

/** A change set as CloudFormation describes it: the union of its answers with and without property values. */
export interface ChangeSet {
  readonly name: string;
  readonly id: string;
  readonly stackId: string;
  readonly state: ChangeSetState;
  /** CloudFormation's own words, when there are any. */
  readonly reason?: string;
  readonly description?: string;
  readonly changes: readonly ResourceChange[];
  /** CloudFormation said that its answer leaves something out and the union could not be built. */
  readonly isIncomplete: boolean;
  /** What early validation found, read from `DescribeEvents`. */
  readonly findings: readonly ValidationFinding[];
}

export type ChangeSetState =
  /** Still being computed. */
  | "pending"
  /** May be executed; also with no changes listed (outputs or tags only). */
  | "ready"
  /** CloudFormation found nothing to change. */
  | "empty"
  /** Refused: validation, a hook, a bad template. */
  | "failed"
  /** The stack changed since. */
  | "obsolete"
  | "executing"
  | "executed"
  | "execution-failed"
  | "deleting"
  /** A status this version does not know. */
  | "unknown";

/** What early validation says of one property. */
export interface ValidationFinding {
  readonly logicalId?: string;
  readonly path?: string;
  readonly message: string;
  readonly isFatal: boolean;
}

/** What would happen to one resource. */
export interface ResourceChange {
  readonly action: "add" | "modify" | "remove" | "import" | "dynamic" | "sync" | "unknown";
  readonly logicalId: string;
  readonly physicalId?: string;
  readonly type: string;
  /** Only a `modify` can be anything but `never`. */
  readonly replacement: "never" | "conditional" | "always" | "unknown";
  /** What happens to the physical resource that goes; absent when CloudFormation does not say. */
  readonly policy?: "delete" | "retain" | "snapshot" | "unknown";
  /** Of a type that holds data, and here does not: an instance of a database cluster, whose data is the cluster's. */
  readonly holdsNoData?: true;
  /** The service refuses to delete it, as its template asked. */
  readonly isProtected?: true;
  /** Parts of the resource that change: `Properties`, `Tags`, `Metadata`, … */
  readonly scope: readonly string[];
  readonly properties: readonly PropertyChange[];
  /** How the live resource is, where the change set reverts drift; `deleted` comes as an `add` or a `modify`. */
  readonly drift?: ResourceDrift["state"];
  /** Changes of a nested stack, when it was inspected. */
  readonly nested?: readonly ResourceChange[];
}

/** One property before and after; values are text as CloudFormation gives it, secrets masked. */
export interface PropertyChange {
  /** `ContainerDefinitions/0/Image`, or `Tags/…`. */
  readonly path: string;
  readonly before?: string;
  readonly after?: string;
  readonly causesReplacement: "never" | "conditional" | "always";
  /**
   * Logical id of a resource of the same template that is changed too, and whose attribute or id is in the value: whether
   * the value changes only shows when that resource has been changed.
   */
  readonly follows?: string;
  /** What drifted here, where the change set reverts drift; `before` is then the live value as well. */
  readonly drift?: PropertyDrift;
}

/** A value that was deployed, and what it is now; either is absent where there is none. */
export interface PropertyDrift {
  readonly deployed?: string;
  readonly live?: string;
}
