import { isObject } from "./json.ts";
import type { World } from "./world.ts";
import { settings } from "./world.ts";

/** What an account may have in a Region, as CloudFormation's DescribeAccountLimits names it. (User guide, cloudformation-limits; the last is unverified.) */
export const stackLimits = {
  StackLimit: 2000,
  StackOutputsLimit: 200,
  ConcurrentResourcesLimit: 2500,
} as const;

/** The same of Elastic Load Balancing. (Application Load Balancers user guide, "Quotas".) */
export const balancingLimits = {
  "application-load-balancers": 50,
  "target-groups": 3000,
  "targets-per-application-load-balancer": 1000,
  "listeners-per-application-load-balancer": 50,
  "rules-per-application-load-balancer": 100,
  "certificates-per-application-load-balancer": 25,
  "target-groups-per-action-on-application-load-balancer": 5,
  "target-groups-per-application-load-balancer": 100,
  "condition-values-per-alb-rule": 5,
  "condition-wildcards-per-alb-rule": 6,
} as const;

/** The name of a limit. */
export type LimitName = keyof typeof stackLimits | keyof typeof balancingLimits;

const usual: Readonly<Record<string, number>> = { ...stackLimits, ...balancingLimits };

/** The names of all limits. */
export const limitNames: readonly string[] = Object.keys(usual);

/** A limit in force, the same in every account. */
export function limitOf(world: World, name: LimitName): number {
  return changedLimits(world)[name] ?? usual[name] ?? 0;
}

/** The limits that are not as usual. */
export function changedLimits(world: World): Readonly<Record<string, number>> {
  const stored = world.table(settings).get(KEY);
  if (stored === undefined || !isObject(stored)) return {};
  const limits = Object.entries(stored).flatMap(([name, value]) =>
    typeof value === "number" ? [[name, value] as const] : [],
  );
  return Object.fromEntries(limits);
}

/** Sets limits, the others are as usual; it survives a restart. */
export function setLimits(world: World, limits: Readonly<Record<string, number>>): void {
  world.table(settings).put(KEY, limits);
}

const KEY = "limits";
