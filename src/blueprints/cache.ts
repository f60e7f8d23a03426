import type { DesiredStack } from "../model/desired-stack.ts";
import type { CacheSpec } from "../model/repository.ts";
import { alarms, type Alarm } from "./alarm.ts";
import type { Metric } from "./metric.ts";
import { networkList } from "./network-outputs.ts";
import { renderTemplate } from "./render-template.ts";
import { stackAt, type Site } from "./site.ts";
import { storeSecurityGroup } from "./store-network.ts";
import {
  attribute,
  join,
  merge,
  ref,
  select,
  split,
  type Fragment,
  type Resource,
  type Value,
} from "./template.ts";

/** A cache without servers, for apps of the account that use it; ElastiCache lets nobody in without TLS. */
export function placeCache(site: Site, spec: CacheSpec): DesiredStack {
  const template = merge([
    storeSecurityGroup(`Cache ${site.app}`, { isKept: true }),
    cache(site, spec),
    alarms(cacheAlarms(site.app, spec)),
  ]);
  return stackAt(site, "Cache", { ...renderTemplate(template), capabilities: [] });
}

function cache(site: Site, spec: CacheSpec): Fragment {
  return {
    Resources: { Cache: serverlessCache(site, spec) },
    Outputs: {
      Host: { Value: attribute("Cache", "Endpoint.Address") },
      Port: { Value: attribute("Cache", "Endpoint.Port") },
      ReaderHost: { Value: attribute("Cache", "ReaderEndpoint.Address") },
      ReaderPort: { Value: attribute("Cache", "ReaderEndpoint.Port") },
    },
  };
}

function serverlessCache({ app }: Site, spec: CacheSpec): Resource {
  return {
    Type: "AWS::ElastiCache::ServerlessCache",
    Properties: {
      ServerlessCacheName: cacheName(app),
      Engine: "valkey",
      MajorEngineVersion: spec.engineVersion,
      SecurityGroupIds: [attribute("SecurityGroup", "GroupId")],
      SubnetIds: subnets(),
      CacheUsageLimits: {
        DataStorage: { Maximum: spec.maxStorageGiB, Unit: "GB" },
        ECPUPerSecond: { Maximum: spec.maxEcpuPerSecond },
      },
      SnapshotRetentionLimit: spec.snapshotDays,
      DailySnapshotTime: spec.snapshotTime,
    },
    DeletionPolicy: "Retain",
    UpdateReplacePolicy: "Retain",
  };
}

/** Of 40 characters, the hyphen and the stack's own part take nine. */
const LONGEST_APP = 31;

/**
 * ElastiCache makes up no name. The first part of the stack's random id keeps a cache that outlived its stack apart
 * from that of the next stack.
 */
function cacheName(app: string): Value {
  const readable = app.replaceAll(/-+/g, "-").slice(0, LONGEST_APP).replace(/-$/, "");
  const stackUuid = select(2, split(ref("AWS::StackId"), "/"));
  return join("-", [readable, select(0, split(stackUuid, "-"))]);
}

/** Two, which is what it takes: other subnets would be another cache, so a third zone of the network changes nothing here. */
function subnets(): Value {
  const all = networkList("PrivateSubnets");
  return [select(0, all), select(1, all)];
}

function cacheAlarms(app: string, spec: CacheSpec): readonly Alarm[] {
  if (spec.alarms === false) return [];
  const { storagePercent, throttled } = spec.alarms;
  return [storageAlarm(app, spec, storagePercent), ...(throttled ? [throttledAlarm(app)] : [])];
}

function storageAlarm(app: string, { maxStorageGiB }: CacheSpec, percent: number): Alarm {
  return {
    id: "StorageAlarm",
    description: `${app} holds more than ${percent} % of the ${maxStorageGiB} GiB that it may hold`,
    expression: `100 * bytes / ${maxStorageGiB * 1024 ** 3}`,
    metrics: { bytes: metric("BytesUsedForCache", "Maximum") },
    threshold: percent,
    badMinutes: [3, 5],
  };
}

function throttledAlarm(app: string): Alarm {
  return {
    id: "ThrottledAlarm",
    description: `${app} refuses commands: its limit of storage or of processing units is reached`,
    expression: "throttled",
    metrics: { throttled: metric("ThrottledCmds", "Sum") },
    threshold: 0,
    badMinutes: [3, 5],
  };
}

function metric(name: string, statistic: string): Metric {
  return { namespace: "AWS/ElastiCache", name, statistic, dimensions: { clusterId: ref("Cache") } };
}
