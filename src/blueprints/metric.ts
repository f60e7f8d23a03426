import type { Side } from "./exposure.ts";
import { networkOutput } from "./network-outputs.ts";
import { attribute, type Members, type Value } from "./template.ts";

/** One metric of CloudWatch, a minute at a time. */
export interface Metric {
  readonly namespace: string;
  readonly name: string;
  readonly statistic: string;
  readonly dimensions: Readonly<Record<string, Value>>;
}

/** What a metric query says of time: an alarm states the period, a scaling policy may not. */
export type QueryTime = { readonly Period?: number };

/**
 * Queries for metrics by id, and the expression over these ids that they amount to. An expression that is nothing but
 * an id needs no query of its own.
 */
export function metricMath(
  expression: string,
  metrics: Readonly<Record<string, Metric>>,
  time: QueryTime,
): readonly Members[] {
  const queries = Object.entries(metrics).map(([Id, metric]) => ({
    Id,
    ReturnData: Id === expression,
    MetricStat: { Metric: metricIdentity(metric), Stat: metric.statistic, ...time },
  }));
  return expression in metrics
    ? queries
    : [...queries, { Id: "result", ReturnData: true, Expression: expression }];
}

/** What the load balancer counts for the targets of one group. */
export function targetMetric({ prefix, targetGroup }: Side, name: string, statistic: string): Metric {
  return {
    namespace: "AWS/ApplicationELB",
    name,
    statistic,
    dimensions: {
      LoadBalancer: networkOutput(`${prefix}BalancerFullName`),
      TargetGroup: attribute(targetGroup, "TargetGroupFullName"),
    },
  };
}

function metricIdentity({ namespace, name, dimensions }: Metric): Members {
  return {
    Namespace: namespace,
    MetricName: name,
    Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
  };
}
