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
 * detection; `dns` and `scaling`: our own comparison, because CloudFormation has none for record sets and scaling policies;
 * `image`: a tag stands for another image in the registry than the one that was deployed.
 */
export type DriftLayer = "version" | "resource" | "dns" | "scaling" | "image";

/** What makes two findings the same difference. */
export function differenceKey(drifted: DriftedProperty): string {
  const { layer, stack, resource, property, expected, actual } = drifted;
  return JSON.stringify([layer, stack, resource, property, expected, actual]);
}

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
  /** Resources that write into security groups and roles, of whatever stack. */
  readonly attachments?: readonly Attachment[];
  /** Our own stacks as the survey found them, by name. */
  readonly surveyed?: ReadonlyMap<string, SurveyedStack>;
  /** The survey could not be made, or not to its end. */
  readonly failure?: Failure;
}

/** A difference that is left out of the report. */
export interface IgnoredProperty {
  readonly property: DriftedProperty;
  /** One sentence without a full stop. */
  readonly because: string;
  /** Both say the same in other words, such as a list in another order: setting it changes nothing. */
  readonly isHarmless?: boolean;
}

/** A stack of ours as a survey found it: what is known of it counts as long as nobody has updated it since. */
export interface SurveyedStack {
  readonly stackId: string;
  /** `updatedAt` of the observed stack, or else `createdAt`. */
  readonly state: number;
  /** Names of change sets of ours that were never executed. */
  readonly leftovers: readonly string[];
}

/** A resource whose effect shows in another one: CloudFormation takes it for drift of that one. */
export interface Attachment {
  /** CloudFormation stack name. */
  readonly stack: string;
  readonly logicalId: string;
  /** `AWS::EC2::SecurityGroupIngress`, `AWS::IAM::Policy`, … */
  readonly type: string;
  readonly physicalId?: string;
  /** Physical ids of the groups or roles that it writes into; absent when nobody knows. */
  readonly targets?: readonly string[];
  /** What it adds there, as far as that is known: a JSON object of its declared properties. */
  readonly adds?: string;
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
