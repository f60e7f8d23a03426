import type { Constraints } from "./constraint.ts";
import { tagKey, tagValue } from "./constraint.ts";

/** CloudWatch Logs, PutRetentionPolicy. */
const retentionDays =
  "1 3 5 7 14 30 60 90 120 150 180 365 400 545 731 1096 1827 2192 2557 2922 3288 3653".split(" ");

/** Limits of the types of AWS::Logs. */
export const logs: Readonly<Record<string, Constraints>> = {
  "AWS::Logs::LogGroup": {
    KmsKeyId: { maxLength: 256 },
    LogGroupName: { minLength: 1, maxLength: 512, pattern: /^[.\-_/#A-Za-z0-9]{1,512}$/ },
    RetentionInDays: { allowed: retentionDays },
    "Tags/*/Key": tagKey,
    "Tags/*/Value": tagValue,
  },
};
