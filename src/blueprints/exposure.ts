import { ownsHost } from "../model/host-owner.ts";
import type { ServiceSpec } from "../model/repository.ts";
import { movesLoad } from "../model/strategy.ts";
import { PREFIX, type Balancer } from "./network-outputs.ts";
import { join, type Value } from "./template.ts";
import { zoneOutput } from "./zone.ts";

/** One load balancer that leads to a service. */
export interface Exposure {
  readonly balancer: Balancer;
  /** How its logical ids and the network's outputs for it begin. */
  readonly prefix: "Public" | "Internal";
  /** Logical id. */
  readonly targetGroup: string;
  /** Logical id of the group to which ECS moves the load, and back the next time. */
  readonly alternateGroup?: string;
  /** Domain names that this balancer answers to for the service. */
  readonly names: readonly Value[];
  /** Those of its hosts whose DNS records the service's stack makes; it shares the others. */
  readonly ownNames: readonly Value[];
}

/** The balancers that lead to a service, public first. */
export function exposuresOf(app: string, spec: ServiceSpec): readonly Exposure[] {
  const own = spec.hosts.filter((host) => ownsHost(app, spec, host));
  const used = BALANCERS.filter((balancer) => spec.expose.includes(balancer));
  return used.map((balancer) => ({
    balancer,
    prefix: PREFIX[balancer],
    targetGroup: `${PREFIX[balancer]}TargetGroup`,
    ...(movesLoad(spec) ? { alternateGroup: `${PREFIX[balancer]}AlternateTargetGroup` } : {}),
    names: [...namesOn(balancer, spec), ...(balancer === "public" ? spec.hostnames : [])],
    ownNames: namesOn(balancer, { ...spec, hosts: own }),
  }));
}

/** One target group of a balancer. */
export interface Side extends Pick<Exposure, "prefix" | "targetGroup"> {
  /** Tells it from the others of the service: `Public`, `PublicAlternate`. */
  readonly name: string;
}

/** The target groups in which a service's tasks may be: at each moment they are in one of a balancer's two. */
export function sidesOf({ prefix, targetGroup, alternateGroup }: Exposure): readonly Side[] {
  const side = { prefix, targetGroup, name: prefix };
  return alternateGroup === undefined
    ? [side]
    : [side, { prefix, targetGroup: alternateGroup, name: `${prefix}Alternate` }];
}

const BALANCERS = ["public", "internal"] as const;

/** `<host>.<zone>` is public where the service is, and internal otherwise; `<host>.internal.<zone>` always internal. */
function namesOn(
  balancer: Balancer,
  { hosts, expose }: Pick<ServiceSpec, "hosts" | "expose">,
): readonly Value[] {
  const outside = hosts.map((host) => join(".", [host, zoneOutput("ZoneName")]));
  if (balancer === "public") return outside;
  const inside = hosts.map((host) => join(".", [host, "internal", zoneOutput("ZoneName")]));
  return expose.includes("public") ? inside : [...outside, ...inside];
}
