import type { Json, JsonObject } from "../../json.ts";
import { isList, isObject } from "../../json.ts";

/** The parts of a JSON pointer (RFC 6901); `undefined` for text that is none, or that points at everything. */
export function pointerParts(pointer: string): readonly string[] | undefined {
  if (!/^(\/([^~/]|~[01])*)+$/.test(pointer)) return undefined;
  return pointer
    .slice(1)
    .split("/")
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));
}

/** The value at a place; `undefined` where there is none. */
export function valueAt(value: Json | undefined, [first, ...rest]: readonly string[]): Json | undefined {
  if (first === undefined || value === undefined) return value;
  if (isList(value)) return valueAt(value[Number(first)], rest);
  return isObject(value) && Object.hasOwn(value, first) ? valueAt(value[first], rest) : undefined;
}

/**
 * The properties with another value at one place, or with nothing there. `-` is the place behind the last element of a list.
 *
 * Answers `undefined` when there is nothing that could have such a place.
 */
export function withValueAt(
  properties: JsonObject,
  parts: readonly string[],
  value: Json | undefined,
): JsonObject | undefined {
  const changed = changedAt(properties, parts, value);
  return isObject(changed) ? changed : undefined;
}

function changedAt(
  within: Json | undefined,
  [first, ...rest]: readonly string[],
  value: Json | undefined,
): Json | undefined {
  if (first === undefined) return value;
  if (isList(within)) return changedList(within, first, rest, value);
  const members = within === undefined && value !== undefined ? {} : within;
  if (!isObject(members)) return undefined;
  const known = Object.hasOwn(members, first) ? members[first] : undefined;
  const changed = changedAt(known, rest, value);
  const isRemoval = value === undefined && rest.length === 0 && known !== undefined;
  if (changed === undefined && !isRemoval) return undefined;
  const others = Object.entries(members).filter(([name]) => name !== first);
  return Object.fromEntries([...others, ...(changed === undefined ? [] : [[first, changed] as const])]);
}

function changedList(
  list: readonly Json[],
  first: string,
  rest: readonly string[],
  value: Json | undefined,
): Json | undefined {
  const index = first === "-" ? list.length : /^\d{1,6}$/.test(first) ? Number(first) : undefined;
  if (index === undefined || index > list.length) return undefined;
  const changed = changedAt(list[index], rest, value);
  const isRemoval = value === undefined && rest.length === 0 && index < list.length;
  if (changed === undefined && !isRemoval) return undefined;
  return [...list.slice(0, index), ...(changed === undefined ? [] : [changed]), ...list.slice(index + 1)];
}
