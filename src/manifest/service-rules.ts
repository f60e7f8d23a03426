import type { AccountFile } from "../model/generated/account.ts";
import type { ServiceSpec } from "../model/repository.ts";
import { movesLoad, strategyOf } from "../model/strategy.ts";
import { ruleCount } from "./listeners.ts";
import type { SpecRule } from "./spec-rule.ts";

type Rule = SpecRule<ServiceSpec>;

/** What holds for apps behind the load balancers. */
export const SERVICE_RULES: readonly Rule[] = [
  balancersAreThere,
  requestsNeedBalancer,
  hostnamesNeedBalancer,
  movingNeedsBalancer,
  movingNeedsOneRule,
  canaryPercentIsKnown,
  checkFitsInterval,
  wildcardsFit,
];

function balancersAreThere({ expose }: ServiceSpec, { network }: AccountFile): ReturnType<Rule> {
  return expose.flatMap((balancer, index) =>
    network.balancers[balancer]
      ? []
      : [
          {
            path: ["expose", index],
            message: `this account has no ${balancer} load balancer`,
            remedy: `set network.balancers.${balancer}: true in account.yaml, or override expose here`,
          },
        ],
  );
}

function requestsNeedBalancer({ scale, expose }: ServiceSpec): ReturnType<Rule> {
  if (typeof scale === "number" || scale.requests === undefined || expose.length > 0) return [];
  const message = "scale.requests counts requests, and no load balancer leads to this app";
  return [
    { path: ["scale", "requests"], message, remedy: "add expose: [public] or [internal], or scale by cpu" },
  ];
}

function hostnamesNeedBalancer({ hostnames, expose }: ServiceSpec): ReturnType<Rule> {
  if (hostnames.length === 0 || expose.includes("public")) return [];
  const message = "hostnames lead to the public load balancer, and this app is not on it";
  return [{ path: ["hostnames"], message, remedy: "add public to `expose`, or take the names out" }];
}

function movingNeedsBalancer(spec: ServiceSpec): ReturnType<Rule> {
  if (!movesLoad(spec) || spec.expose.length > 0) return [];
  const message = `strategy ${strategyOf(spec).kind} moves load from version to version, and no load balancer leads to this app`;
  return [{ path: ["strategy"], message, remedy: "add public or internal to `expose`, or take rolling" }];
}

/** ECS is told one rule for every load balancer of a service. */
function movingNeedsOneRule(spec: ServiceSpec): ReturnType<Rule> {
  if (!movesLoad(spec)) return [];
  return spec.expose.flatMap((balancer) => {
    const rules = ruleCount(balancer, spec);
    if (rules <= 1) return [];
    const message = `strategy ${strategyOf(spec).kind} moves one rule of the ${balancer} load balancer, and the names and paths of this app take ${rules}`;
    const remedy = "a rule takes five names and paths together: use fewer, or take rolling";
    return [{ path: ["strategy"], message, remedy }];
  });
}

/** A load balancer weighs in tenths of a percent. */
function canaryPercentIsKnown(spec: ServiceSpec): ReturnType<Rule> {
  const { kind, canaryPercent } = strategyOf(spec);
  const tenths = Math.round(canaryPercent * 10) / 10;
  if (kind !== "canary" || tenths === canaryPercent) return [];
  const message = `strategy.canaryPercent is ${canaryPercent}, and ECS knows tenths of a percent only`;
  return [{ path: ["strategy", "canaryPercent"], message, remedy: `write ${tenths}` }];
}

function checkFitsInterval({ healthCheck }: ServiceSpec): ReturnType<Rule> {
  const { timeoutSeconds, intervalSeconds } = healthCheck;
  if (timeoutSeconds < intervalSeconds) return [];
  const message = `healthCheck.timeoutSeconds is ${timeoutSeconds}, but has to be less than intervalSeconds, which is ${intervalSeconds}`;
  return [{ path: ["healthCheck", "timeoutSeconds"], message, remedy: "lower the one or raise the other" }];
}

/** Wildcards in the conditions of one rule ("Quotas for your Application Load Balancers"). */
const MAX_WILDCARDS = 6;

function wildcardsFit({ paths }: ServiceSpec): ReturnType<Rule> {
  return paths.flatMap((path, index) =>
    path.replace(/[^*?]/g, "").length <= MAX_WILDCARDS
      ? []
      : [
          {
            path: ["paths", index],
            message: `a load balancer takes at most ${MAX_WILDCARDS} wildcards in one rule`,
            remedy: "write a simpler pattern",
          },
        ],
  );
}
