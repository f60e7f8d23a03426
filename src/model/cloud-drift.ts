/** The reads behind drift reports. Part of `Cloud`: every method throws `CloudError` when AWS cannot be asked. */
export interface DriftReads {
  /** Starts CloudFormation's drift detection of one stack, nested ones excluded (`DetectStackDrift`). */
  detectDrift(stackId: string): Promise<DetectionStart>;
  /** How far it is (`DescribeStackDriftDetectionStatus`). */
  detection(id: string): Promise<Detection>;
  /** Every resource of the stack that was looked at, in order of logical id (`DescribeStackResourceDrifts`). */
  resourceDrifts(stackId: string): Promise<readonly ResourceDrift[]>;
  /** What the stack consists of (`ListStackResources`); deleted resources are left out. */
  stackResources(stackId: string): Promise<readonly StackResource[]>;
  /** Every record of a hosted zone; `undefined` when there is no such zone (`ListResourceRecordSets`). */
  zoneRecords(zoneId: string): Promise<readonly DnsRecord[] | undefined>;
  /** The records of exactly these names, one call for each; `undefined` when there is no such zone. */
  recordsNamed(zoneId: string, names: readonly string[]): Promise<readonly DnsRecord[] | undefined>;
  /** Scaling policies of ECS services, by name and in that order (`DescribeScalingPolicies`). */
  scalingPolicies(policyArns: readonly string[]): Promise<readonly ScalingPolicy[]>;
}

/** Whether a detection was started. */
export type DetectionStart =
  | { readonly kind: "started"; readonly id: string }
  /** One is running already, or the stack is not at rest: try later. */
  | { readonly kind: "busy"; readonly message: string }
  /** Drift of this stack cannot be detected. */
  | { readonly kind: "rejected"; readonly message: string };

/** A drift detection of a stack. */
export interface Detection {
  /** `failed`: at least one resource could not be read; what is known of the others is good. */
  readonly state: "running" | "complete" | "failed";
  /** Why it failed. */
  readonly reason?: string;
}

/** What CloudFormation found out about one resource. */
export interface ResourceDrift {
  readonly logicalId: string;
  readonly physicalId?: string;
  readonly type: string;
  /** `unknown`: it could not be read, or the status is one we do not know; neither drift nor in sync. */
  readonly state: "in-sync" | "modified" | "deleted" | "not-checked" | "unsupported" | "unknown";
  readonly reason?: string;
  readonly differences: readonly PropertyDifference[];
  /** All properties as deployed, JSON as CloudFormation gives it: what a reordered list looks like as a whole. */
  readonly expected?: string;
  /** All properties as they are. */
  readonly actual?: string;
}

/** One property that differs. */
export interface PropertyDifference {
  /** JSON pointer into the properties. */
  readonly path: string;
  /** As CloudFormation gives it; absent when nothing is expected. */
  readonly expected?: string;
  readonly actual?: string;
  readonly kind: "added" | "removed" | "changed";
}

/** One resource of a stack. */
export interface StackResource {
  readonly logicalId: string;
  readonly physicalId?: string;
  readonly type: string;
}

/** One record set of a hosted zone. */
export interface DnsRecord {
  /** In lower case, without a trailing dot, escapes as Route 53 writes them (`\052.dev.acme.example`). */
  readonly name: string;
  /** `A`, `AAAA`, `CNAME`, … */
  readonly type: string;
  /** Tells records of one name and type apart, where they have a routing policy. */
  readonly setIdentifier?: string;
  /** Seconds; absent for an alias. */
  readonly ttl?: number;
  /** Sorted; empty for an alias. */
  readonly values: readonly string[];
  /** Target in lower case, without a trailing dot. */
  readonly alias?: { readonly name: string; readonly zoneId: string };
}

/** A scaling policy of Application Auto Scaling. */
export interface ScalingPolicy {
  /** As it was asked for. */
  readonly arn: string;
  readonly name: string;
  /** `service/<cluster>/<service>`, `table/<name>`, … */
  readonly resourceId: string;
  /** `TargetTrackingScaling` or `StepScaling`. */
  readonly policyType: string;
  /** The part of its CloudFormation properties that says how it scales, as canonical JSON: `{"StepScalingPolicyConfiguration":{…}}`. */
  readonly configuration: string;
}
