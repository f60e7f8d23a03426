import { ApiError } from "../errors.ts";
import type { JsonObject } from "../json.ts";
import { isList, isObject } from "../json.ts";
import { textIn, textsIn } from "../protocol/json-input.ts";
import type { JsonAction, JsonCall } from "../protocol/json-service.ts";
import { ecsClusters, ecsServices, taskDefinitions } from "../resources/ecs/records.ts";
import { ecsTags, shownTags, tagByHand, untagByHand } from "../resources/ecs/tags.ts";
import type { Region } from "../world.ts";
import { findRanTask } from "./ran-tasks.ts";

/** TagResource, of what this ECS knows: at most 50 tags, none of AWS's own. */
export const tagResource: JsonAction = (call) => {
  const arn = resourceOf(call);
  const tags = readTags(call.input);
  const after = { ...call.region.table(ecsTags).get(arn), ...tags };
  if (Object.keys(after).filter((key) => !key.startsWith("aws:")).length > MOST_TAGS)
    throw invalid("Too many tags. Resources can have up to 50 tags.");
  tagByHand(call.region, arn, tags);
  return {};
};

/** UntagResource; a key that is not there is no error. */
export const untagResource: JsonAction = (call) => {
  untagByHand(call.region, resourceOf(call), textsIn(call.input, "tagKeys", MOST_TAGS));
  return {};
};

/** ListTagsForResource. */
export const listTagsForResource: JsonAction = (call) => ({
  tags: shownTags(call.region, resourceOf(call)).map((tag) => ({ ...tag })),
});

/** The tags that a request gives. Throws `InvalidParameterException`. */
export function readTags({ tags }: JsonObject): Readonly<Record<string, string>> {
  if (tags === undefined || tags === null) return {};
  if (!isList(tags) || tags.length > MOST_TAGS) throw invalid("tags must be a list of at most 50 tags");
  return Object.fromEntries(tags.map((tag) => readTag(isObject(tag) ? tag : {})));
}

const MOST_TAGS = 50;

function readTag(tag: JsonObject): readonly [key: string, value: string] {
  const key = textIn(tag, "key") ?? "";
  const value = textIn(tag, "value") ?? "";
  if (key === "" || key.length > 128 || value.length > 256 || /^aws:/i.test(key))
    throw invalid("Some tags contain invalid characters or are too long.");
  return [key, value];
}

function resourceOf({ region, input }: JsonCall): string {
  const arn = textIn(input, "resourceArn") ?? "";
  if (!arn.startsWith("arn:")) throw invalid("Invalid resource ARN.");
  if (!exists(region, arn))
    throw new ApiError("ResourceNotFoundException", "The specified resource could not be found.");
  return arn;
}

function exists(region: Region, arn: string): boolean {
  const known =
    region.table(taskDefinitions).get(arn) ??
    region.table(ecsServices).get(arn) ??
    region.table(ecsClusters).get(arn) ??
    findRanTask(region, arn);
  return known !== undefined;
}

function invalid(message: string): ApiError {
  return new ApiError("InvalidParameterException", message);
}
