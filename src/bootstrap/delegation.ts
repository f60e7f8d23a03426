import { ref, sub, type Conditional } from "./policy.ts";

/** Condition of the template: the account has a zone above those of other accounts. */
export const HAS_ZONES_BELOW = "HasZonesBelow";

/**
 * What it takes to lead from a zone of this account to those of others: NS records and the TXT records that mark them, of
 * names below it and of nothing else. Source: Route 53 developer guide, "Using IAM policy conditions for fine-grained
 * access control".
 */
export function delegationStatement(): Conditional {
  return {
    when: HAS_ZONES_BELOW,
    statement: {
      sid: "DelegateZones",
      actions: ["route53:ChangeResourceRecordSets"],
      resources: [sub("arn:${AWS::Partition}:route53:::hostedzone/*")],
      condition: {
        "ForAllValues:StringEquals": { "route53:ChangeResourceRecordSetsRecordTypes": ["NS", "TXT"] },
        "ForAllValues:StringLike": {
          "route53:ChangeResourceRecordSetsNormalizedRecordNames": { "Fn::Split": [",", ref("NamesBelow")] },
        },
      },
    },
  };
}
