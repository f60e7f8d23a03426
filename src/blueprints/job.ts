import type { DesiredStack } from "../model/desired-stack.ts";
import type { JobSpec } from "../model/repository.ts";
import { alarms, type Alarm } from "./alarm.ts";
import { role } from "./iam.ts";
import type { Metric } from "./metric.ts";
import { networkOutput } from "./network-outputs.ts";
import { renderTemplate } from "./render-template.ts";
import { stackAt, type Site } from "./site.ts";
import { task } from "./task-definition.ts";
import { capacityProviders, networkConfiguration, securityGroup } from "./task-network.ts";
import { attribute, merge, ref, sub, type Fragment, type Resource, type Value } from "./template.ts";
import { openingsOfUses } from "./uses.ts";

/** A task that runs on a schedule. */
export function placeJob(site: Site, spec: JobSpec): DesiredStack {
  const template = merge([
    task(site, spec),
    securityGroup(site.app),
    openingsOfUses(site),
    schedule(site, spec),
    deadLetters(),
    ...(spec.alarms ? [failedRuns(), alarms(jobAlarms(site.app))] : []),
  ]);
  return stackAt(site, "Job", { ...renderTemplate(template), capabilities: ["CAPABILITY_IAM"] });
}

/** The runs of a job are one group of tasks: that is how the events of all its revisions are recognised. */
const TASK_GROUP = sub("${AWS::StackName}");

/** A schedule in a group of its own: the scheduler keeps its metrics by group. */
function schedule(site: Site, spec: JobSpec): Fragment {
  return {
    Resources: {
      ScheduleGroup: { Type: "AWS::Scheduler::ScheduleGroup", Properties: {} },
      SchedulerRole: schedulerRole(site),
      Schedule: {
        Type: "AWS::Scheduler::Schedule",
        Properties: {
          GroupName: ref("ScheduleGroup"),
          State: spec.enabled ? "ENABLED" : "DISABLED",
          ScheduleExpression: spec.schedule,
          ScheduleExpressionTimezone: spec.timeZone,
          FlexibleTimeWindow: { Mode: "OFF" },
          Target: target(spec),
        },
      },
    },
  };
}

function target(spec: JobSpec): Value {
  return {
    Arn: networkOutput("ClusterArn"),
    RoleArn: attribute("SchedulerRole", "Arn"),
    RetryPolicy: { MaximumRetryAttempts: spec.retries, MaximumEventAgeInSeconds: spec.maxAgeSeconds },
    DeadLetterConfig: { Arn: attribute("DeadLetters", "Arn") },
    EcsParameters: {
      TaskDefinitionArn: ref("TaskDefinition"),
      TaskCount: 1,
      Group: TASK_GROUP,
      CapacityProviderStrategy: capacityProviders(spec.spot),
      NetworkConfiguration: networkConfiguration(),
      EnableECSManagedTags: true,
      PropagateTags: "TASK_DEFINITION",
    },
  };
}

/** May run exactly this task definition on this cluster, and hand over exactly its two roles. */
function schedulerRole(site: Site): Resource {
  const onCluster = { ArnEquals: { "ecs:cluster": networkOutput("ClusterArn") } };
  const sourceArn = attribute("ScheduleGroup", "Arn");
  return role(site, { service: "scheduler.amazonaws.com", sourceArn }, [
    { actions: ["ecs:RunTask"], resources: [ref("TaskDefinition")], conditions: onCluster },
    {
      actions: ["ecs:TagResource"],
      resources: [sub("arn:${AWS::Partition}:ecs:${AWS::Region}:${AWS::AccountId}:task/*")],
      conditions: { StringEquals: { "ecs:CreateAction": "RunTask" }, ...onCluster },
    },
    {
      actions: ["iam:PassRole"],
      resources: [attribute("ExecutionRole", "Arn"), attribute("TaskRole", "Arn")],
      conditions: { StringEquals: { "iam:PassedToService": "ecs-tasks.amazonaws.com" } },
    },
    { actions: ["sqs:SendMessage"], resources: [attribute("DeadLetters", "Arn")] },
  ]);
}

const FOURTEEN_DAYS = 1_209_600;

/** Runs that could not be started and, with alarms, runs that failed. Kept when the job goes: they are work undone. */
function deadLetters(): Fragment {
  return {
    Resources: {
      DeadLetters: {
        Type: "AWS::SQS::Queue",
        Properties: { SqsManagedSseEnabled: true, MessageRetentionPeriod: FOURTEEN_DAYS },
        DeletionPolicy: "Retain",
        UpdateReplacePolicy: "Retain",
      },
    },
    Outputs: { DeadLetterQueueUrl: { Value: ref("DeadLetters") } },
  };
}

/** Catches runs that did not start or ended with an exit code, as evidence in the queue and as a metric. */
function failedRuns(): Fragment {
  const queue = attribute("DeadLetters", "Arn");
  const statement = {
    Effect: "Allow",
    Principal: { Service: "events.amazonaws.com" },
    Action: "sqs:SendMessage",
    Resource: queue,
    Condition: { ArnEquals: { "aws:SourceArn": attribute("FailedRuns", "Arn") } },
  };
  return {
    Resources: {
      FailedRuns: {
        Type: "AWS::Events::Rule",
        Properties: {
          EventPattern: {
            source: ["aws.ecs"],
            "detail-type": ["ECS Task State Change"],
            detail: {
              clusterArn: [networkOutput("ClusterArn")],
              group: [TASK_GROUP],
              lastStatus: ["STOPPED"],
              $or: [
                { containers: { exitCode: [{ "anything-but": [0] }] } },
                { stopCode: [{ "anything-but": ["EssentialContainerExited"] }] },
              ],
            },
          },
          Targets: [{ Id: "dead-letters", Arn: queue }],
        },
      },
      DeadLettersPolicy: {
        Type: "AWS::SQS::QueuePolicy",
        Properties: {
          Queues: [ref("DeadLetters")],
          PolicyDocument: { Version: "2012-10-17", Statement: [statement] },
        },
      },
    },
  };
}

const ONE_OF_FIVE: Alarm["badMinutes"] = [1, 5];

function jobAlarms(app: string): readonly Alarm[] {
  const invocations = count("AWS/Scheduler", "TargetErrorCount", { ScheduleGroup: ref("ScheduleGroup") });
  const dropped = count("AWS/Scheduler", "InvocationDroppedCount", { ScheduleGroup: ref("ScheduleGroup") });
  return [
    {
      id: "FailedInvocationsAlarm",
      description: `${app} could not be started by the scheduler`,
      expression: "FILL(errors, 0) + FILL(dropped, 0)",
      metrics: { errors: invocations, dropped },
      threshold: 0,
      badMinutes: ONE_OF_FIVE,
    },
    {
      id: "FailedRunsAlarm",
      description: `A run of ${app} did not start or ended with an exit code other than 0`,
      expression: "FILL(failed, 0)",
      metrics: {
        failed: count("AWS/Events", "Invocations", { RuleName: attribute("FailedRuns", "RuleName") }),
      },
      threshold: 0,
      badMinutes: ONE_OF_FIVE,
    },
    {
      id: "DeadLettersAlarm",
      description: `The dead-letter queue of ${app} holds runs that nobody has looked at`,
      expression: "FILL(letters, 0)",
      metrics: {
        letters: {
          namespace: "AWS/SQS",
          name: "ApproximateNumberOfMessagesVisible",
          statistic: "Maximum",
          dimensions: { QueueName: attribute("DeadLetters", "QueueName") },
        },
      },
      threshold: 0,
      badMinutes: ONE_OF_FIVE,
    },
  ];
}

function count(namespace: string, name: string, dimensions: Metric["dimensions"]): Metric {
  return { namespace, name, statistic: "Sum", dimensions };
}
