import type { Constraints } from "./constraint.ts";

/** Limits of the types of AWS::ECR. */
export const ecr: Readonly<Record<string, Constraints>> = {
  "AWS::ECR::Repository": {
    RepositoryName: {
      minLength: 2,
      maxLength: 256,
      pattern: /^(?=.{2,256}$)((?:[a-z0-9]+(?:[._-][a-z0-9]+)*\/)*[a-z0-9]+(?:[._-][a-z0-9]+)*)$/,
    },
    "LifecyclePolicy/LifecyclePolicyText": { minLength: 100, maxLength: 30_720 },
    "LifecyclePolicy/RegistryId": { minLength: 12, maxLength: 12, pattern: /^[0-9]{12}$/ },
    Tags: { maxItems: 50 },
  },
};
