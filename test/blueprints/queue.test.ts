import { describe, expect, test } from "@jest/globals";
import { aQueue, placed } from "../support/placements.ts";
import { propertiesOf, readTemplate, resourcesOfType } from "../support/template-targets.ts";

const queue = placed(aQueue());

describe("a queue", () => {
  test("sends what nobody could work on to its dead letters", () => {
    expect(propertiesOf(queue, "Queue")).toEqual({
      SqsManagedSseEnabled: true,
      MessageRetentionPeriod: 345_600,
      VisibilityTimeout: 60,
      DelaySeconds: 0,
      MaximumMessageSize: 262_144,
      RedrivePolicy: {
        deadLetterTargetArn: { "Fn::GetAtt": ["DeadLetterQueue", "Arn"] },
        maxReceiveCount: 5,
      },
    });
    expect(propertiesOf(queue, "DeadLetterQueue")).toEqual({
      SqsManagedSseEnabled: true,
      MessageRetentionPeriod: 1_209_600,
    });
  });

  test("outlives its stack, and so do its dead letters and what keeps both behind TLS", () => {
    const { Resources } = readTemplate(queue.template);
    for (const id of ["Queue", "DeadLetterQueue", "QueuePolicy", "DeadLetterQueuePolicy"]) {
      expect(Resources[id]).toMatchObject({ DeletionPolicy: "Retain", UpdateReplacePolicy: "Retain" });
    }
    expect(propertiesOf(queue, "DeadLetterQueuePolicy")).toMatchObject({
      Queues: [{ Ref: "DeadLetterQueue" }],
      PolicyDocument: {
        Statement: [{ Effect: "Deny", Condition: { Bool: { "aws:SecureTransport": "false" } } }],
      },
    });
  });

  test("that keeps order has dead letters that keep order", () => {
    const fifo = placed(aQueue({ fifo: true, deduplicate: true }));
    expect(propertiesOf(fifo, "Queue")).toMatchObject({ FifoQueue: true, ContentBasedDeduplication: true });
    expect(propertiesOf(fifo, "DeadLetterQueue")).toMatchObject({ FifoQueue: true });
    expect(propertiesOf(fifo, "DeadLetterQueue")).not.toHaveProperty("ContentBasedDeduplication");
    expect(propertiesOf(queue, "Queue")).not.toHaveProperty("FifoQueue");
  });

  test("raises an alarm for a dead letter, and for messages that wait where that is asked for", () => {
    expect(resourcesOfType(queue, "AWS::CloudWatch::Alarm")).toEqual(["DeadLettersAlarm"]);
    const watched = placed(aQueue({ alarms: { deadLetters: false, oldestSeconds: 600 } }));
    expect(resourcesOfType(watched, "AWS::CloudWatch::Alarm")).toEqual(["OldestAlarm"]);
    expect(propertiesOf(watched, "OldestAlarm")).toMatchObject({ Threshold: 600 });
    expect(queue.rollbackAlarms).toEqual([]);
  });

  test("tells people where its dead letters are", () => {
    expect(readTemplate(queue.template).Outputs).toMatchObject({
      DeadLetterQueueUrl: { Value: { Ref: "DeadLetterQueue" } },
      DeadLetterQueueArn: { Value: { "Fn::GetAtt": ["DeadLetterQueue", "Arn"] } },
    });
  });
});
