import type { Json, JsonObject } from "../json.ts";
import { isList, isObject } from "../json.ts";

/**
 * CloudFormation's properties as the ECS API names them: the same names, but the first letter small.
 *
 * What is a map and not a structure keeps its keys: labels, log options, driver options.
 */
export function lowerMembers(object: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(object).map(([name, inner]) => [
      name.charAt(0).toLowerCase() + name.slice(1),
      MAPS.has(name) ? inner : lowered(inner),
    ]),
  );
}

const MAPS: ReadonlySet<string> = new Set(["DockerLabels", "DriverOpts", "Labels", "Options"]);

function lowered(value: Json): Json {
  if (isList(value)) return value.map(lowered);
  return isObject(value) ? lowerMembers(value) : value;
}
