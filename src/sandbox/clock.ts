import type { World } from "./world.ts";
import { settings } from "./world.ts";

/** Tells the time of the sandbox, in epoch milliseconds. It never runs backwards. */
export interface Clock {
  now(): number;
}

/** How long operations take: not at all, or a share of what they take on AWS. */
export type Durations = "instant" | { readonly scale: number };

/**
 * The sandbox's clock: real time plus the offset stored in the world, so that a restart keeps the time that was
 * reached by advancing.
 */
export function sandboxClock(world: World, realNow: () => number = Date.now): Clock {
  let latest = 0;
  return {
    now() {
      latest = Math.max(latest, realNow() + clockOffset(world));
      return latest;
    },
  };
}

/** Moves the sandbox's time forward by so many milliseconds; it survives a restart. */
export function advanceClock(world: World, byMs: number): void {
  world.table(settings).put("clockOffset", clockOffset(world) + byMs);
}

/** The durations in force; instant unless set. */
export function durationsOf(world: World): Durations {
  const stored = world.table(settings).get("durationScale");
  return typeof stored === "number" && stored > 0 ? { scale: stored } : "instant";
}

/** Sets how long operations take from now on; steps that already run keep their time. */
export function setDurations(world: World, durations: Durations): void {
  world.table(settings).put("durationScale", durations === "instant" ? 0 : durations.scale);
}

/** How long a step lasts here, in milliseconds, when it takes so many seconds on AWS. */
export function stepMs(world: World, secondsOnAws: number): number {
  const durations = durationsOf(world);
  return durations === "instant" ? 0 : Math.round(secondsOnAws * 1000 * durations.scale);
}

function clockOffset(world: World): number {
  const stored = world.table(settings).get("clockOffset");
  return typeof stored === "number" ? stored : 0;
}
