import { createHash } from "node:crypto";
import { ApiError } from "../errors.ts";
import type { Json, JsonObject } from "../json.ts";
import { isList, isObject } from "../json.ts";
import { textIn } from "../protocol/json-input.ts";
import type { JsonAction, JsonCall } from "../protocol/json-service.ts";
import { imageExists } from "./images.ts";

/**
 * DescribeImages for named images: every image exists but the missing ones. Throws `ImageNotFoundException`.
 *
 * Without `imageIds` AWS lists the repository. The sandbox knows which images are missing, not which there are, so it refuses that.
 */
export const describeImages: JsonAction = (call) => {
  const repository = repositoryOf(call);
  const ids = idsOf(call.input);
  const missing = ids.find((id) => !exists(call, repository, id));
  if (missing !== undefined)
    throw new ApiError(
      "ImageNotFoundException",
      `The image with imageId {imageDigest:'${missing.digest ?? "null"}', imageTag:'${missing.tag ?? "null"}'} does not exist within the repository with name '${repository.name}' in the registry with id '${repository.registryId}'`,
    );
  return {
    imageDetails: ids.map((id) => ({
      registryId: repository.registryId,
      repositoryName: repository.name,
      imageDigest: digestOf(repository, id),
      imageTags: id.tag === undefined ? [] : [id.tag],
    })),
  };
};

/** BatchGetImage: what exists comes with a manifest, what does not as a failure. */
export const batchGetImage: JsonAction = (call) => {
  const repository = repositoryOf(call);
  const ids = idsOf(call.input);
  return {
    images: ids.filter((id) => exists(call, repository, id)).map((id) => image(repository, id)),
    failures: ids
      .filter((id) => !exists(call, repository, id))
      .map((id) => ({
        imageId: shown(id),
        failureCode: "ImageNotFound",
        failureReason: "Requested image not found",
      })),
  };
};

interface Repository {
  readonly registryId: string;
  readonly region: string;
  readonly name: string;
}

interface ImageId {
  readonly tag: string | undefined;
  readonly digest: string | undefined;
}

const MAX_IDS = 100;
const MANIFEST_TYPE = "application/vnd.docker.distribution.manifest.v2+json";

function repositoryOf({ input, caller }: JsonCall): Repository {
  const name = textIn(input, "repositoryName");
  if (name === undefined || name === "") throw invalid("repositoryName must be given");
  return { name, region: caller.region, registryId: textIn(input, "registryId") ?? caller.account };
}

function idsOf(input: JsonObject): readonly ImageId[] {
  const ids: Json = input["imageIds"] ?? [];
  if (!isList(ids) || ids.length === 0 || ids.length > MAX_IDS)
    throw invalid(
      `imageIds must be a list of 1 to ${String(MAX_IDS)} images; the sandbox does not list repositories`,
    );
  return ids.map((id) => {
    const object = isObject(id) ? id : {};
    const tag = textIn(object, "imageTag");
    const digest = textIn(object, "imageDigest");
    if (tag === undefined && digest === undefined)
      throw invalid("an image id needs an imageTag or an imageDigest");
    return { tag, digest };
  });
}

/** Whether the image exists under its tag and under its digest, where they are given. */
function exists(
  { world }: JsonCall,
  { registryId, region, name }: Repository,
  { tag, digest }: ImageId,
): boolean {
  const full = `${registryId}.dkr.ecr.${region}.amazonaws.com/${name}`;
  const byTag = tag === undefined || imageExists(world, `${full}:${tag}`);
  return byTag && (digest === undefined || imageExists(world, `${full}@${digest}`));
}

function image(repository: Repository, id: ImageId): JsonObject {
  return {
    registryId: repository.registryId,
    repositoryName: repository.name,
    imageId: shown({ tag: id.tag, digest: digestOf(repository, id) }),
    imageManifest: JSON.stringify({ schemaVersion: 2, mediaType: MANIFEST_TYPE }),
    imageManifestMediaType: MANIFEST_TYPE,
  };
}

function shown({ tag, digest }: ImageId): JsonObject {
  return {
    ...(tag !== undefined && { imageTag: tag }),
    ...(digest !== undefined && { imageDigest: digest }),
  };
}

/** A digest that is the same each time for the same image. */
function digestOf({ registryId, name }: Repository, { tag, digest }: ImageId): string {
  return (
    digest ??
    `sha256:${createHash("sha256")
      .update(`${registryId}/${name}:${tag ?? ""}`)
      .digest("hex")}`
  );
}

function invalid(message: string): ApiError {
  return new ApiError("InvalidParameterException", message);
}
