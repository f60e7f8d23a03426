/** A JSON value that nobody changes. */
export type Json =
  string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json | undefined };

/**
 * JSON with sorted keys, no white space and only ASCII: equal values give equal bytes, and nothing that
 * CloudFormation stores comes back changed (it returns characters above U+007F as `?`).
 * Members that are `undefined` are left out.
 */
export function canonicalJson(value: Json): string {
  return toAscii(JSON.stringify(sortKeys(value)));
}

function sortKeys(value: Json): Json {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (!isJsonObject(value)) return value;
  const keys = Object.keys(value).toSorted();
  return Object.fromEntries(keys.map((key) => [key, sortOptional(value[key])]));
}

function sortOptional(value: Json | undefined): Json | undefined {
  return value === undefined ? undefined : sortKeys(value);
}

/** Whether a JSON value is an object (neither null nor an array). */
export function isJsonObject(value: Json | undefined): value is { readonly [key: string]: Json | undefined } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function toAscii(json: string): string {
  return json.replace(/[\u007f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
