import type { ServiceSpec, WorkerSpec } from "../model/repository.ts";
import type { Alarm } from "./alarm.ts";
import { serviceDimensions } from "./ecs-service.ts";
import { sidesOf, type Exposure } from "./exposure.ts";
import { targetMetric, type Metric } from "./metric.ts";

/** At most five, so that all of them can roll a deployment back. */
export function serviceAlarms(
  app: string,
  spec: ServiceSpec,
  exposures: readonly Exposure[],
): readonly Alarm[] {
  const { alarms } = spec;
  if (alarms === false) return [];
  const atBalancer = [
    errorAlarm(app, alarms.errors5xxPercent, exposures),
    latencyAlarm(app, alarms.latencySeconds, exposures),
    ...(alarms.unhealthyHosts ? [unhealthyAlarm(app, exposures)] : []),
  ];
  return [...(exposures.length === 0 ? [] : atBalancer), ...workerAlarms(app, { alarms })];
}

/** What can be told of a service that no balancer leads to. */
export function workerAlarms(app: string, { alarms }: Pick<WorkerSpec, "alarms">): readonly Alarm[] {
  if (alarms === false) return [];
  return [
    loadAlarm(app, "Cpu", "CPUUtilization", alarms.cpuPercent),
    loadAlarm(app, "Memory", "MemoryUtilization", alarms.memoryPercent),
  ];
}

function errorAlarm(app: string, percent: number, exposures: readonly Exposure[]): Alarm {
  const errors = onEach("errors", exposures, "HTTPCode_Target_5XX_Count", "Sum");
  const requests = onEach("requests", exposures, "RequestCount", "Sum");
  const all = sum(requests);
  return {
    id: "ErrorsAlarm",
    description: `${app} answers more than ${percent} % of its requests with 5xx`,
    expression: `IF(${all} > 0, 100 * (${sum(errors)}) / (${all}), 0)`,
    metrics: { ...errors, ...requests },
    threshold: percent,
    badMinutes: [3, 5],
  };
}

function latencyAlarm(app: string, seconds: number, exposures: readonly Exposure[]): Alarm {
  const latencies = onEach("latency", exposures, "TargetResponseTime", "p95");
  return {
    id: "LatencyAlarm",
    description: `${app} takes more than ${seconds} s for one request in twenty`,
    expression: largest(latencies),
    metrics: latencies,
    threshold: seconds,
    badMinutes: [3, 5],
  };
}

function unhealthyAlarm(app: string, exposures: readonly Exposure[]): Alarm {
  const unhealthy = onEach("unhealthy", exposures, "UnHealthyHostCount", "Maximum");
  return {
    id: "UnhealthyAlarm",
    description: `${app} has tasks that fail their health check`,
    expression: largest(unhealthy),
    metrics: unhealthy,
    threshold: 0,
    badMinutes: [4, 5],
  };
}

/** Ten minutes: starting up may well take all there is. */
function loadAlarm(app: string, id: "Cpu" | "Memory", name: string, percent: number): Alarm {
  const load: Metric = { namespace: "AWS/ECS", name, statistic: "Average", dimensions: serviceDimensions() };
  return {
    id: `${id}Alarm`,
    description: `${app} uses more than ${percent} % of its ${id === "Cpu" ? "CPU" : "memory"}`,
    expression: "load",
    metrics: { load },
    threshold: percent,
    badMinutes: [10, 10],
  };
}

type Metrics = Alarm["metrics"];

/** The same metric of every target group. */
function onEach(id: string, exposures: readonly Exposure[], name: string, statistic: string): Metrics {
  return Object.fromEntries(
    exposures.flatMap(sidesOf).map((side) => [`${id}${side.name}`, targetMetric(side, name, statistic)]),
  );
}

function sum(metrics: Metrics): string {
  return filled(metrics).join(" + ");
}

function largest(metrics: Metrics): string {
  return `MAX([${filled(metrics).join(", ")}])`;
}

/** CloudWatch has no data point for a minute without requests. */
function filled(metrics: Metrics): readonly string[] {
  return Object.keys(metrics).map((id) => `FILL(${id}, 0)`);
}
