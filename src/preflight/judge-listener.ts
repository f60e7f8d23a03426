import type { BalancingLimits, ListenerRuleState } from "../model/cloud-checks.ts";
import type { PrioritySubject, Ruling } from "../model/preflight.ts";
import { GOOD } from "./good.ts";

/** The rules of a listener; none when there is no such listener. */
export type Rules = readonly ListenerRuleState[] | undefined;

/** Every priority of our own stacks was avoided when this one was chosen: whoever has it is a stranger. */
export function judgePriority({ priority, balancer }: PrioritySubject, rules: Rules): Ruling {
  if (rules === undefined) return noListener(balancer);
  const stranger = rules.find((rule) => rule.priority === priority);
  if (stranger === undefined) return GOOD;
  const about = stranger.conditions.length === 0 ? "" : ` (for ${stranger.conditions.join(", ")})`;
  return {
    state: "failed",
    why: `a rule that is not Mooring's${about} has priority ${priority} on the listener of the ${balancer} load balancer`,
    remedy: "delete that rule, or give it a priority below 1000: Mooring takes 1000 to 49999",
  };
}

/** How much of something there is, and how much of it there may be; `undefined` where nobody says. */
export interface Usage {
  readonly used: number;
  readonly limit: number | undefined;
}

/** How full the load balancer of a listener is. */
export function usageOf(
  what: "rules" | "target groups of a balancer",
  rules: readonly ListenerRuleState[],
  limits: BalancingLimits,
): Usage {
  return what === "rules"
    ? { used: rules.length, limit: limits.rulesPerBalancer }
    : {
        used: new Set(rules.flatMap(({ targetGroups }) => targetGroups)).size,
        limit: limits.targetGroupsPerBalancer,
      };
}

/** The listener that the network's output names is not there. */
export function noListener(balancer: string): Ruling {
  return {
    state: "failed",
    why: `the HTTPS listener of the ${balancer} load balancer is gone`,
    remedy: "look at the drift of `network` with `moor drift`, and let it be made again",
  };
}
