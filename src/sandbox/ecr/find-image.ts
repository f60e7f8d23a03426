import type { JsonCall } from "../protocol/json-service.ts";
import { imageExists } from "./images.ts";
import type { Manifest } from "./manifest.ts";
import { childrenOf, manifestOf } from "./manifest.ts";
import type { ImageId, Repository } from "./repository.ts";
import type { ImageRecord } from "./store.ts";
import { imagesIn, imageTagged, imageWith } from "./store.ts";

/** What ECR found under an id. */
export type FoundImage =
  | {
      readonly kind: "found";
      readonly digest: string;
      readonly tags: readonly string[];
      readonly manifest: Manifest;
      readonly pushedAt: number;
    }
  | { readonly kind: "not-found" }
  /** Both are there, but the tag names another image. */
  | { readonly kind: "mismatch" };

/** Looks an image up: by its tag, which names one from the first question on, or by its digest, which may be that of one platform. */
export function findImage({ world, now }: JsonCall, { full }: Repository, id: ImageId): FoundImage {
  const { tag, digest } = id;
  const names = [
    ...(tag === undefined ? [] : [`${full}:${tag}`]),
    ...(digest === undefined ? [] : [`${full}@${digest}`]),
  ];
  if (!names.every((name) => imageExists(world, name))) return { kind: "not-found" };
  if (tag === undefined) return byDigest(world, full, digest ?? "");
  const image = imageTagged(world, full, tag, now);
  return digest === undefined || digest === image.digest ? found(image) : { kind: "mismatch" };
}

/** A digest that nobody has heard of is an image like any other. */
function byDigest(world: JsonCall["world"], repository: string, digest: string): FoundImage {
  const known = imageWith(world, repository, digest);
  if (known !== undefined) return found(known);
  const child = imagesIn(world, repository)
    .flatMap((image) => childrenOf(image).map((manifest) => ({ manifest, pushedAt: image.pushedAt })))
    .find(({ manifest }) => manifest.digest === digest);
  const unheard = { manifest: manifestOf({ seed: digest, platforms: UNHEARD_PLATFORMS }), pushedAt: 0 };
  return { kind: "found", digest, tags: [], ...(child ?? unheard) };
}

const UNHEARD_PLATFORMS: readonly string[] = ["linux/amd64", "linux/arm64"];

/** A known image, with the manifest that it has. */
export function found(image: ImageRecord): FoundImage & { readonly kind: "found" } {
  const { digest, tags, pushedAt } = image;
  return { kind: "found", digest, tags, pushedAt, manifest: manifestOf(image) };
}
