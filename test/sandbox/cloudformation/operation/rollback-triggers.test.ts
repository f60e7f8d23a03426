import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { setDurations } from "../../../../src/sandbox/clock.ts";
import type { AlarmState } from "../../../../src/sandbox/cloudwatch/alarms.ts";
import { setAlarm } from "../../../../src/sandbox/cloudwatch/alarms.ts";
import type { TestSandbox } from "../../../support/sandbox.ts";
import { startTestSandbox } from "../../../support/sandbox.ts";
import { describe as describeStack } from "../../../support/sandbox-stacks.ts";
import { CreateStackCommand } from "@aws-sdk/client-cloudformation";
import type { Input } from "../../../../src/sandbox/cloudformation/api.ts";
import type { Engine } from "../engine.ts";
import { createEngine } from "../engine.ts";

const topic = (name: string) => ({
  Resources: { Topic: { Type: "AWS::SNS::Topic", Properties: { DisplayName: name } } },
});
const errors = "arn:aws:cloudwatch:eu-west-1:111111111111:alarm:errors";
const watching = (minutes?: number) => ({
  RollbackConfiguration: {
    RollbackTriggers: [{ Arn: errors, Type: "AWS::CloudWatch::Alarm" }],
    ...(minutes === undefined ? {} : { MonitoringTimeInMinutes: String(minutes) }),
  },
});
const set = (engine: Engine, state: AlarmState, now = Date.UTC(2026, 0, 1)) =>
  setAlarm(engine.world.region("111111111111", "eu-west-1"), "errors", state, now);

describe("rollback triggers", () => {
  test.each<AlarmState>(["OK", "INSUFFICIENT_DATA"])("in state %s let an operation through", (state) => {
    const engine = createEngine();
    set(engine, state);
    expect(engine.deploy("web", topic("a"), watching()).StackStatus).toBe("CREATE_COMPLETE");
  });

  test("in state ALARM roll a creation and an update back, and stay with the stack until they are replaced", () => {
    const engine = createEngine();
    set(engine, "OK");
    engine.deploy("web", topic("a"), watching());
    set(engine, "ALARM");
    const failed = engine.deploy("web", topic("b"));
    expect(failed.StackStatus).toBe("UPDATE_ROLLBACK_COMPLETE");
    expect(engine.call("DescribeStackEvents", { StackName: "web" }).StackEvents).toContainEqual(
      expect.objectContaining({
        ResourceStatus: "UPDATE_ROLLBACK_IN_PROGRESS",
        ResourceStatusReason: `The following rollback trigger(s) went to ALARM state: [${errors}]. `,
      }),
    );
    expect(engine.deploy("new", topic("a"), watching()).StackStatus).toBe("ROLLBACK_COMPLETE");
    const without = engine.deploy("web", topic("b"), { RollbackConfiguration: { RollbackTriggers: [] } });
    expect(without.StackStatus).toBe("UPDATE_COMPLETE");
  });

  test("that are missing fail the operation, those that a stack made do not", () => {
    const engine = createEngine();
    expect(engine.deploy("web", topic("a"), watching()).StackStatus).toBe("ROLLBACK_COMPLETE");
    const made = engine.deploy("alarms", {
      Resources: {
        Errors: {
          Type: "AWS::CloudWatch::Alarm",
          Properties: {
            AlarmName: "errors",
            ComparisonOperator: "GreaterThanThreshold",
            EvaluationPeriods: 1,
          },
        },
      },
      Outputs: { Arn: { Value: { "Fn::GetAtt": ["Errors", "Arn"] } } },
    });
    expect(made.Outputs[0].OutputValue).toBe(errors);
    expect(engine.deploy("two", topic("a"), watching()).StackStatus).toBe("CREATE_COMPLETE");
    engine.call("DeleteStack", { StackName: "alarms" });
    expect(engine.deploy("three", topic("a"), watching()).StackStatus).toBe("ROLLBACK_COMPLETE");
  });

  test("are watched for the monitoring time, scaled, and an alarm in that time rolls back even when it is over again", () => {
    const engine = createEngine();
    set(engine, "OK");
    engine.deploy("web", topic("a"), watching());
    setDurations(engine.world, { scale: 0.1 });
    const { StackId } = engine.call("UpdateStack", {
      StackName: "web",
      TemplateBody: JSON.stringify(topic("b")),
      ...watching(10),
    });
    engine.advanceMs(50_000);
    expect(engine.stack(StackId).StackStatus).toBe("UPDATE_IN_PROGRESS");
    set(engine, "ALARM", Date.UTC(2026, 0, 1, 0, 1));
    set(engine, "OK", Date.UTC(2026, 0, 1, 0, 1));
    engine.advanceMs(120_000);
    expect(engine.stack(StackId).StackStatus).toBe("UPDATE_ROLLBACK_COMPLETE");
    engine.call("UpdateStack", {
      StackName: "web",
      TemplateBody: JSON.stringify(topic("c")),
      ...watching(10),
    });
    engine.advanceMs(59_000);
    expect(engine.stack(StackId).StackStatus).toBe("UPDATE_IN_PROGRESS");
    engine.advanceMs(10_000);
    expect(engine.stack(StackId).StackStatus).toBe("UPDATE_COMPLETE");
  });

  test.each<[string, Input, string]>([
    [
      "six triggers",
      {
        RollbackTriggers: Array.from({ length: 6 }, () => ({ Arn: errors, Type: "AWS::CloudWatch::Alarm" })),
      },
      "less than or equal to 5",
    ],
    ["three hours and a minute", { MonitoringTimeInMinutes: "181" }, "less than or equal to 180"],
    ["another type", { RollbackTriggers: [{ Arn: errors, Type: "AWS::SNS::Topic" }] }, "enum value set"],
  ])("are refused with %s", (_, configuration, message) => {
    const engine = createEngine();
    expect(() => engine.deploy("web", topic("a"), { RollbackConfiguration: configuration })).toThrow(message);
  });
});

describe("the control endpoint for alarms", () => {
  let sandbox: TestSandbox;
  beforeAll(async () => {
    sandbox = await startTestSandbox({ durations: { scale: 1 } });
  });
  afterAll(() => sandbox.close());

  test("sets an alarm, which an operation that watches it sees at once", async () => {
    const place = { account: "111111111111", region: "eu-west-1", alarm: "errors" };
    await sandbox.control("POST", "alarms", { ...place, state: "OK" });
    const client = sandbox.cloudformation();
    await client.send(
      new CreateStackCommand({
        StackName: "web",
        TemplateBody: JSON.stringify(topic("a")),
        RollbackConfiguration: {
          RollbackTriggers: [{ Arn: errors, Type: "AWS::CloudWatch::Alarm" }],
          MonitoringTimeInMinutes: 180,
        },
      }),
    );
    await sandbox.control("POST", "alarms", { ...place, state: "ALARM" });
    const { StackStatus } = await describeStack(client, "web");
    expect(StackStatus).toBe("ROLLBACK_IN_PROGRESS");
    expect(await sandbox.control("GET", "alarms")).toEqual([{ arn: errors, state: "ALARM" }]);
  });

  test.each<[string, object]>([
    ["no account", { region: "eu-west-1", alarm: "a", state: "OK" }],
    ["an account that is none", { account: "1", region: "eu-west-1", alarm: "a", state: "OK" }],
    ["a Region that is none", { account: "111111111111", region: "a/b", alarm: "a", state: "OK" }],
    ["an unknown state", { account: "111111111111", region: "eu-west-1", alarm: "a", state: "RED" }],
    ["no name", { account: "111111111111", region: "eu-west-1", state: "OK" }],
  ])("refuses an alarm with %s", async (_, body) => {
    await expect(sandbox.control("POST", "alarms", body)).rejects.toThrow("400");
  });
});
