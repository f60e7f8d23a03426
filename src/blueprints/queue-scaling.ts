import type { WorkerSpec } from "../model/repository.ts";
import { serviceDimensions } from "./ecs-service.ts";
import { metricMath, type Metric } from "./metric.ts";
import { output, ref, type Fragment, type Members } from "./template.ts";

/** What a worker scales by when it scales by a queue. */
export type QueueTarget = NonNullable<Exclude<WorkerSpec["scale"], number>["queue"]>;

/**
 * The messages of a queue for each task, as a target-tracking policy takes them. Those that are being worked on count:
 * otherwise the last task would be stopped over the last message. Tasks are those that are wanted, because it is their
 * number that the policy changes; of those that run there are always fewer while it goes up, and it would go up too far.
 *
 * Source: "Create a target tracking scaling policy for Application Auto Scaling using metric math".
 */
export function messagesPerTask(queue: QueueTarget): Members {
  const messages = `(${latest("waiting")} + ${latest("working")})`;
  const tasks = `IF(${latest("tasks")} > 1, ${latest("tasks")}, 1)`;
  const metrics = {
    waiting: messagesOf(queue, "ApproximateNumberOfMessagesVisible"),
    working: messagesOf(queue, "ApproximateNumberOfMessagesNotVisible"),
    tasks: wantedTasks(),
  };
  return { CustomizedMetricSpecification: { Metrics: metricMath(`${messages} / ${tasks}`, metrics, {}) } };
}

/**
 * Starts the first task when messages wait and there is none: a target that is a share of nothing never would. Three
 * minutes, because the number of tasks is not there yet for the last ones, and counts as none.
 */
export function firstTask(queue: QueueTarget): Fragment["Resources"] {
  return {
    FirstTaskScaling: {
      Type: "AWS::ApplicationAutoScaling::ScalingPolicy",
      Properties: {
        PolicyName: "first-task",
        PolicyType: "StepScaling",
        ScalingTargetId: ref("ScalableTarget"),
        StepScalingPolicyConfiguration: {
          AdjustmentType: "ChangeInCapacity",
          MetricAggregationType: "Maximum",
          Cooldown: 180,
          StepAdjustments: [{ MetricIntervalLowerBound: 0, ScalingAdjustment: 1 }],
        },
      },
    },
    FirstTaskAlarm: {
      Type: "AWS::CloudWatch::Alarm",
      Properties: {
        AlarmDescription: "Messages wait and no task is wanted: not a fault, but what starts the first one",
        Metrics: metricMath(
          "IF(FILL(tasks, 0) < 1 AND waiting > 0, 1, 0)",
          { waiting: messagesOf(queue, "ApproximateNumberOfMessagesVisible"), tasks: wantedTasks() },
          { Period: 60 },
        ),
        ComparisonOperator: "GreaterThanThreshold",
        Threshold: 0,
        EvaluationPeriods: 3,
        TreatMissingData: "notBreaching",
        AlarmActions: [ref("FirstTaskScaling")],
      },
    },
  };
}

/** Metrics arrive at different times; taking what has not come yet for 0 would be a jump in what they amount to. */
function latest(id: string): string {
  return `FILL(${id}, REPEAT)`;
}

function messagesOf({ app }: QueueTarget, name: string): Metric {
  const QueueName = output({ stack: app, output: "QueueName" });
  return { namespace: "AWS/SQS", name, statistic: "Maximum", dimensions: { QueueName } };
}

/** Kept by Container Insights, which every cluster of `network` has. */
function wantedTasks(): Metric {
  return {
    namespace: "ECS/ContainerInsights",
    name: "DesiredTaskCount",
    statistic: "Maximum",
    dimensions: serviceDimensions(),
  };
}
