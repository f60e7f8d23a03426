import type { Constraints } from "./constraint.ts";
import { arnLength, tagKey } from "./constraint.ts";

/** Limits of the types of AWS::Scheduler. */
export const scheduler: Readonly<Record<string, Constraints>> = {
  "AWS::Scheduler::Schedule": {
    Description: { maxLength: 512 },
    "FlexibleTimeWindow/MaximumWindowInMinutes": { minimum: 1, maximum: 1440 },
    GroupName: { minLength: 1, maxLength: 64, pattern: /^[0-9a-zA-Z\-_.]+$/ },
    KmsKeyArn: {
      minLength: 1,
      maxLength: 2048,
      pattern: /^arn:aws(-[a-z]+)?:kms:[a-z0-9-]+:\d{12}:(key|alias)\/[0-9a-zA-Z\-_]*$/,
    },
    Name: { minLength: 1, maxLength: 64, pattern: /^[0-9a-zA-Z\-_.]+$/ },
    ScheduleExpression: { minLength: 1, maxLength: 256 },
    ScheduleExpressionTimezone: { minLength: 1, maxLength: 50 },
    "Target/Arn": arnLength,
    "Target/DeadLetterConfig/Arn": {
      ...arnLength,
      pattern: /^arn:aws(-[a-z]+)?:sqs:[a-z0-9-]+:\d{12}:[a-zA-Z0-9\-_]+$/,
    },
    "Target/EcsParameters/TaskCount": { minimum: 1, maximum: 10 },
    "Target/EcsParameters/TaskDefinitionArn": arnLength,
    "Target/EcsParameters/NetworkConfiguration/AwsvpcConfiguration/Subnets": { minItems: 1, maxItems: 16 },
    "Target/EcsParameters/NetworkConfiguration/AwsvpcConfiguration/SecurityGroups": {
      minItems: 1,
      maxItems: 5,
    },
    "Target/Input": { minLength: 1 },
    "Target/RetryPolicy/MaximumEventAgeInSeconds": { minimum: 60, maximum: 86_400 },
    "Target/RetryPolicy/MaximumRetryAttempts": { minimum: 0, maximum: 185 },
    "Target/RoleArn": { ...arnLength, pattern: /^arn:aws(-[a-z]+)?:iam::\d{12}:role\/[\w+=,.@/-]+$/ },
  },
  "AWS::Scheduler::ScheduleGroup": {
    Name: { minLength: 1, maxLength: 64, pattern: /^[0-9a-zA-Z-_.]+$/ },
    Tags: { maxItems: 200 },
    "Tags/*/Key": tagKey,
    "Tags/*/Value": { minLength: 1, maxLength: 256 },
  },
};
