import type { Constraints } from "./constraint.ts";

/** Limits of the types of AWS::SSM. */
export const ssm: Readonly<Record<string, Constraints>> = {
  "AWS::SSM::Parameter": {
    AllowedPattern: { maxLength: 1024 },
    DataType: { maxLength: 128 },
    Description: { maxLength: 1024 },
    Name: { minLength: 1, maxLength: 2048 },
    Policies: { minLength: 1, maxLength: 4096 },
    Tags: { maxItems: 1000 },
  },
};
