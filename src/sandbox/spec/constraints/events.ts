import type { Constraints } from "./constraint.ts";
import { arnLength } from "./constraint.ts";

/** Limits of the types of AWS::Events. */
export const events: Readonly<Record<string, Constraints>> = {
  "AWS::Events::Rule": {
    Name: { minLength: 1, maxLength: 64, pattern: /[.\-_A-Za-z0-9]+/ },
    Description: { maxLength: 512 },
    EventBusName: { minLength: 1, maxLength: 1600 },
    RoleArn: arnLength,
    ScheduleExpression: { maxLength: 256 },
    Targets: { minItems: 1, maxItems: 5 },
    "Targets/*/Id": { minLength: 1, maxLength: 64, pattern: /[.\-_A-Za-z0-9]+/ },
    "Targets/*/Arn": arnLength,
    "Targets/*/Input": { maxLength: 8192 },
    "Targets/*/EcsParameters/TaskCount": { minimum: 1 },
    "Targets/*/RetryPolicy/MaximumEventAgeInSeconds": { minimum: 60, maximum: 86_400 },
    "Targets/*/RetryPolicy/MaximumRetryAttempts": { minimum: 0, maximum: 185 },
  },
};
