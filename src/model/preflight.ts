import type { PinnedImage } from "./desired-stack.ts";
import type { Place } from "./place.ts";
import type { Failure } from "./report.ts";

/** One thing about the world that a stack needs before it is made or changed, and that a change set does not tell. */
export interface Check {
  /** App name, or `zone`, `network` or `account`. */
  readonly app: string;
  /** Where the repository asks for it. */
  readonly place: Place;
  readonly subject: Subject;
}

/** What a check is about. */
export type Subject =
  | ImageSubject
  | SecretSubject
  | ParameterSubject
  | CertificateSubject
  | PrioritySubject
  | QuotaSubject
  | RangeSubject
  | VpcSubject
  | ZoneSubject
  | BucketSubject;

/** The image is there, for the processor that it has to run on. */
export interface ImageSubject {
  readonly kind: "image";
  readonly image: PinnedImage;
}

/** A secret of Secrets Manager is there. */
export interface SecretSubject {
  readonly kind: "secret";
  /** Name or ARN. */
  readonly id: string;
}

/** A parameter of Systems Manager is there. */
export interface ParameterSubject {
  readonly kind: "parameter";
  /** As the manifest has it, with its leading slash. */
  readonly name: string;
}

/** The certificate of the account's balancers is good, and made out to these names. */
export interface CertificateSubject {
  readonly kind: "certificate";
  readonly arn: string;
  readonly names: readonly string[];
}

/** No rule that is not ours has a priority that a new rule is about to get. */
export interface PrioritySubject {
  readonly kind: "priority";
  readonly listener: string;
  readonly balancer: Balancer;
  readonly priority: number;
}

/** So many more of something fit into the account's limit. */
export interface QuotaSubject {
  readonly kind: "quota";
  readonly of: Quota;
  readonly adds: number;
}

/** What is limited. Rules, target groups and certificates of a balancer are counted on its HTTPS listener. */
export type Quota =
  | { readonly what: "stacks" }
  | { readonly what: "target groups" }
  | {
      readonly what: BalancerQuota;
      readonly listener: string;
      readonly balancer: Balancer;
    };

/** What a load balancer has a limited number of. */
export type BalancerQuota = "rules" | "target groups of a balancer" | "certificates";

/** One of the account's load balancers. */
export type Balancer = "public" | "internal";

/** No VPC of the account has addresses of this range. */
export interface RangeSubject {
  readonly kind: "range";
  readonly cidr: string;
}

/** A VPC that is not Mooring's is as `network.existing` describes it. */
export interface VpcSubject {
  readonly kind: "vpc";
  readonly vpc: string;
  readonly cidr: string;
  readonly publicSubnets: readonly string[];
  readonly privateSubnets: readonly string[];
}

/** A public hosted zone is the account's, and of that domain. */
export interface ZoneSubject {
  readonly kind: "zone";
  readonly id: string;
  readonly domain: string;
}

/** The bucket for templates that are too large for a request is there, and the account's own. */
export interface BucketSubject {
  readonly kind: "bucket";
  readonly name: string;
  /** AWS account id of its owner. */
  readonly owner: string;
}

/** What a check came to. */
export type Ruling =
  | { readonly state: "good"; readonly note?: string }
  /** It is not so: the stack would fail, or take something from somebody. One sentence without a full stop, and what to do. */
  | { readonly state: "failed"; readonly why: string; readonly remedy: string }
  /** AWS would not say. Never a reason not to go on. */
  | { readonly state: "unknown"; readonly why: string };

/** A check and what it came to, as a person reads it. */
export interface Finding {
  /** App name, or `zone`, `network` or `account`. */
  readonly app: string;
  readonly place: Place;
  readonly check: CheckKind;
  /** What was looked at: `/storefront/stripe-key`. */
  readonly subject: string;
  readonly ruling: Ruling;
}

/** What was checked, in one word. */
export type CheckKind = Subject["kind"] | "identity" | "delegation";

/** A check that failed. */
export type FailedFinding = Finding & { readonly ruling: Extract<Ruling, { state: "failed" }> };

/** Whether it is one. */
export function hasFailedCheck(finding: Finding): finding is FailedFinding {
  return finding.ruling.state === "failed";
}

/** What checking one account came to. */
export interface AccountFindings {
  readonly account: string;
  /** In the order of the stacks. */
  readonly findings: readonly Finding[];
  /** The account could not be asked. */
  readonly failure?: Failure;
  /** AWS calls, by operation. */
  readonly calls: Readonly<Record<string, number>>;
}
