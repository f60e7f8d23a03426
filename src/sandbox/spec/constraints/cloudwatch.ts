import type { Constraints } from "./constraint.ts";
import { tagKey } from "./constraint.ts";

/** Limits of the types of AWS::CloudWatch. */
export const cloudwatch: Readonly<Record<string, Constraints>> = {
  "AWS::CloudWatch::Alarm": {
    AlarmActions: { maxItems: 5 },
    "AlarmActions/*": { minLength: 1, maxLength: 1024 },
    AlarmDescription: { maxLength: 1024 },
    AlarmName: { minLength: 1, maxLength: 255 },
    DatapointsToAlarm: { minimum: 1 },
    Dimensions: { maxItems: 30 },
    "Dimensions/*/Name": { minLength: 1, maxLength: 255 },
    "Dimensions/*/Value": { minLength: 1, maxLength: 1024 },
    EvaluateLowSampleCountPercentile: { minLength: 1, maxLength: 255 },
    EvaluationInterval: { minimum: 10, maximum: 3600 },
    EvaluationPeriods: { minimum: 1 },
    "InsufficientDataActions/*": { minLength: 1, maxLength: 1024 },
    MetricName: { minLength: 1, maxLength: 255 },
    "Metrics/*/AccountId": { minLength: 1, maxLength: 255 },
    "Metrics/*/Expression": { minLength: 1, maxLength: 2048 },
    "Metrics/*/Id": { minLength: 1, maxLength: 255, pattern: /^([a-z])([A-Za-z0-9_]*)$/ },
    "Metrics/*/MetricStat/Metric/Dimensions": { maxItems: 30 },
    "Metrics/*/MetricStat/Metric/Dimensions/*/Name": { minLength: 1, maxLength: 255 },
    "Metrics/*/MetricStat/Metric/Dimensions/*/Value": { minLength: 1, maxLength: 1024 },
    "Metrics/*/MetricStat/Metric/MetricName": { minLength: 1, maxLength: 255 },
    "Metrics/*/MetricStat/Metric/Namespace": { minLength: 1, maxLength: 255, pattern: /^[^:]/ },
    "Metrics/*/MetricStat/Period": { minimum: 1 },
    "Metrics/*/Period": { minimum: 1 },
    Namespace: { minLength: 1, maxLength: 255, pattern: /^[^:]/ },
    "OKActions/*": { minLength: 1, maxLength: 1024 },
    Period: { minimum: 1 },
    Tags: { maxItems: 50 },
    "Tags/*/Key": tagKey,
    "Tags/*/Value": { minLength: 1, maxLength: 256 },
    ThresholdMetricId: { minLength: 1, maxLength: 255 },
    TreatMissingData: { minLength: 1, maxLength: 255 },
  },
};
