import { metricMath, type Metric } from "./metric.ts";
import { networkOutput } from "./network-outputs.ts";
import { attribute, type Fragment, type Resource, type Value } from "./template.ts";

/** When to tell people. All metrics are looked at minute by minute; a minute without data is a good one. */
export interface Alarm {
  /** Logical id. */
  readonly id: string;
  /** For who has to know it before the alarm is there; without one, CloudFormation makes it up. */
  readonly name?: Value;
  /** What is wrong, for the one who gets the message. ASCII. */
  readonly description: string;
  /** Over the ids of `metrics`. */
  readonly expression: string;
  readonly metrics: Readonly<Record<string, Metric>>;
  /** More than this is bad; with `isLow`, less than this. */
  readonly threshold: number;
  readonly isLow?: true;
  /**
   * So many bad minutes of so many; fewer where the expression fills in missing minutes, because the last one is often not
   * there yet ("FILL" in "Metric math syntax and functions").
   */
  readonly badMinutes: readonly [bad: number, of: number];
}

/** Alarms to the account's topic, with their ARNs as outputs. */
export function alarms(list: readonly Alarm[]): Fragment {
  return {
    Resources: Object.fromEntries(list.map((alarm) => [alarm.id, alarmResource(alarm)])),
    Outputs: Object.fromEntries(
      list.map((alarm) => [arnOutput(alarm), { Value: attribute(alarm.id, "Arn") }]),
    ),
  };
}

/** Name of the output that holds an alarm's ARN. */
export function arnOutput({ id }: Alarm): string {
  return `${id}Arn`;
}

function alarmResource(alarm: Alarm): Resource {
  const [bad, of] = alarm.badMinutes;
  const topic = [networkOutput("AlarmTopicArn")];
  return {
    Type: "AWS::CloudWatch::Alarm",
    Properties: {
      AlarmName: alarm.name,
      AlarmDescription: alarm.description,
      Metrics: metricMath(alarm.expression, alarm.metrics, { Period: 60 }),
      ComparisonOperator: alarm.isLow === true ? "LessThanThreshold" : "GreaterThanThreshold",
      Threshold: alarm.threshold,
      EvaluationPeriods: of,
      DatapointsToAlarm: bad,
      TreatMissingData: "notBreaching",
      AlarmActions: topic,
      OKActions: topic,
    },
  };
}
