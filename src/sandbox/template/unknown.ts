import type { Json } from "../json.ts";
import { isList, isObject } from "../json.ts";

/** What a change set shows for a value that only the deployment will tell. */
export const unknownValue = "{{changeSet:KNOWN_AFTER_APPLY}}";

/** Whether a value, or any part of it, is only known after the deployment. */
export function isUnknown(value: Json | undefined): boolean {
  if (isList(value)) return value.some(isUnknown);
  if (isObject(value)) return Object.values(value).some(isUnknown);
  return value === unknownValue;
}
