import type { Json } from "../json.ts";
import type { Region, TableKind } from "../world.ts";

/** Where ECS has a rule lead to: all to one target group, nothing to the other. */
export interface MovedLoad {
  readonly serving: string;
  readonly idle: string;
  /** The deployment that moved it. */
  readonly deployment: string;
}

/** Rules that ECS has rewritten, by ARN. */
const movedLoads: TableKind<MovedLoad> = { name: "movedLoads" };

/** Where ECS has a rule lead to; `undefined` while it is as it was declared. */
export function movedLoadOf(region: Region, rule: string): MovedLoad | undefined {
  return region.table(movedLoads).get(rule);
}

/** Rewrites a rule, as ECS does in each deployment. */
export function moveLoad(region: Region, rule: string, moved: MovedLoad): void {
  region.table(movedLoads).put(rule, moved);
}

/** Somebody else writes the rule, or deletes it. */
export function forgetMovedLoad(region: Region, rule: string): void {
  region.table(movedLoads).delete(rule);
}

/** The actions of a rule that ECS has rewritten. */
export function movedActions(region: Region, rule: string): Json | undefined {
  const moved = movedLoadOf(region, rule);
  if (moved === undefined) return undefined;
  const TargetGroups = [
    { TargetGroupArn: moved.serving, Weight: 100 },
    { TargetGroupArn: moved.idle, Weight: 0 },
  ];
  return [{ Type: "forward", Order: 1, ForwardConfig: { TargetGroups } }];
}
