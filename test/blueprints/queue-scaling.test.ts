import { describe, expect, test } from "@jest/globals";
import { scalingFindings } from "../../src/drift/scaling-drift.ts";
import type { DesiredStack } from "../../src/model/desired-stack.ts";
import { aQueue, aUse, aWorker, placedUsing } from "../support/placements.ts";
import { specificationProblems } from "../support/resource-specification.ts";
import { propertiesOf, readTemplate, resourcesOfType } from "../support/template-targets.ts";

const POLICY = "AWS::ApplicationAutoScaling::ScalingPolicy";

function worker(scale: { readonly min: number; readonly cpu?: number }): DesiredStack {
  const spec = aWorker({ scale: { max: 9, queue: { app: "jobs", messagesPerTask: 20 }, ...scale } });
  return placedUsing(spec, [aUse("jobs", aQueue())]);
}

describe("a worker that scales by a queue", () => {
  test("aims at so many messages for each task that is wanted, those in work included", () => {
    const policy = propertiesOf(worker({ min: 1 }), "QueueScaling");
    const sqs = (MetricName: string) => ({
      Metric: {
        Namespace: "AWS/SQS",
        MetricName,
        Dimensions: [{ Name: "QueueName", Value: { Ref: "JobsQueueName" } }],
      },
      Stat: "Maximum",
    });
    expect(policy).toMatchObject({
      PolicyName: "queue",
      PolicyType: "TargetTrackingScaling",
      TargetTrackingScalingPolicyConfiguration: {
        TargetValue: 20,
        CustomizedMetricSpecification: {
          Metrics: [
            { Id: "waiting", ReturnData: false, MetricStat: sqs("ApproximateNumberOfMessagesVisible") },
            { Id: "working", ReturnData: false, MetricStat: sqs("ApproximateNumberOfMessagesNotVisible") },
            {
              Id: "tasks",
              ReturnData: false,
              MetricStat: {
                Metric: {
                  Namespace: "ECS/ContainerInsights",
                  MetricName: "DesiredTaskCount",
                  Dimensions: [
                    { Name: "ClusterName", Value: { Ref: "NetworkClusterName" } },
                    { Name: "ServiceName", Value: { "Fn::GetAtt": ["Service", "Name"] } },
                  ],
                },
              },
            },
            {
              Id: "result",
              ReturnData: true,
              Expression:
                "(FILL(waiting, REPEAT) + FILL(working, REPEAT)) / IF(FILL(tasks, REPEAT) > 1, FILL(tasks, REPEAT), 1)",
            },
          ],
        },
      },
    });
  });

  test("scales by nothing else that nobody asked for", () => {
    expect(resourcesOfType(worker({ min: 1 }), POLICY)).toEqual(["QueueScaling"]);
    expect(resourcesOfType(worker({ min: 1, cpu: 70 }), POLICY)).toEqual(["CpuScaling", "QueueScaling"]);
  });

  test("down to no task is woken by the first message", () => {
    const stack = worker({ min: 0 });
    expect(resourcesOfType(stack, POLICY)).toEqual(["FirstTaskScaling", "QueueScaling"]);
    expect(propertiesOf(stack, "FirstTaskScaling")).toMatchObject({
      PolicyType: "StepScaling",
      StepScalingPolicyConfiguration: {
        AdjustmentType: "ChangeInCapacity",
        StepAdjustments: [{ MetricIntervalLowerBound: 0, ScalingAdjustment: 1 }],
      },
    });
    expect(propertiesOf(stack, "FirstTaskAlarm")).toMatchObject({
      AlarmActions: [{ Ref: "FirstTaskScaling" }],
      ComparisonOperator: "GreaterThanThreshold",
      Threshold: 0,
      EvaluationPeriods: 3,
      Metrics: [
        { Id: "waiting" },
        { Id: "tasks" },
        { Expression: "IF(FILL(tasks, 0) < 1 AND waiting > 0, 1, 0)", ReturnData: true },
      ],
    });
    expect(stack.rollbackAlarms).not.toContain("FirstTaskAlarm");
  });

  test("waits for the queue's stack, and keeps to the resource specification", () => {
    const stack = worker({ min: 0 });
    expect(stack.dependsOn).toEqual(["jobs", "network"]);
    expect(specificationProblems(stack.template)).toEqual([]);
  });
});

test.each(["QueueScaling", "FirstTaskScaling"])(
  "%s as Application Auto Scaling tells of it is no drift",
  (id) => {
    const { template } = worker({ min: 0 });
    const physicalIds = new Map([
      [id, "arn:policy"],
      ["Service", "arn:service"],
    ]);
    const deployed = {
      template: JSON.parse(template) as never,
      parameters: { JobsQueueName: "acme-jobs", NetworkClusterName: "main" },
      outputs: {},
      physicalIds,
      pseudo: {},
    };
    const { Properties } = readTemplate(template).Resources[id] as { Properties: Record<string, unknown> };
    const configuration = JSON.stringify(Properties)
      .replaceAll('{"Ref":"JobsQueueName"}', '"acme-jobs"')
      .replaceAll('{"Ref":"NetworkClusterName"}', '"main"')
      .replaceAll('{"Fn::GetAtt":["Service","Name"]}', '"shop"');
    const policy = {
      arn: "arn:policy",
      name: id,
      resourceId: "service/main/shop",
      policyType: "any",
      configuration,
    };
    const subject = { account: "dev", app: "shop", stack: "acme-shop", ignoreDrift: [], now: 1, deployed };
    expect(scalingFindings({ ...subject, policies: [policy] }).properties).toEqual([]);
    const other = configuration.replace(/"(TargetValue|ScalingAdjustment)":\d+/, '"$1":7');
    expect(
      scalingFindings({ ...subject, policies: [{ ...policy, configuration: other }] }).properties,
    ).toHaveLength(1);
  },
);
