import type { Failure } from "./report.ts";

/** One property of the world that is not what the repository says, although Mooring applied it. */
export interface DriftedProperty {
  readonly layer: DriftLayer;
  /** Folder name. */
  readonly account: string;
  /** App name, or `zone` or `network`. A record that no stack declares belongs to `zone`. */
  readonly app: string;
  /** CloudFormation stack name. */
  readonly stack: string;
  /** Logical id; of a record that no stack declares, its name and type: `old.dev.acme.example CNAME`. */
  readonly resource: string;
  /** `AWS::ECS::Service`. */
  readonly type: string;
  readonly physicalId?: string;
  /** JSON pointer into the resource's properties (`/ContainerDefinitions/0/Cpu`); empty for the resource as a whole. */
  readonly property: string;
  /** Text as CloudFormation gives it, or JSON; absent when nothing of it is expected. */
  readonly expected?: string;
  /** Absent when nothing of it is there. */
  readonly actual?: string;
  /** When it was first seen by this process; milliseconds since the epoch. */
  readonly since: number;
}

/**
 * Who sees it. `version`: the deployed content is another one than the repository's; `resource`: CloudFormation's drift
 * detection; `dns` and `scaling`: our own comparison, because CloudFormation has none for record sets and scaling policies.
 */
export type DriftLayer = "version" | "resource" | "dns" | "scaling";

/** What is known of the drift of one account. */
export interface AccountDrift {
  readonly account: string;
  /** When the survey was finished; milliseconds since the epoch. */
  readonly checkedAt: number;
  /** Stacks that were looked at. */
  readonly stacks: number;
  /** In the order of stack, resource and property. */
  readonly properties: readonly DriftedProperty[];
  /** Differences that are not reported, and why: known noise, or `ignoreDrift`. */
  readonly ignored: readonly IgnoredProperty[];
  /** What could not be read: neither drift nor in sync. */
  readonly unknown: readonly UnknownDrift[];
  /** The survey could not be made, or not to its end. */
  readonly failure?: Failure;
}

/** A difference that is left out of the report. */
export interface IgnoredProperty {
  readonly property: DriftedProperty;
  /** One sentence without a full stop. */
  readonly because: string;
}

/** Something whose drift AWS could not tell. */
export interface UnknownDrift {
  readonly app: string;
  readonly stack: string;
  /** Absent when nothing is known of the whole stack. */
  readonly resource?: string;
  readonly type?: string;
  /** One sentence without a full stop. */
  readonly why: string;
}

/** `ignoreDrift` of an app or an account: differences that a person knows of. */
export interface IgnoredDrift {
  /** Logical id, or `*`. */
  readonly resource: string;
  /** JSON pointer, itself and everything below; `*` for the whole resource. */
  readonly property: string;
  readonly reason: string;
  /** Milliseconds since the epoch; it is ignored until then. */
  readonly until?: number;
}
