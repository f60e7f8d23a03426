import type { JsonObject } from "../json.ts";
import { textsIn } from "../protocol/json-input.ts";
import { shownTags } from "../resources/ecs/tags.ts";
import type { Region } from "../world.ts";

/** The tags of something, where the request includes `TAGS`. */
export function includedTags(region: Region, input: JsonObject, arn: string): JsonObject {
  if (!textsIn(input, "include", 10).includes("TAGS")) return {};
  return { tags: shownTags(region, arn).map((tag) => ({ ...tag })) };
}
