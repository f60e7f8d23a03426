import type { Constraints } from "./constraint.ts";
import { tagKey, tagValue } from "./constraint.ts";

/** Limits of the types of AWS::KMS. */
export const kms: Readonly<Record<string, Constraints>> = {
  "AWS::KMS::Alias": {
    AliasName: { minLength: 1, maxLength: 256, pattern: /^(alias\/)[a-zA-Z0-9:/_-]+$/ },
    TargetKeyId: { minLength: 1, maxLength: 256 },
  },
  "AWS::KMS::Key": {
    Description: { maxLength: 8192 },
    PendingWindowInDays: { minimum: 7, maximum: 30 },
    RotationPeriodInDays: { minimum: 90, maximum: 2560 },
    "Tags/*/Key": tagKey,
    "Tags/*/Value": tagValue,
  },
};
