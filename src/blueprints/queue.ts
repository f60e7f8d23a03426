import type { DesiredStack } from "../model/desired-stack.ts";
import type { QueueSpec } from "../model/repository.ts";
import { alarms, type Alarm } from "./alarm.ts";
import type { Metric } from "./metric.ts";
import { renderTemplate } from "./render-template.ts";
import { stackAt, type Site } from "./site.ts";
import { attribute, merge, ref, type Fragment, type Members, type Resource } from "./template.ts";
import { tlsOnly } from "./tls-only.ts";

/** A queue, and a second one for what nobody could work on. Both outlive their stack: what waits is work undone. */
export function placeQueue(site: Site, spec: QueueSpec): DesiredStack {
  const template = merge([queues(spec), alarms(queueAlarms(site.app, spec))]);
  return stackAt(site, "Queue", { ...renderTemplate(template), capabilities: [] });
}

const SECONDS_PER_DAY = 86_400;
const BYTES_PER_KIB = 1024;

function queues(spec: QueueSpec): Fragment {
  const { deadLetters } = spec;
  return {
    Resources: {
      Queue: queue(spec, {
        MessageRetentionPeriod: spec.retentionDays * SECONDS_PER_DAY,
        VisibilityTimeout: spec.visibilitySeconds,
        DelaySeconds: spec.delaySeconds,
        MaximumMessageSize: spec.maxMessageKiB * BYTES_PER_KIB,
        ContentBasedDeduplication: spec.fifo ? spec.deduplicate : undefined,
        RedrivePolicy: {
          deadLetterTargetArn: attribute("DeadLetterQueue", "Arn"),
          maxReceiveCount: deadLetters.afterTries,
        },
      }),
      DeadLetterQueue: queue(spec, { MessageRetentionPeriod: deadLetters.retentionDays * SECONDS_PER_DAY }),
      QueuePolicy: policy("Queue"),
      DeadLetterQueuePolicy: policy("DeadLetterQueue"),
    },
    Outputs: {
      QueueUrl: { Value: ref("Queue") },
      QueueArn: { Value: attribute("Queue", "Arn") },
      QueueName: { Value: attribute("Queue", "QueueName") },
      DeadLetterQueueUrl: { Value: ref("DeadLetterQueue") },
      DeadLetterQueueArn: { Value: attribute("DeadLetterQueue", "Arn") },
    },
  };
}

/** `FifoQueue` is never false: SQS knows only its presence. The dead letters of a FIFO queue need one of their own kind. */
function queue({ fifo }: QueueSpec, properties: Members): Resource {
  return {
    Type: "AWS::SQS::Queue",
    Properties: { FifoQueue: fifo ? true : undefined, SqsManagedSseEnabled: true, ...properties },
    DeletionPolicy: "Retain",
    UpdateReplacePolicy: "Retain",
  };
}

function policy(of: string): Resource {
  return {
    Type: "AWS::SQS::QueuePolicy",
    Properties: { Queues: [ref(of)], PolicyDocument: tlsOnly("sqs:*", [attribute(of, "Arn")]) },
    DeletionPolicy: "Retain",
    UpdateReplacePolicy: "Retain",
  };
}

function queueAlarms(app: string, spec: QueueSpec): readonly Alarm[] {
  if (spec.alarms === false) return [];
  const { deadLetters, oldestSeconds } = spec.alarms;
  return [
    ...(deadLetters ? [deadLettersAlarm(app)] : []),
    ...(oldestSeconds === undefined ? [] : [oldestAlarm(app, oldestSeconds)]),
  ];
}

function deadLettersAlarm(app: string): Alarm {
  return {
    id: "DeadLettersAlarm",
    description: `The dead-letter queue of ${app} holds messages that nobody could work on`,
    expression: "letters",
    metrics: { letters: largest("DeadLetterQueue", "ApproximateNumberOfMessagesVisible") },
    threshold: 0,
    badMinutes: [1, 1],
  };
}

function oldestAlarm(app: string, seconds: number): Alarm {
  return {
    id: "OldestAlarm",
    description: `A message has waited in ${app} for more than ${seconds} s`,
    expression: "oldest",
    metrics: { oldest: largest("Queue", "ApproximateAgeOfOldestMessage") },
    threshold: seconds,
    badMinutes: [3, 5],
  };
}

function largest(queue: string, name: string): Metric {
  return {
    namespace: "AWS/SQS",
    name,
    statistic: "Maximum",
    dimensions: { QueueName: attribute(queue, "QueueName") },
  };
}
