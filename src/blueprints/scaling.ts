import type { ServiceSpec, WorkerSpec } from "../model/repository.ts";
import { sidesOf, type Exposure, type Side } from "./exposure.ts";
import { metricMath, targetMetric } from "./metric.ts";
import { networkOutput } from "./network-outputs.ts";
import { firstTask, messagesPerTask } from "./queue-scaling.ts";
import { attribute, join, ref, type Fragment, type Members, type Value } from "./template.ts";

/** Aimed at when a scale names bounds and nothing to scale by. */
const DEFAULT_CPU_PERCENT = 75;

type Scale = Exclude<(ServiceSpec | WorkerSpec)["scale"], number>;

/** Autoscaling between two bounds, with one target-tracking policy a metric, by the largest of them; nothing for a plain number of tasks. */
export function scaling({ scale }: ServiceSpec | WorkerSpec, exposures: readonly Exposure[]): Fragment {
  if (typeof scale === "number") return { Resources: {} };
  return { Resources: { ScalableTarget: scalableTarget(scale), ...policies(scale, exposures) } };
}

function scalableTarget({ min, max }: Scale): Fragment["Resources"][string] {
  return {
    Type: "AWS::ApplicationAutoScaling::ScalableTarget",
    Properties: {
      ServiceNamespace: "ecs",
      ScalableDimension: "ecs:service:DesiredCount",
      ResourceId: join("/", ["service", networkOutput("ClusterName"), attribute("Service", "Name")]),
      MinCapacity: min,
      MaxCapacity: max,
    },
  };
}

function policies(scale: Scale, exposures: readonly Exposure[]): Fragment["Resources"] {
  const requests = "requests" in scale && exposures.length > 0 ? scale.requests : undefined;
  const queue = "queue" in scale ? scale.queue : undefined;
  const aims = [scale.cpu, scale.memory, requests, queue];
  const isAimless = aims.every((aim) => aim === undefined);
  const cpu = isAimless ? DEFAULT_CPU_PERCENT : scale.cpu;
  return {
    ...(cpu === undefined ? {} : policy("Cpu", cpu, predefined("ECSServiceAverageCPUUtilization"))),
    ...(scale.memory === undefined
      ? {}
      : policy("Memory", scale.memory, predefined("ECSServiceAverageMemoryUtilization"))),
    ...(requests === undefined ? {} : policy("Requests", requests, requestsPerTarget(exposures))),
    ...(queue === undefined ? {} : policy("Queue", queue.messagesPerTask, messagesPerTask(queue))),
    ...(queue === undefined || scale.min > 0 ? {} : firstTask(queue)),
  };
}

function policy(name: string, target: number, specification: Members): Fragment["Resources"] {
  return {
    [`${name}Scaling`]: {
      Type: "AWS::ApplicationAutoScaling::ScalingPolicy",
      Properties: {
        PolicyName: name.toLowerCase(),
        PolicyType: "TargetTrackingScaling",
        ScalingTargetId: ref("ScalableTarget"),
        TargetTrackingScalingPolicyConfiguration: { TargetValue: target, ...specification },
      },
    },
  };
}

function predefined(PredefinedMetricType: string, ResourceLabel?: Value): Members {
  return { PredefinedMetricSpecification: { PredefinedMetricType, ResourceLabel } };
}

/** Requests that one task gets in a minute, from all balancers together. */
function requestsPerTarget(exposures: readonly Exposure[]): Members {
  const sides = exposures.flatMap(sidesOf);
  const [only, ...others] = sides;
  if (only !== undefined && others.length === 0)
    return predefined("ALBRequestCountPerTarget", targetLabel(only));
  const metrics = sides.map((side) => targetMetric(side, "RequestCountPerTarget", "Sum"));
  const named = Object.fromEntries(metrics.map((metric, index) => [`requests${index}`, metric]));
  const sum = Object.keys(named).map((id) => `FILL(${id}, 0)`);
  return { CustomizedMetricSpecification: { Metrics: metricMath(sum.join(" + "), named, {}) } };
}

function targetLabel({ prefix, targetGroup }: Side): Value {
  return join("/", [
    networkOutput(`${prefix}BalancerFullName`),
    attribute(targetGroup, "TargetGroupFullName"),
  ]);
}
