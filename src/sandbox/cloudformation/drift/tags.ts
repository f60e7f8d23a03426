import type { Json, JsonObject } from "../../json.ts";
import { isList, isObject } from "../../json.ts";

/** A resource's tags by key, whether they are written as a list or as a map. */
export function tagsByKey(tags: Json | undefined): ReadonlyMap<string, Json> {
  if (isObject(tags)) return new Map(Object.entries(tags));
  if (!isList(tags)) return new Map();
  return new Map(tags.flatMap((tag): [string, Json][] => (isObject(tag) ? [[keyOf(tag), tag]] : [])));
}

/** Without the tags whose keys neither the last deployment nor the new template names: those are nobody's business here. */
export function ownTags(
  actual: Json | undefined,
  previous: Json | undefined,
  desired: Json | undefined,
): Json | undefined {
  const known = new Set([...tagsByKey(previous).keys(), ...tagsByKey(desired).keys()]);
  return selectTags(actual, (key) => known.has(key));
}

/** The wanted tags, and the live ones that neither these nor the last deployment named. */
export function withForeignTags(
  wanted: Json | undefined,
  actual: Json | undefined,
  previous: Json | undefined,
): Json | undefined {
  const known = new Set([...tagsByKey(previous).keys(), ...tagsByKey(wanted).keys()]);
  const foreign = selectTags(actual, (key) => !known.has(key));
  if (foreign === undefined || tagsByKey(foreign).size === 0) return wanted;
  if (isList(foreign)) return [...(isList(wanted) ? wanted : []), ...foreign];
  return isObject(foreign) ? { ...(isObject(wanted) ? wanted : {}), ...foreign } : wanted;
}

function selectTags(tags: Json | undefined, isWanted: (key: string) => boolean): Json | undefined {
  if (isList(tags)) return tags.filter((tag) => isObject(tag) && isWanted(keyOf(tag)));
  if (isObject(tags)) return Object.fromEntries(Object.entries(tags).filter(([key]) => isWanted(key)));
  return undefined;
}

/** `Key`, or whatever a type calls it: the first member in the order of names that ends with it. */
function keyOf(tag: JsonObject): string {
  const name = Object.keys(tag).find((member) => /key$/i.test(member));
  const key = name === undefined ? undefined : tag[name];
  return typeof key === "string" ? key : JSON.stringify(tag);
}
