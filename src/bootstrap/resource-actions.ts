import { NETWORK_ACTIONS } from "./network-actions.ts";
import { STORE_ACTIONS } from "./store-actions.ts";

/**
 * What CloudFormation calls to read, make, change and delete a resource of each type that a blueprint may place.
 *
 * Source: the handlers' permissions in the type schemas of the CloudFormation registry (`aws cloudformation
 * describe-type --type RESOURCE --type-name …`). IAM roles are not here: what they need has conditions of its own.
 */
export const RESOURCE_ACTIONS: Readonly<Record<string, readonly string[]>> = {
  ...NETWORK_ACTIONS,
  ...STORE_ACTIONS,

  "AWS::ApplicationAutoScaling::ScalableTarget": [
    "application-autoscaling:DeregisterScalableTarget",
    "application-autoscaling:DescribeScalableTargets",
    "application-autoscaling:DescribeScheduledActions",
    "application-autoscaling:ListTagsForResource",
    "application-autoscaling:RegisterScalableTarget",
    "application-autoscaling:TagResource",
    "application-autoscaling:UntagResource",
  ],
  "AWS::ApplicationAutoScaling::ScalingPolicy": [
    "application-autoscaling:DeleteScalingPolicy",
    "application-autoscaling:DescribeScalingPolicies",
    "application-autoscaling:PutScalingPolicy",
    "cloudwatch:DeleteAlarms",
    "cloudwatch:DescribeAlarms",
    "cloudwatch:PutMetricAlarm",
  ],
  /** An address that CloudFormation makes up by itself. */
  "AWS::CloudFormation::WaitConditionHandle": [],
  "AWS::CloudWatch::Alarm": [
    "cloudwatch:DeleteAlarms",
    "cloudwatch:DescribeAlarms",
    "cloudwatch:ListTagsForResource",
    "cloudwatch:PutMetricAlarm",
    "cloudwatch:TagResource",
    "cloudwatch:UntagResource",
  ],
  "AWS::ECS::Cluster": [
    "ecs:CreateCluster",
    "ecs:DeleteCluster",
    "ecs:DescribeClusters",
    "ecs:UpdateCluster",
    "ecs:UpdateClusterSettings",
  ],
  "AWS::ECS::ClusterCapacityProviderAssociations": [
    "ecs:DescribeCapacityProviders",
    "ecs:PutClusterCapacityProviders",
  ],
  "AWS::ECS::Service": [
    "ecs:CreateService",
    "ecs:DeleteService",
    "ecs:DescribeServiceDeployments",
    "ecs:DescribeServiceRevisions",
    "ecs:DescribeServices",
    "ecs:ListServiceDeployments",
    "ecs:StopServiceDeployment",
    "ecs:UpdateService",
  ],
  "AWS::ECS::TaskDefinition": [
    "ecs:DeleteTaskDefinitions",
    "ecs:DeregisterTaskDefinition",
    "ecs:DescribeTaskDefinition",
    "ecs:RegisterTaskDefinition",
  ],
  "AWS::Events::Rule": [
    "events:DeleteRule",
    "events:DescribeRule",
    "events:ListTagsForResource",
    "events:ListTargetsByRule",
    "events:PutRule",
    "events:PutTargets",
    "events:RemoveTargets",
    "events:TagResource",
    "events:UntagResource",
  ],
  "AWS::Logs::LogGroup": [
    "logs:CreateLogGroup",
    "logs:DeleteLogGroup",
    "logs:DeleteRetentionPolicy",
    "logs:DescribeIndexPolicies",
    "logs:DescribeLogGroups",
    "logs:DescribeResourcePolicies",
    "logs:GetDataProtectionPolicy",
    "logs:ListTagsForResource",
    "logs:PutRetentionPolicy",
    "logs:TagResource",
    "logs:UntagResource",
  ],
  "AWS::SNS::Subscription": [
    "sns:GetSubscriptionAttributes",
    "sns:ListSubscriptionsByTopic",
    "sns:SetSubscriptionAttributes",
    "sns:Subscribe",
    "sns:Unsubscribe",
  ],
  "AWS::SNS::Topic": [
    "sns:CreateTopic",
    "sns:DeleteTopic",
    "sns:GetDataProtectionPolicy",
    "sns:GetTopicAttributes",
    "sns:ListSubscriptionsByTopic",
    "sns:ListTagsForResource",
    "sns:SetTopicAttributes",
    "sns:TagResource",
    "sns:UntagResource",
  ],
  "AWS::SNS::TopicPolicy": ["sns:GetTopicAttributes", "sns:SetTopicAttributes"],
  "AWS::Scheduler::Schedule": [
    "scheduler:CreateSchedule",
    "scheduler:DeleteSchedule",
    "scheduler:GetSchedule",
    "scheduler:UpdateSchedule",
  ],
  "AWS::Scheduler::ScheduleGroup": [
    "scheduler:CreateScheduleGroup",
    "scheduler:DeleteScheduleGroup",
    "scheduler:GetScheduleGroup",
    "scheduler:ListTagsForResource",
    "scheduler:TagResource",
    "scheduler:UntagResource",
  ],
};

/** What all types of a service share. */
const SERVICE_ACTIONS: readonly string[] = [
  "ec2:CreateTags",
  "ec2:DeleteTags",
  "ec2:Describe*",
  "ec2:GetSecurityGroupsForVpc",
  "ecs:ListTagsForResource",
  "ecs:TagResource",
  "ecs:UntagResource",
  "elasticloadbalancing:AddTags",
  "elasticloadbalancing:Describe*",
  "elasticloadbalancing:RemoveTags",
  "rds:AddTagsToResource",
  "rds:Describe*",
  "rds:ListTagsForResource",
  "rds:RemoveTagsFromResource",
];

/** Every action on resources of apps, each once and in order. */
export function resourceActions(): readonly string[] {
  return [...new Set([...Object.values(RESOURCE_ACTIONS).flat(), ...SERVICE_ACTIONS])].toSorted();
}

/**
 * Those that only read how a resource is set up: what drift detection needs. None reads what a resource holds, but names
 * of objects show to whoever may ask whether a bucket is there (`s3:ListBucket`).
 */
export function resourceReads(): readonly string[] {
  return resourceActions().filter((action) => /^[a-z0-9-]+:(?:Describe|Get|List)/.test(action));
}
