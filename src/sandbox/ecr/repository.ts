import { ApiError } from "../errors.ts";
import type { Json, JsonObject } from "../json.ts";
import { isList, isObject } from "../json.ts";
import { textIn } from "../protocol/json-input.ts";
import type { JsonCall } from "../protocol/json-service.ts";

/** The repository that a request is about. */
export interface Repository {
  readonly registryId: string;
  readonly name: string;
  /** Registry and name, as images are named. */
  readonly full: string;
}

/** What a request asks an image by. */
export interface ImageId {
  readonly tag: string | undefined;
  readonly digest: string | undefined;
}

const MAX_IDS = 100;

/** The repository that a request names; every repository exists. Throws `InvalidParameterException`. */
export function repositoryOf({ input, caller }: JsonCall): Repository {
  const name = textIn(input, "repositoryName");
  if (name === undefined || name === "") throw invalid("repositoryName must be given");
  const registryId = textIn(input, "registryId") ?? caller.account;
  const domain = caller.region.startsWith("cn-") ? "amazonaws.com.cn" : "amazonaws.com";
  return { name, registryId, full: `${registryId}.dkr.ecr.${caller.region}.${domain}/${name}` };
}

/** The images that a request names, at most 100; none when it names none. Throws `InvalidParameterException`. */
export function imageIdsOf(input: JsonObject): readonly ImageId[] {
  const ids: Json = input["imageIds"] ?? [];
  if (!isList(ids) || ids.length > MAX_IDS)
    throw invalid(`imageIds must be a list of at most ${String(MAX_IDS)} images`);
  return ids.map((id) => {
    const object = isObject(id) ? id : {};
    const tag = textIn(object, "imageTag");
    const digest = textIn(object, "imageDigest");
    if (tag === undefined && digest === undefined)
      throw invalid("an image id needs an imageTag or an imageDigest");
    return { tag, digest };
  });
}

/** An image id as answers show it. */
export function shownId({ tag, digest }: ImageId): JsonObject {
  return {
    ...(tag !== undefined && { imageTag: tag }),
    ...(digest !== undefined && { imageDigest: digest }),
  };
}

/** ECR's refusal of a request that it cannot read. */
export function invalid(message: string): ApiError {
  return new ApiError("InvalidParameterException", message);
}
