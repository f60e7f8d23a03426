import type { Json } from "../json.ts";

/** Names that `Ref` knows in every template. */
export const pseudoParameters = [
  "AWS::AccountId",
  "AWS::NoValue",
  "AWS::NotificationARNs",
  "AWS::Partition",
  "AWS::Region",
  "AWS::StackId",
  "AWS::StackName",
  "AWS::URLSuffix",
] as const;

/** What the pseudo parameters of a stack are made of. */
export interface StackIdentity {
  readonly account: string;
  readonly region: string;
  readonly stackId: string;
  readonly stackName: string;
  readonly notificationArns: readonly string[];
}

/** The value of a pseudo parameter; `undefined` for any other name (and for `AWS::NoValue`, which has none). */
export function pseudoValue(name: string, identity: StackIdentity): Json | undefined {
  switch (name) {
    case "AWS::AccountId":
      return identity.account;
    case "AWS::NotificationARNs":
      return identity.notificationArns;
    case "AWS::Partition":
      return partitionOf(identity.region);
    case "AWS::Region":
      return identity.region;
    case "AWS::StackId":
      return identity.stackId;
    case "AWS::StackName":
      return identity.stackName;
    case "AWS::URLSuffix":
      return urlSuffix(identity.region);
    default:
      return undefined;
  }
}

/** The partition of a Region: the second part of every ARN. */
export function partitionOf(region: string): string {
  if (region.startsWith("cn-")) return "aws-cn";
  return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
}

/** The domain under which a Region's endpoints live. */
export function urlSuffix(region: string): string {
  return region.startsWith("cn-") ? "amazonaws.com.cn" : "amazonaws.com";
}
