import type { StrategySettings } from "./generated/app.ts";
import type { ServiceSpec } from "./repository.ts";

/** How a new version of a service takes over, whichever way it was written. */
export function strategyOf({ strategy }: Pick<ServiceSpec, "strategy">): StrategySettings {
  return typeof strategy === "string" ? { kind: strategy, ...USUAL } : strategy;
}

/** Whether ECS moves the load from one target group to another, and does not exchange tasks in the same one. */
export function movesLoad(spec: Pick<ServiceSpec, "strategy">): boolean {
  return strategyOf(spec).kind !== "rolling";
}

/** What the schema fills in where the strategy is a map. */
const USUAL = { bakeMinutes: 5, canaryPercent: 10, canaryMinutes: 5 } as const;
