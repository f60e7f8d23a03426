import { fitsPattern } from "../faults.ts";
import type { World } from "../world.ts";
import { settings } from "../world.ts";

/** Whether an image can be pulled: every image can, except those that match a pattern of the missing ones. `image` is the full name, tag or digest included. */
export function imageExists(world: World, image: string): boolean {
  return !missingImages(world).some((pattern) => fitsPattern(pattern, image));
}

/** The patterns of the images that do not exist. */
export function missingImages(world: World): readonly string[] {
  const stored = world.table(settings).get(KEY);
  return Array.isArray(stored) ? stored.filter((pattern) => typeof pattern === "string") : [];
}

/** Sets which images do not exist; it survives a restart. */
export function setMissingImages(world: World, patterns: readonly string[]): void {
  world.table(settings).put(KEY, [...patterns]);
}

const KEY = "missingImages";
