import { databaseEngine } from "../model/database-engine.ts";
import type { DatabaseSpec } from "../model/repository.ts";
import type { Alarm } from "./alarm.ts";
import { CLUSTER, INSTANCE } from "./database-ids.ts";
import type { Metric } from "./metric.ts";
import { ref } from "./template.ts";

/** What tells that a database will soon be too small. */
export function databaseAlarms(app: string, spec: DatabaseSpec): readonly Alarm[] {
  if (spec.alarms === false) return [];
  const { isAurora } = databaseEngine(spec);
  const metric = isAurora ? clusterMetric : instanceMetric;
  const { cpuPercent, freeStorageGiB, connections } = spec.alarms;
  return [
    loadAlarm(app, cpuPercent, metric(isAurora ? "ACUUtilization" : "CPUUtilization", "Average")),
    ...(isAurora ? [] : [storageAlarm(app, freeStorageGiB)]),
    ...(connections === undefined
      ? []
      : [connectionsAlarm(app, connections, metric("DatabaseConnections", "Maximum"))]),
  ];
}

function loadAlarm(app: string, percent: number, load: Metric): Alarm {
  return {
    id: "CpuAlarm",
    description: `${app} uses more than ${percent} % of the CPU or capacity that it has`,
    expression: "load",
    metrics: { load },
    threshold: percent,
    badMinutes: [10, 10],
  };
}

function storageAlarm(app: string, gib: number): Alarm {
  return {
    id: "FreeStorageAlarm",
    description: `${app} has less than ${gib} GiB of disk left`,
    expression: `free / ${1024 ** 3}`,
    metrics: { free: instanceMetric("FreeStorageSpace", "Minimum") },
    threshold: gib,
    isLow: true,
    badMinutes: [3, 5],
  };
}

function connectionsAlarm(app: string, count: number, connections: Metric): Alarm {
  return {
    id: "ConnectionsAlarm",
    description: `${app} has more than ${count} open connections`,
    expression: "connections",
    metrics: { connections },
    threshold: count,
    badMinutes: [3, 5],
  };
}

function instanceMetric(name: string, statistic: string): Metric {
  return { namespace: "AWS/RDS", name, statistic, dimensions: { DBInstanceIdentifier: ref(INSTANCE) } };
}

function clusterMetric(name: string, statistic: string): Metric {
  return { namespace: "AWS/RDS", name, statistic, dimensions: { DBClusterIdentifier: ref(CLUSTER) } };
}
