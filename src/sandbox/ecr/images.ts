import { fitsPattern } from "../faults.ts";
import type { World } from "../world.ts";
import { settings } from "../world.ts";
import { readImageName } from "./image-name.ts";
import { imageWith } from "./store.ts";

/**
 * Whether an image can be pulled: every image can, except those that match a pattern of the missing ones. `image` is the full name, tag or digest included.
 *
 * A digest is missing, too, when all tags that name it are.
 */
export function imageExists(world: World, image: string): boolean {
  const missing = missingImages(world);
  const isMissing = (name: string): boolean => missing.some((pattern) => fitsPattern(pattern, name));
  if (isMissing(image)) return false;
  const byTag = tagsOf(world, image);
  return byTag.length === 0 || !byTag.every(isMissing);
}

/** Whether a task can pull an image: it exists, and nothing is in the way. */
export function canPull(world: World, image: string): boolean {
  const patterns = patternsIn(world, UNPULLABLE);
  const isBarred = namesOfImage(world, image).some((name) =>
    patterns.some((pattern) => fitsPattern(pattern, name)),
  );
  return !isBarred && imageExists(world, image);
}

/** All that an image goes by: its name as it is written, and with each tag that its digest has now. */
export function namesOfImage(world: World, image: string): readonly string[] {
  return [...new Set([image, ...tagsOf(world, image)])];
}

/** The patterns of the images that do not exist. */
export function missingImages(world: World): readonly string[] {
  return patternsIn(world, MISSING);
}

/** Sets which images do not exist; it survives a restart. */
export function setMissingImages(world: World, patterns: readonly string[]): void {
  world.table(settings).put(MISSING, [...patterns]);
}

/** The patterns of the images that the registry shows, and that no task can pull. */
export function unpullableImages(world: World): readonly string[] {
  return patternsIn(world, UNPULLABLE);
}

/** Sets which images no task can pull; it survives a restart. */
export function setUnpullableImages(world: World, patterns: readonly string[]): void {
  world.table(settings).put(UNPULLABLE, [...patterns]);
}

const MISSING = "missingImages";
const UNPULLABLE = "unpullableImages";

function patternsIn(world: World, key: string): readonly string[] {
  const stored = world.table(settings).get(key);
  return Array.isArray(stored) ? stored.filter((pattern) => typeof pattern === "string") : [];
}

function tagsOf(world: World, image: string): readonly string[] {
  const { repository, tag, digest } = readImageName(image);
  if (digest === undefined) return [];
  if (tag !== undefined) return [`${repository}:${tag}`];
  const known = imageWith(world, repository, digest);
  return (known?.tags ?? []).map((each) => `${repository}:${each}`);
}
