import type { TableKind, World } from "../world.ts";
import { manifestOf } from "./manifest.ts";

/** An image that somebody has asked for or pushed, keyed by repository and digest. */
export interface ImageRecord {
  /** Registry and repository. */
  readonly repository: string;
  readonly digest: string;
  readonly tags: readonly string[];
  /** What its manifest is made from. */
  readonly seed: string;
  readonly platforms: readonly string[];
  /** Epoch milliseconds. */
  readonly pushedAt: number;
}

/** An image that is pushed. */
export interface PushedImage {
  readonly repository: string;
  readonly tag: string;
  /** That of its manifest, unless given. */
  readonly digest?: string | undefined;
  readonly platforms?: readonly string[] | undefined;
}

const images: TableKind<ImageRecord> = { name: "ecrImages", groupBy: ({ repository }) => repository };

/** What an image runs on when nobody said. */
const DEFAULT_PLATFORMS: readonly string[] = ["linux/amd64", "linux/arm64"];

/** The images of a repository that are known, in the order in which they became known. */
export function imagesIn(world: World, repository: string): readonly ImageRecord[] {
  return world.table(images).inGroup(repository);
}

/** Every image that is known. */
export function allImages(world: World): readonly ImageRecord[] {
  return [...world.table(images).values()];
}

/** A known image by its digest. */
export function imageWith(world: World, repository: string, digest: string): ImageRecord | undefined {
  return world.table(images).get(keyOf(repository, digest));
}

/** The image that a tag names; every tag names one, which is there from the first question on. */
export function imageTagged(world: World, repository: string, tag: string, now: number): ImageRecord {
  const known = imagesIn(world, repository).find(({ tags }) => tags.includes(tag));
  return known ?? pushImage(world, { repository, tag }, now);
}

/** Pushes an image: its tag names it from now on, and no other. */
export function pushImage(world: World, pushed: PushedImage, now: number): ImageRecord {
  const { repository, tag, platforms = DEFAULT_PLATFORMS } = pushed;
  const parts = { seed: pushed.digest ?? `${repository}:${tag}`, platforms };
  const digest = pushed.digest ?? manifestOf(parts).digest;
  const table = world.table(images);
  for (const other of imagesIn(world, repository))
    if (other.tags.includes(tag))
      table.put(keyOf(repository, other.digest), {
        ...other,
        tags: other.tags.filter((each) => each !== tag),
      });
  const known = imageWith(world, repository, digest);
  const record = { repository, digest, ...parts, pushedAt: now, tags: [...(known?.tags ?? []), tag] };
  table.put(keyOf(repository, digest), record);
  return record;
}

function keyOf(repository: string, digest: string): string {
  return `${repository}@${digest}`;
}
