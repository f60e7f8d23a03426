import { ownsHost } from "../model/host-owner.ts";
import { formatPlace } from "../model/place.ts";
import type { Finding } from "./flaw.ts";
import type { PlacedService } from "./placed-service.ts";
import { keyOrigin } from "./tree.ts";

/**
 * Every host of an account has exactly one owner, whatever the balancers: `<host>.<zone>` is a DNS record of the owner's
 * stack, and Route 53 refuses to make it a second time. Others share the host by `paths`, behind the owner's balancers.
 */
export function checkHosts(account: string, services: readonly PlacedService[]): readonly Finding[] {
  const byHost = new Map<string, PlacedService[]>();
  for (const service of services) {
    for (const host of service.placement.spec.hosts) byHost.set(host, [...(byHost.get(host) ?? []), service]);
  }
  return [...byHost].flatMap(([host, sharers]) => checkHost({ account, host, sharers }));
}

interface SharedHost {
  readonly account: string;
  readonly host: string;
  readonly sharers: readonly PlacedService[];
}

function checkHost(shared: SharedHost): readonly Finding[] {
  const owners = shared.sharers.filter(({ placement: { app, spec } }) => ownsHost(app, spec, shared.host));
  const [owner, second] = owners;
  if (owner === undefined) return shared.sharers.map((service) => orphan(shared, service));
  if (second !== undefined) {
    return owners.map((service) => clash(shared, service, service === owner ? second : owner));
  }
  return [...shared.sharers.flatMap((service) => unreachable(shared, service, owner)), ...samePaths(shared)];
}

function orphan({ account, host }: SharedHost, service: PlacedService): Finding {
  const { app } = service.placement;
  return finding(account, service, {
    message: `${app} answers to some paths of ${host}, and no app of this account answers to the rest of it`,
    remedy: `give ${host} to an app without \`paths\`: its stack makes the DNS record`,
  });
}

function clash({ account, host }: SharedHost, service: PlacedService, other: PlacedService): Finding {
  const { app } = service.placement;
  return finding(account, service, {
    message: `${app} has the host ${host} in this account, and so has ${named(other)}`,
    remedy: "give one of them other hosts, or share the host by `paths`",
  });
}

/** The host's record leads to the owner's balancers only. */
function unreachable(
  { account, host }: SharedHost,
  service: PlacedService,
  owner: PlacedService,
): readonly Finding[] {
  const { app, spec } = service.placement;
  const missing = spec.expose.filter((balancer) => !owner.placement.spec.expose.includes(balancer));
  return missing.map((balancer) =>
    finding(account, service, {
      message: `${app} is on the ${balancer} load balancer, and its host ${host} does not lead there: ${named(owner)} is not on it`,
      remedy: `take ${balancer} out of \`expose\`, or add it to that of ${owner.placement.app}`,
    }),
  );
}

/** Two rules with one host and one path: the first would always win. */
function samePaths({ account, host, sharers }: SharedHost): readonly Finding[] {
  return sharers.flatMap((service, index) =>
    sharers.slice(0, index).flatMap((other) =>
      commonPaths(service, other).map((path) =>
        finding(account, service, {
          message: `${service.placement.app} has the path ${path} on ${host}, and so has ${named(other)}`,
          remedy: "give one of them other paths",
        }),
      ),
    ),
  );
}

function commonPaths(one: PlacedService, other: PlacedService): readonly string[] {
  const { expose, paths } = other.placement.spec;
  const isTogether = one.placement.spec.expose.some((balancer) => expose.includes(balancer));
  return isTogether ? one.placement.spec.paths.filter((path) => paths.includes(path)) : [];
}

function finding(
  account: string,
  { placement: { app }, fields }: PlacedService,
  said: Pick<Finding, "message" | "remedy">,
): Finding {
  return { origin: keyOrigin(fields, ["hosts"]), ...said, holds: { kind: "app", account, app } };
}

function named({ placement: { app, place } }: PlacedService): string {
  return `${app} (${formatPlace(place)})`;
}
