import type { Constraints } from "./constraint.ts";
import { tagKey, tagValue } from "./constraint.ts";

/** Limits of the types of AWS::RDS. */
export const rds: Readonly<Record<string, Constraints>> = {
  "AWS::RDS::DBInstance": {
    AllocatedStorage: { pattern: /^[0-9]*$/ },
    DBInstanceIdentifier: {
      minLength: 1,
      maxLength: 63,
      pattern: /^$|^[a-zA-Z]{1}(?:-?[a-zA-Z0-9]){0,62}$/,
    },
    DBName: { pattern: /^$|^[_a-zA-Z][a-zA-Z0-9_]{0,63}$/ },
    "Tags/*/Key": tagKey,
    "Tags/*/Value": tagValue,
  },
};
