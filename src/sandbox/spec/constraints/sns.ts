import type { Constraints } from "./constraint.ts";
import { tagKey, tagValue } from "./constraint.ts";

/** Limits of the types of AWS::SNS. */
export const sns: Readonly<Record<string, Constraints>> = {
  "AWS::SNS::Topic": {
    "Tags/*/Key": tagKey,
    "Tags/*/Value": tagValue,
    TopicName: { maxLength: 256 },
  },
};
