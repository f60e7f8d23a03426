import type { AccountFile } from "../model/generated/account.ts";
import type { ServiceSpec } from "../model/repository.ts";
import type { SpecRule } from "./spec-rule.ts";

type Rule = SpecRule<ServiceSpec>;

/** What holds for apps behind the load balancers. */
export const SERVICE_RULES: readonly Rule[] = [
  balancersAreThere,
  requestsNeedBalancer,
  hostnamesNeedBalancer,
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
