import type { ServiceSpec } from "../model/repository.ts";
import type { Finding } from "./flaw.ts";
import { checkHosts } from "./hosts.ts";
import type { PlacedService } from "./placed-service.ts";
import { keyOrigin } from "./tree.ts";

type Balancer = ServiceSpec["expose"][number];

/** Rules of one balancer that apps may use: AWS allows 100, and a deployment that moves a rule needs a second one for a moment. */
const MAX_RULES = 90;

/** Condition values in one rule ("Quotas for your Application Load Balancers"). */
const VALUES_PER_RULE = 5;

/** What is wrong between the services of one account that share its load balancers and its zone. */
export function checkListeners(account: string, services: readonly PlacedService[]): readonly Finding[] {
  const exposed = services.filter(({ placement }) => placement.spec.expose.length > 0);
  return [
    ...checkHosts(account, exposed),
    ...(["public", "internal"] as const).flatMap((balancer) => checkRuleCount(account, balancer, exposed)),
  ];
}

function checkRuleCount(
  account: string,
  balancer: Balancer,
  services: readonly PlacedService[],
): readonly Finding[] {
  let rules = 0;
  return services.flatMap((service): Finding[] => {
    if (!service.placement.spec.expose.includes(balancer)) return [];
    rules += ruleCount(balancer, service.placement.spec);
    if (rules <= MAX_RULES) return [];
    const { app } = service.placement;
    const message = `the ${balancer} load balancer would have ${rules} rules with ${app}, and ${MAX_RULES} is the limit`;
    const remedy = "expose fewer apps in this account, or use fewer hosts and paths";
    return [
      {
        origin: keyOrigin(service.fields, ["expose"]),
        message,
        remedy,
        holds: { kind: "app", account, app },
      },
    ];
  });
}

/** Fewest rules in which every name meets every path. An app that is only internal answers to two names for each host. */
export function ruleCount(
  balancer: Balancer,
  { hosts, hostnames, paths, expose }: Pick<ServiceSpec, "hosts" | "hostnames" | "paths" | "expose">,
): number {
  const further = balancer === "public" ? hostnames.length : 0;
  const names = (balancer === "internal" && !expose.includes("public") ? 2 : 1) * hosts.length + further;
  if (paths.length === 0) return Math.ceil(names / VALUES_PER_RULE);
  const splits = [1, 2, 3, 4].map(
    (some) => Math.ceil(names / some) * Math.ceil(paths.length / (VALUES_PER_RULE - some)),
  );
  return Math.min(...splits);
}
