import { fitsPattern } from "../../faults.ts";
import type { World } from "../../world.ts";
import { settings } from "../../world.ts";

const key = "failingHealth";

/** The patterns of services (name or ARN) and images whose tasks never become healthy. */
export function failingHealth(world: World): readonly string[] {
  const stored = world.table(settings).get(key);
  return Array.isArray(stored) ? stored.filter((pattern) => typeof pattern === "string") : [];
}

/** Sets which tasks never become healthy; it survives a restart. */
export function setFailingHealth(world: World, patterns: readonly string[]): void {
  world.table(settings).put(key, [...patterns]);
}

/** Whether a pattern fits one of the names. */
export function isFailing(world: World, names: readonly string[]): boolean {
  return failingHealth(world).some((pattern) => names.some((name) => fitsPattern(pattern, name)));
}
