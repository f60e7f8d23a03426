import { describe, expect, test } from "@jest/globals";
import { aJob, placed } from "../support/placements.ts";
import { propertiesOf, readTemplate, resourcesOfType } from "../support/template-targets.ts";

const job = placed(aJob({ timeZone: "Europe/Berlin", retries: 5, maxAgeSeconds: 600, spot: 100 }));

describe("a job", () => {
  test("runs one task by its schedule, in its time zone, with its retries", () => {
    expect(propertiesOf(job, "Schedule")).toMatchObject({
      State: "ENABLED",
      ScheduleExpression: "cron(0 3 * * ? *)",
      ScheduleExpressionTimezone: "Europe/Berlin",
      FlexibleTimeWindow: { Mode: "OFF" },
      Target: {
        Arn: { Ref: "NetworkClusterArn" },
        RetryPolicy: { MaximumRetryAttempts: 5, MaximumEventAgeInSeconds: 600 },
        DeadLetterConfig: { Arn: { "Fn::GetAtt": ["DeadLetters", "Arn"] } },
        EcsParameters: {
          TaskCount: 1,
          TaskDefinitionArn: { Ref: "TaskDefinition" },
          CapacityProviderStrategy: [{ CapacityProvider: "FARGATE_SPOT", Weight: 100 }],
        },
      },
    });
  });

  test("that is not enabled keeps its schedule, disabled", () => {
    expect(propertiesOf(placed(aJob({ enabled: false })), "Schedule")).toMatchObject({ State: "DISABLED" });
  });

  test("is started by a role that may run exactly its task and hand over exactly its roles", () => {
    const { Policies } = propertiesOf(job, "SchedulerRole") as {
      Policies: [
        { PolicyDocument: { Statement: { Action: string[]; Resource: unknown[]; Condition?: unknown }[] } },
      ];
    };
    const statements = Policies[0].PolicyDocument.Statement;
    expect(statements.map(({ Action, Resource }) => [Action, Resource])).toEqual([
      [["ecs:RunTask"], [{ Ref: "TaskDefinition" }]],
      [
        ["ecs:TagResource"],
        [{ "Fn::Sub": "arn:${AWS::Partition}:ecs:${AWS::Region}:${AWS::AccountId}:task/*" }],
      ],
      [["iam:PassRole"], [{ "Fn::GetAtt": ["ExecutionRole", "Arn"] }, { "Fn::GetAtt": ["TaskRole", "Arn"] }]],
      [["sqs:SendMessage"], [{ "Fn::GetAtt": ["DeadLetters", "Arn"] }]],
    ]);
    expect(statements[0]?.Condition).toEqual({ ArnEquals: { "ecs:cluster": { Ref: "NetworkClusterArn" } } });
    expect(statements[2]?.Condition).toEqual({
      StringEquals: { "iam:PassedToService": "ecs-tasks.amazonaws.com" },
    });
  });

  test("keeps its dead letters, encrypted", () => {
    expect(readTemplate(job.template).Resources["DeadLetters"]).toMatchObject({
      Properties: { SqsManagedSseEnabled: true },
      DeletionPolicy: "Retain",
      UpdateReplacePolicy: "Retain",
    });
  });

  test("tells of invocations that fail, runs that fail and dead letters, and rolls nothing back", () => {
    expect(resourcesOfType(job, "AWS::CloudWatch::Alarm")).toEqual([
      "DeadLettersAlarm",
      "FailedInvocationsAlarm",
      "FailedRunsAlarm",
    ]);
    expect(job.rollbackAlarms).toEqual([]);
  });

  test("recognises its own runs that end with an exit code or never start", () => {
    expect(propertiesOf(job, "FailedRuns")).toMatchObject({
      EventPattern: {
        detail: {
          group: [{ "Fn::Sub": "${AWS::StackName}" }],
          $or: [
            { containers: { exitCode: [{ "anything-but": [0] }] } },
            { stopCode: [{ "anything-but": ["EssentialContainerExited"] }] },
          ],
        },
      },
    });
    expect(propertiesOf(job, "Schedule")).toMatchObject({
      Target: { EcsParameters: { Group: { "Fn::Sub": "${AWS::StackName}" } } },
    });
  });

  test("lets nobody but its own rule and its scheduler put anything into the queue", () => {
    expect(propertiesOf(job, "DeadLettersPolicy")).toEqual({
      Queues: [{ Ref: "DeadLetters" }],
      PolicyDocument: {
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Allow",
            Principal: { Service: "events.amazonaws.com" },
            Action: "sqs:SendMessage",
            Resource: { "Fn::GetAtt": ["DeadLetters", "Arn"] },
            Condition: { ArnEquals: { "aws:SourceArn": { "Fn::GetAtt": ["FailedRuns", "Arn"] } } },
          },
        ],
      },
    });
  });

  test("without alarms watches nothing", () => {
    const silent = placed(aJob({ alarms: false }));
    expect(resourcesOfType(silent, "AWS::CloudWatch::Alarm")).toEqual([]);
    expect(resourcesOfType(silent, "AWS::Events::Rule")).toEqual([]);
    expect(resourcesOfType(silent, "AWS::SQS::Queue")).toEqual(["DeadLetters"]);
  });
});
