import type { Exposure } from "./exposure.ts";
import { networkOutput } from "./network-outputs.ts";
import { input, ref, type Fragment, type Resource, type Value } from "./template.ts";

/** Limits of one rule ("Quotas for your Application Load Balancers"). */
const VALUES_PER_RULE = 5;
const WILDCARDS_PER_RULE = 6;

/** What leads requests to a service on one balancer. */
export interface Routing {
  readonly app: string;
  readonly exposure: Exposure;
  /** Path patterns; none means every path. */
  readonly paths: readonly string[];
}

/** The listener rules of a service on one balancer: as few as the limits of a rule allow. */
export function listenerRules(routing: Routing): Fragment {
  const rules = splitConditions(routing.exposure.names, routing.paths).map((conditions, index) => {
    const id = `${routing.exposure.prefix}Rule${index + 1}`;
    return [id, listenerRule(id, index, routing, conditions)] as const;
  });
  return { Resources: Object.fromEntries(rules) };
}

interface Conditions {
  readonly hosts: readonly Value[];
  readonly paths: readonly string[];
}

/** Every host meets every path in exactly one rule. */
function splitConditions(hosts: readonly Value[], paths: readonly string[]): readonly Conditions[] {
  if (paths.length === 0) return chunk(hosts, VALUES_PER_RULE).map((part) => ({ hosts: part, paths: [] }));
  const [first = [], ...others] = [1, 2, 3, 4].map((hostsPerRule) => {
    const pathParts = chunkPaths(paths, VALUES_PER_RULE - hostsPerRule);
    return chunk(hosts, hostsPerRule).flatMap((part) =>
      pathParts.map((some) => ({ hosts: part, paths: some })),
    );
  });
  return others.reduce((best, next) => (next.length < best.length ? next : best), first);
}

function chunk<Item>(items: readonly Item[], size: number): readonly (readonly Item[])[] {
  return items.flatMap((_, index) => (index % size === 0 ? [items.slice(index, index + size)] : []));
}

function chunkPaths(paths: readonly string[], size: number): readonly (readonly string[])[] {
  return paths.reduce<readonly (readonly string[])[]>((parts, path) => {
    const last = parts.at(-1);
    const fits = last !== undefined && last.length < size && wildcards([...last, path]) <= WILDCARDS_PER_RULE;
    return fits ? [...parts.slice(0, -1), [...last, path]] : [...parts, [path]];
  }, []);
}

function wildcards(paths: readonly string[]): number {
  return paths.join("").replace(/[^*?]/g, "").length;
}

function listenerRule(id: string, index: number, routing: Routing, conditions: Conditions): Resource {
  const { app, exposure, paths } = routing;
  return {
    Type: "AWS::ElasticLoadBalancingV2::ListenerRule",
    Properties: {
      ListenerArn: networkOutput(`${exposure.prefix}ListenerArn`),
      Priority: input(`${id}Priority`, {
        type: "Number",
        binding: {
          kind: "priority",
          listener: exposure.balancer,
          match: paths.length === 0 ? "host" : "path",
          key: index === 0 ? app : `${app}/${index + 1}`,
        },
      }),
      Conditions: [
        { Field: "host-header", HostHeaderConfig: { Values: conditions.hosts } },
        ...(paths.length === 0
          ? []
          : [{ Field: "path-pattern", PathPatternConfig: { Values: conditions.paths } }]),
      ],
      Actions: [{ Type: "forward", TargetGroupArn: ref(exposure.targetGroup) }],
    },
  };
}
