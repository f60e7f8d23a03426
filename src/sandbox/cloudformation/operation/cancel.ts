import type { Region, World } from "../../world.ts";
import { endCancelled } from "./deploy.ts";
import { openRun } from "./run.ts";

/** Breaks off the running update of a stack: what is in progress fails as cancelled, and the rollback begins. */
export function cancelUpdate(world: World, region: Region, stackId: string, now: number): void {
  endCancelled(openRun(now, { world, region, stackId }, new Map()));
}
