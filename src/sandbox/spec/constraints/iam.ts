import type { Constraint, Constraints } from "./constraint.ts";

const path: Constraint = { minLength: 1, maxLength: 512, pattern: /^(\/)|(\/[\u0021-\u007E]+\/)$/ };
const boundary: Constraint = { minLength: 20, maxLength: 2048 };
const policyArn: Constraint = {
  pattern: /arn:(aws[a-zA-Z-]*)?:iam::(\d{12}|aws):policy\/[a-zA-Z_0-9+=,.@\-_/]+/,
};

/** Limits of the types of AWS::IAM. */
export const iam: Readonly<Record<string, Constraints>> = {
  "AWS::IAM::Group": {
    GroupName: { minLength: 1, maxLength: 128, pattern: /^[\w+=,.@-]+$/ },
    ManagedPolicyArns: { maxItems: 20 },
    "ManagedPolicyArns/*": policyArn,
    Path: path,
  },
  "AWS::IAM::InstanceProfile": {
    InstanceProfileName: { maxLength: 128, pattern: /^([\w+=,.@-]+)?$/ },
    Path: path,
    Roles: { minItems: 1, maxItems: 1 },
    "Roles/*": { pattern: /[a-zA-Z0-9+=,.@\-_]+/ },
  },
  "AWS::IAM::ManagedPolicy": {
    Description: { maxLength: 1000 },
    Path: { minLength: 1, maxLength: 512, pattern: /^((\/[A-Za-z0-9.,+@=_-]+)*)\/$/ },
  },
  "AWS::IAM::Policy": {
    PolicyName: { minLength: 1, maxLength: 128, pattern: /^[\w+=,.@-]+$/ },
  },
  "AWS::IAM::Role": {
    Description: { maxLength: 1000, pattern: /^[\t\n\r -\u007E\u00A1-\u00FF]*$/ },
    ManagedPolicyArns: { maxItems: 20 },
    "ManagedPolicyArns/*": policyArn,
    MaxSessionDuration: { minimum: 3600, maximum: 43_200 },
    Path: path,
    PermissionsBoundary: boundary,
    RoleName: { minLength: 1, maxLength: 64, pattern: /^[\w+=,.@-]+$/ },
    Tags: { maxItems: 50 },
    "Tags/*/Key": { minLength: 1, maxLength: 128, pattern: /^[\p{L}\p{Z}\p{N}_.:/=+\-@]+$/u },
    "Tags/*/Value": { maxLength: 256, pattern: /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u },
  },
  "AWS::IAM::User": {
    Groups: { maxItems: 10 },
    ManagedPolicyArns: { maxItems: 20 },
    "ManagedPolicyArns/*": policyArn,
    Path: path,
    PermissionsBoundary: boundary,
    Tags: { maxItems: 50 },
    "Tags/*/Key": { minLength: 1, maxLength: 128, pattern: /^[\p{L}\p{Z}\p{N}_.:/=+\-@]+$/u },
    "Tags/*/Value": { maxLength: 256, pattern: /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u },
    UserName: { minLength: 1, maxLength: 64, pattern: /^[\w+=,.@-]+$/ },
  },
};
