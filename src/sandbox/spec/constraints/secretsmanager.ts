import type { Constraints } from "./constraint.ts";
import { tagKey, tagValue } from "./constraint.ts";

/** Limits of the types of AWS::SecretsManager. */
export const secretsmanager: Readonly<Record<string, Constraints>> = {
  "AWS::SecretsManager::Secret": {
    Description: { maxLength: 2048 },
    KmsKeyId: { maxLength: 2048 },
    Name: { minLength: 1, maxLength: 512 },
    SecretString: { minLength: 1, maxLength: 65_536 },
    "Tags/*/Key": tagKey,
    "Tags/*/Value": tagValue,
    Type: { maxLength: 256 },
  },
};
