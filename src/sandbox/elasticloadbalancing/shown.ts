import type { Output, OutputValue } from "../cloudformation/api.ts";
import type { Json, JsonObject } from "../json.ts";
import { isList, isObject } from "../json.ts";

/** CloudFormation's properties as the API shows them: the names are the same. */
export function asOutput(properties: JsonObject, names: readonly string[]): Output {
  return Object.fromEntries(names.map((name) => [name, valueOf(properties[name])]));
}

function valueOf(value: Json | undefined): OutputValue {
  if (value === undefined || value === null) return undefined;
  if (isList(value)) return value.map(valueOf);
  if (isObject(value))
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, valueOf(inner)]));
  return value;
}
