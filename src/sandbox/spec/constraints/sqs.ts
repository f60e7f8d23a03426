import type { Constraints } from "./constraint.ts";

/** Limits of the types of AWS::SQS. */
export const sqs: Readonly<Record<string, Constraints>> = {
  "AWS::SQS::Queue": {
    DelaySeconds: { minimum: 0, maximum: 900 },
    KmsDataKeyReusePeriodSeconds: { minimum: 60, maximum: 86_400 },
    MaximumMessageSize: { minimum: 1024, maximum: 1_048_576 },
    MessageRetentionPeriod: { minimum: 60, maximum: 1_209_600 },
    ReceiveMessageWaitTimeSeconds: { minimum: 0, maximum: 20 },
    VisibilityTimeout: { minimum: 0, maximum: 43_200 },
  },
};
