import { ApiError } from "../errors.ts";
import type { JsonObject } from "../json.ts";
import type { JsonAction } from "../protocol/json-service.ts";
import type { FoundImage } from "./find-image.ts";
import { findImage } from "./find-image.ts";
import { listedImages } from "./listing.ts";
import type { ImageId, Repository } from "./repository.ts";
import { imageIdsOf, invalid, repositoryOf, shownId } from "./repository.ts";

/** DescribeImages: the named images, or all known ones in pages of 100 unless asked for up to 1,000. Throws `ImageNotFoundException`. */
export const describeImages: JsonAction = (call) => {
  const repository = repositoryOf(call);
  const ids = imageIdsOf(call.input);
  if (ids.length === 0) {
    const { items, ...next } = listedImages(call, repository);
    return { imageDetails: items.map((image) => detail(repository, image)), ...next };
  }
  const images = ids.map((id) => {
    const image = findImage(call, repository, id);
    if (image.kind !== "found") throw imageNotFound(repository, id);
    return image;
  });
  return { imageDetails: images.map((image) => detail(repository, image)) };
};

/** BatchGetImage: what exists comes with its manifest as it was pushed, whatever media types are accepted; what does not as a failure. */
export const batchGetImage: JsonAction = (call) => {
  const repository = repositoryOf(call);
  const ids = imageIdsOf(call.input);
  if (ids.length === 0) throw invalid("imageIds must name at least one image");
  const answers = ids.map((id) => ({ id, image: findImage(call, repository, id) }));
  return {
    images: answers.flatMap(({ id, image }) =>
      image.kind === "found" ? [withManifest(repository, id, image)] : [],
    ),
    failures: answers.flatMap(({ id, image }) => (image.kind === "found" ? [] : [failure(id, image.kind)])),
  };
};

type Found = FoundImage & { readonly kind: "found" };

function imageNotFound(repository: Repository, { tag, digest }: ImageId): ApiError {
  return new ApiError(
    "ImageNotFoundException",
    `The image with imageId {imageDigest:'${digest ?? "null"}', imageTag:'${tag ?? "null"}'} does not exist within the repository with name '${repository.name}' in the registry with id '${repository.registryId}'`,
  );
}

function detail({ registryId, name }: Repository, { digest, tags, manifest, pushedAt }: Found): JsonObject {
  return {
    registryId,
    repositoryName: name,
    imageDigest: digest,
    ...(tags.length === 0 ? {} : { imageTags: [...tags] }),
    imagePushedAt: pushedAt / 1000,
    imageManifestMediaType: manifest.mediaType,
  };
}

function withManifest({ registryId, name }: Repository, { tag }: ImageId, image: Found): JsonObject {
  return {
    registryId,
    repositoryName: name,
    imageId: shownId({ tag, digest: image.digest }),
    imageManifest: image.manifest.text,
    imageManifestMediaType: image.manifest.mediaType,
  };
}

function failure(id: ImageId, kind: "not-found" | "mismatch"): JsonObject {
  return {
    imageId: shownId(id),
    ...(kind === "mismatch"
      ? { failureCode: "ImageTagDoesNotMatchDigest", failureReason: "Image tag does not match digest" }
      : { failureCode: "ImageNotFound", failureReason: "Requested image not found" }),
  };
}
