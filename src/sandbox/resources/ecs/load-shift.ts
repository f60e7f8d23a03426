import { stepMs } from "../../clock.ts";
import { alarmArn, alarms } from "../../cloudwatch/alarms.ts";
import type { Json, JsonObject } from "../../json.ts";
import { isList, isObject } from "../../json.ts";
import { scalarText } from "../../template/functions.ts";
import type { Region, World } from "../../world.ts";
import { moveLoad, movedLoadOf } from "../moved-load.ts";
import type { ServiceRecord } from "./records.ts";

/** A balancer of a service whose load ECS moves. */
export interface LoadTarget {
  readonly targetGroup: string;
  readonly alternate: string;
  readonly rule: string;
}

/** Whether ECS moves a service's load from one target group to another, and not task by task. */
export function movesLoad(properties: JsonObject): boolean {
  return /^(?:BLUE_GREEN|CANARY|LINEAR)$/.test(text(configurationOf(properties)["Strategy"]));
}

/** The balancers of a service; members that are not there are empty texts. */
export function loadTargetsOf({ LoadBalancers }: JsonObject): readonly LoadTarget[] {
  if (!isList(LoadBalancers)) return [];
  return LoadBalancers.filter(isObject).map((balancer) => {
    const advanced = balancer["AdvancedConfiguration"];
    const members = advanced !== undefined && isObject(advanced) ? advanced : {};
    return {
      targetGroup: text(balancer["TargetGroupArn"]),
      alternate: text(members["AlternateTargetGroupArn"]),
      rule: text(members["ProductionListenerRule"]),
    };
  });
}

/** Moves the load of a service to the tasks of its newest deployment, once for each: to the other target group, at first to its own. */
export function shiftLoad(region: Region, service: ServiceRecord): void {
  const deployment = service.deployments[0]?.id ?? "";
  if (!movesLoad(service.properties)) return;
  for (const { targetGroup, alternate, rule } of loadTargetsOf(service.properties)) {
    const known = movedLoadOf(region, rule);
    if (known?.deployment === deployment) continue;
    const serving = known?.serving === targetGroup ? alternate : targetGroup;
    moveLoad(region, rule, {
      serving,
      idle: serving === targetGroup ? alternate : targetGroup,
      deployment,
    });
  }
}

/** Moves the load back: the tasks of the newest deployment did not keep it. */
export function shiftLoadBack(region: Region, service: ServiceRecord): void {
  if (!movesLoad(service.properties) || service.deployments.length < 2) return;
  for (const { rule } of loadTargetsOf(service.properties)) {
    const known = movedLoadOf(region, rule);
    if (known !== undefined && known.deployment === service.deployments[0]?.id)
      moveLoad(region, rule, { ...known, serving: known.idle, idle: known.serving });
  }
}

/** How long the tasks before the newest deployment are kept, from its beginning, in milliseconds; a first deployment has none. */
export function bakingMs(world: World, { properties, deployments }: ServiceRecord): number {
  if (!movesLoad(properties) || deployments.length < 2) return 0;
  const { BakeTimeInMinutes, CanaryConfiguration } = configurationOf(properties);
  const canary =
    CanaryConfiguration !== undefined && isObject(CanaryConfiguration) ? CanaryConfiguration : {};
  const minutes = Number(text(BakeTimeInMinutes)) + Number(text(canary["CanaryBakeTimeInMinutes"]));
  return minutes === 0 ? 0 : stepMs(world, 60 + minutes * 60);
}

/**
 * Whether an alarm that a service's deployments heed has gone off since the newest one began.
 *
 * Where one was in ALARM before, none is heeded: that deployment may be the remedy. (ECS developer guide, "How CloudWatch alarms detect deployment failures".)
 */
export function isAlarmed(region: Region, { properties, deployments }: ServiceRecord): boolean {
  const { Alarms } = configurationOf(properties);
  if (Alarms === undefined || !isObject(Alarms) || text(Alarms["Enable"]) !== "true") return false;
  const names = isList(Alarms["AlarmNames"]) ? Alarms["AlarmNames"] : [];
  const since = deployments[0]?.createdAt ?? 0;
  const ringing = names
    .map((name) => region.table(alarms).get(alarmArn(region, text(name))))
    .filter((alarm) => alarm?.state === "ALARM");
  return ringing.length > 0 && ringing.every((alarm) => (alarm?.alarmedAt ?? 0) > since);
}

function configurationOf({ DeploymentConfiguration }: JsonObject): JsonObject {
  return DeploymentConfiguration !== undefined && isObject(DeploymentConfiguration)
    ? DeploymentConfiguration
    : {};
}

function text(value: Json | undefined): string {
  return scalarText(value) ?? "";
}
