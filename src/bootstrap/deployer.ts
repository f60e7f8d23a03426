import type { Json } from "../model/canonical.ts";
import { RELEASE_TAG } from "../model/release.ts";
import { artifactStatements } from "./artifact-bucket.ts";
import { delegationStatement } from "./delegation.ts";
import { sub, type Conditional, type Statement } from "./policy.ts";
import { resourceReads } from "./resource-actions.ts";

/** What Mooring asks CloudFormation, whatever it is about to do. */
const CLOUDFORMATION_READS = [
  "cloudformation:BatchDescribeTypeConfigurations",
  "cloudformation:DescribeAccountLimits",
  "cloudformation:DescribeChangeSet",
  "cloudformation:DescribeEvents",
  "cloudformation:DescribeStackDriftDetectionStatus",
  "cloudformation:DescribeStackEvents",
  "cloudformation:DescribeStackResourceDrifts",
  "cloudformation:DescribeStackResources",
  "cloudformation:DescribeStacks",
  "cloudformation:DetectStackDrift",
  "cloudformation:DetectStackResourceDrift",
  "cloudformation:GetTemplate",
  "cloudformation:ListChangeSets",
  "cloudformation:ListStackResources",
];

/** Where CloudFormation is blind: records that no stack declares, scaling policies, and why a deployment does not get on. */
const BLIND_SPOT_READS = [
  "application-autoscaling:DescribeScalingPolicies",
  "ecs:Describe*",
  "ecs:List*",
  "route53:GetHostedZone",
  "route53:ListHostedZones",
  "route53:ListHostedZonesByName",
  "route53:ListResourceRecordSets",
];

/** What is looked at before anything is deployed; load balancers and networks are among the reads of drift. None reads a value. */
const CHECK_READS = [
  "acm:DescribeCertificate",
  "ecr:BatchGetImage",
  "ecr:DescribeImages",
  "secretsmanager:DescribeSecret",
  "ssm:DescribeParameters",
];

/** Writes on the stacks of this repository; what a change set contains is the executor's business. */
const STACK_WRITES = [
  "cloudformation:ContinueUpdateRollback",
  "cloudformation:DeleteChangeSet",
  "cloudformation:DeleteStack",
  "cloudformation:ExecuteChangeSet",
  "cloudformation:RollbackStack",
  "cloudformation:TagResource",
  "cloudformation:UntagResource",
];

/** Ways around a change set that somebody looked at, whatever other policy would allow them. */
const WAYS_AROUND = [
  "cloudformation:CreateStack",
  "cloudformation:CreateStackInstances",
  "cloudformation:CreateStackSet",
  "cloudformation:SetStackPolicy",
  "cloudformation:UpdateStack",
  "cloudformation:UpdateStackInstances",
  "cloudformation:UpdateStackSet",
  "cloudformation:UpdateTerminationProtection",
  "sts:AssumeRole",
];

/** Reads of stacks and of how their resources are set up; `mooring-reader` has these and nothing else. */
export function readStatements(): readonly Statement[] {
  const named = new Set([...BLIND_SPOT_READS, ...CHECK_READS]);
  const configuration = resourceReads().filter((action) => !named.has(action));
  return [
    { sid: "ReadStacks", actions: CLOUDFORMATION_READS, resources: ["*"] },
    { sid: "ReadBlindSpots", actions: BLIND_SPOT_READS, resources: ["*"] },
    { sid: "ReadBeforeDeployment", actions: CHECK_READS, resources: ["*"] },
    { sid: "ReadLogsOfReleases", actions: ["logs:GetLogEvents"], resources: [RELEASE_LOGS] },
    { sid: "ReadForDrift", actions: [...configuration, ...ROLE_READS], resources: ["*"] },
  ];
}

/**
 * Runs tasks of releases and of nothing else: by their task definitions, which are named after their stacks, and by the
 * tags that they have from these. Roles have shortened names.
 */
function releaseStatements(): readonly Statement[] {
  const definitions = [
    sub("arn:${AWS::Partition}:ecs:*:${AWS::AccountId}:task-definition/${Repository}-*-release:*"),
  ];
  const tasks = [sub("arn:${AWS::Partition}:ecs:*:${AWS::AccountId}:task/*")];
  return [
    { sid: "RunReleases", actions: ["ecs:RunTask"], resources: definitions },
    {
      sid: "NoteReleases",
      actions: ["ecs:TagResource"],
      resources: definitions,
      condition: { "ForAllValues:StringEquals": { "aws:TagKeys": [RELEASE_TAG] } },
    },
    {
      sid: "TagReleases",
      actions: ["ecs:TagResource"],
      resources: tasks,
      condition: { StringEquals: { "ecs:CreateAction": "RunTask" } },
    },
    {
      sid: "StopReleases",
      actions: ["ecs:StopTask"],
      resources: tasks,
      condition: {
        StringEquals: { "aws:ResourceTag/mooring:repository": { Ref: "Repository" } },
        StringLike: { "aws:ResourceTag/mooring:app": "*-release" },
      },
    },
    {
      sid: "HandOverRolesOfReleases",
      actions: ["iam:PassRole"],
      resources: [sub("arn:${AWS::Partition}:iam::${AWS::AccountId}:role/${Repository}-*")],
      condition: { StringEquals: { "iam:PassedToService": "ecs-tasks.amazonaws.com" } },
    },
  ];
}

/** Why a release failed stands in its log. */
const RELEASE_LOGS = sub(
  "arn:${AWS::Partition}:logs:*:${AWS::AccountId}:log-group:${Repository}-*-release-*:log-stream:*",
);

/** What drift detection asks about a role. */
export const ROLE_READS = [
  "iam:GetRole",
  "iam:GetRolePolicy",
  "iam:ListAttachedRolePolicies",
  "iam:ListRolePolicies",
];

/**
 * What Mooring does in an account: reads, change sets on the stacks of its repository, and handing over one role, the
 * executor, to CloudFormation and nobody else. A change set without the executor is refused.
 */
export function deployerStatements(executor: Json): readonly (Statement | Conditional)[] {
  const stacks = [sub("arn:${AWS::Partition}:cloudformation:*:${AWS::AccountId}:stack/${Repository}-*/*")];
  return [
    ...readStatements(),
    {
      sid: "PlanWithTheExecutor",
      actions: ["cloudformation:CreateChangeSet"],
      resources: stacks,
      condition: { StringEquals: { "cloudformation:RoleArn": executor } },
    },
    { sid: "ChangeStacks", actions: STACK_WRITES, resources: stacks },
    {
      sid: "HandOverTheExecutor",
      actions: ["iam:PassRole"],
      resources: [executor],
      condition: { StringEquals: { "iam:PassedToService": "cloudformation.amazonaws.com" } },
    },
    ...artifactStatements(),
    ...releaseStatements(),
    delegationStatement(),
    { sid: "NoWayAround", effect: "Deny", actions: WAYS_AROUND, resources: ["*"] },
  ];
}
