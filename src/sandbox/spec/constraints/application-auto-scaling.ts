import type { Constraints } from "./constraint.ts";
import { arnLength } from "./constraint.ts";

/** Limits of the types of AWS::ApplicationAutoScaling. */
export const applicationAutoScaling: Readonly<Record<string, Constraints>> = {
  "AWS::ApplicationAutoScaling::ScalableTarget": {
    ResourceId: arnLength,
    RoleARN: arnLength,
  },
  "AWS::ApplicationAutoScaling::ScalingPolicy": {
    PolicyName: { minLength: 1, maxLength: 256 },
    ResourceId: arnLength,
    "TargetTrackingScalingPolicyConfiguration/CustomizedMetricSpecification/Metrics/*/Expression": {
      minLength: 1,
      maxLength: 2048,
    },
    "TargetTrackingScalingPolicyConfiguration/CustomizedMetricSpecification/Metrics/*/Id": {
      minLength: 1,
      maxLength: 255,
    },
    "TargetTrackingScalingPolicyConfiguration/CustomizedMetricSpecification/Metrics/*/MetricStat/Metric/Dimensions/*/Name":
      { minLength: 1, maxLength: 255 },
    "TargetTrackingScalingPolicyConfiguration/CustomizedMetricSpecification/Metrics/*/MetricStat/Metric/Dimensions/*/Value":
      { minLength: 1, maxLength: 1024 },
    "TargetTrackingScalingPolicyConfiguration/CustomizedMetricSpecification/Metrics/*/MetricStat/Metric/MetricName":
      { minLength: 1, maxLength: 255 },
    "TargetTrackingScalingPolicyConfiguration/CustomizedMetricSpecification/Metrics/*/MetricStat/Metric/Namespace":
      { minLength: 1, maxLength: 255 },
    "TargetTrackingScalingPolicyConfiguration/CustomizedMetricSpecification/Metrics/*/MetricStat/Unit": {
      minLength: 1,
      maxLength: 1023,
    },
    "TargetTrackingScalingPolicyConfiguration/PredefinedMetricSpecification/ResourceLabel": {
      minLength: 1,
      maxLength: 1023,
    },
  },
};
