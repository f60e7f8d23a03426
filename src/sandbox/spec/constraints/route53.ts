import type { Constraints } from "./constraint.ts";
import { tagValue } from "./constraint.ts";

/** Limits of the types of AWS::Route53. */
export const route53: Readonly<Record<string, Constraints>> = {
  "AWS::Route53::HostedZone": {
    Name: { maxLength: 1024 },
    "HostedZoneConfig/Comment": { maxLength: 256 },
    "HostedZoneTags/*/Key": { maxLength: 128 },
    "HostedZoneTags/*/Value": tagValue,
  },
};
