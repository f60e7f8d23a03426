import type { Constraints } from "./constraint.ts";

/** Limits of the types of AWS::DynamoDB. */
export const dynamodb: Readonly<Record<string, Constraints>> = {
  "AWS::DynamoDB::Table": {
    "AttributeDefinitions/*/AttributeName": { minLength: 1, maxLength: 255 },
    "GlobalSecondaryIndexes/*/KeySchema": { minItems: 1 },
    "GlobalSecondaryIndexes/*/OnDemandThroughput/MaxReadRequestUnits": { minimum: 1 },
    "GlobalSecondaryIndexes/*/OnDemandThroughput/MaxWriteRequestUnits": { minimum: 1 },
    "GlobalSecondaryIndexes/*/WarmThroughput/ReadUnitsPerSecond": { minimum: 1 },
    "GlobalSecondaryIndexes/*/WarmThroughput/WriteUnitsPerSecond": { minimum: 1 },
    KeySchema: { minItems: 1 },
    "LocalSecondaryIndexes/*/IndexName": { minLength: 3, maxLength: 255, pattern: /^[a-zA-Z0-9_.-]+$/ },
    "OnDemandThroughput/MaxReadRequestUnits": { minimum: 1 },
    "OnDemandThroughput/MaxWriteRequestUnits": { minimum: 1 },
    "PointInTimeRecoverySpecification/RecoveryPeriodInDays": { minimum: 1, maximum: 35 },
    TableName: { minLength: 1, maxLength: 1024 },
    "WarmThroughput/ReadUnitsPerSecond": { minimum: 1 },
    "WarmThroughput/WriteUnitsPerSecond": { minimum: 1 },
  },
};
