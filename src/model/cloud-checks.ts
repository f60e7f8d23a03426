/**
 * The reads behind checks before a stack is made or changed. Part of `Cloud`: every method throws `CloudError` when AWS
 * cannot be asked; no value of a secret or parameter is ever read.
 */
export interface CheckReads {
  /** Whether a secret of Secrets Manager is there, by name or ARN (`DescribeSecret`). */
  secret(id: string): Promise<SecretState>;
  /** Which of these parameters of Systems Manager are there (`DescribeParameters`). */
  parameters(names: readonly string[]): Promise<ReadonlySet<string>>;
  /** `undefined` when there is none of that ARN (`DescribeCertificate`). */
  certificate(arn: string): Promise<CertificateState | undefined>;
  /** Rules of a listener but its default one; `undefined` when there is no such listener (`DescribeRules`). */
  listenerRules(listenerArn: string): Promise<readonly ListenerRuleState[] | undefined>;
  /** How many certificates a listener has besides its default one (`DescribeListenerCertificates`). */
  certificateCount(listenerArn: string): Promise<number>;
  /** How many target groups the account has in the Region (`DescribeTargetGroups`). */
  targetGroupCount(): Promise<number>;
  /** Limits of load balancing in the Region (`DescribeAccountLimits`). */
  balancingLimits(): Promise<BalancingLimits>;
  /** How many stacks the account may have in the Region; `undefined` when CloudFormation does not say (`DescribeAccountLimits`). */
  stackLimit(): Promise<number | undefined>;
  /** Every VPC of the account in the Region (`DescribeVpcs`). */
  vpcs(): Promise<readonly VpcState[]>;
  /** Those of these subnets that are there (`DescribeSubnets`). */
  subnets(ids: readonly string[]): Promise<readonly SubnetState[]>;
  /** Whether a bucket is there and owned by that account (`HeadBucket`). */
  bucket(name: string, owner: string): Promise<BucketState>;
}

/** `deleted`: its deletion is scheduled, and it cannot be read any more. */
export type SecretState = "there" | "missing" | "deleted";

/** `unseen`: another account's, or one that may not be listed; S3 does not say which. */
export type BucketState = "there" | "missing" | "unseen";

/** A certificate of Certificate Manager. */
export interface CertificateState {
  /** `ISSUED`, `PENDING_VALIDATION`, `EXPIRED`, …: AWS's own word. */
  readonly status: string;
  /** Domain names that it is made out to, in lower case; a wildcard stands for one label. */
  readonly names: readonly string[];
}

/** A rule of a listener. */
export interface ListenerRuleState {
  readonly priority: number;
  /** Hosts and paths that it is for, as far as it says so. */
  readonly conditions: readonly string[];
  /** ARNs of the target groups that it leads to. */
  readonly targetGroups: readonly string[];
}

/** Limits of Elastic Load Balancing; one is absent when AWS does not name it. */
export interface BalancingLimits {
  readonly rulesPerBalancer?: number;
  readonly targetGroupsPerBalancer?: number;
  readonly targetGroups?: number;
  readonly certificatesPerBalancer?: number;
}

/** A VPC. */
export interface VpcState {
  readonly id: string;
  /** IPv4 ranges. */
  readonly cidrs: readonly string[];
  /** Its `Name` tag. */
  readonly name?: string;
}

/** A subnet. */
export interface SubnetState {
  readonly id: string;
  readonly vpc: string;
  readonly zone: string;
}
