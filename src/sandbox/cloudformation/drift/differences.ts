import type { Json, JsonObject } from "../../json.ts";
import { isList, isObject } from "../../json.ts";
import { isSameValue, valueText } from "../../resources/difference.ts";
import { findResourceType } from "../../spec/resource-type.ts";
import type { PropertyDifference } from "./records.ts";
import { tagsByKey } from "./tags.ts";

/**
 * Every place at which a live resource is not as declared. Only what is declared counts: members that the service added are no drift,
 * elements of a declared list are.
 */
export function propertyDifferences(
  type: string,
  declared: JsonObject,
  actual: JsonObject,
): readonly PropertyDifference[] {
  const tags = findResourceType(type)?.tags?.property;
  return Object.entries(declared)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([name, value]) => {
      const path = `/${pointerPart(name)}`;
      return name === tags
        ? tagDifferences(path, value, actual[name])
        : differences(path, value, actual[name]);
    });
}

function differences(path: string, expected: Json, actual: Json | undefined): readonly PropertyDifference[] {
  if (isSameValue(expected, actual)) return [];
  if (actual === undefined) return [removal(path, expected)];
  if (isObject(expected) && isObject(actual))
    return Object.entries(expected).flatMap(([name, value]) =>
      differences(`${path}/${pointerPart(name)}`, value, actual[name]),
    );
  if (isList(expected) && isList(actual)) return listDifferences(path, expected, actual);
  return [{ path, expected: valueText(expected), actual: valueText(actual), type: "NOT_EQUAL" }];
}

/** Lists of one length are compared element by element, so that another order is drift; else what one has and the other has not. */
function listDifferences(
  path: string,
  expected: readonly Json[],
  actual: readonly Json[],
): readonly PropertyDifference[] {
  if (expected.length === actual.length)
    return expected.flatMap((element, index) => differences(`${path}/${index}`, element, actual[index]));
  const isMissing = (element: Json, others: readonly Json[]): boolean =>
    !others.some((other) => isSameValue(element, other));
  return [
    ...expected.flatMap((element, index) =>
      isMissing(element, actual) ? [removal(`${path}/${index}`, element)] : [],
    ),
    ...actual.flatMap((element, index) =>
      isMissing(element, expected) ? [addition(`${path}/${index}`, element)] : [],
    ),
  ];
}

/** Tags are a set: their order means nothing. */
function tagDifferences(
  path: string,
  expected: Json,
  actual: Json | undefined,
): readonly PropertyDifference[] {
  const [wanted, there] = [tagsByKey(expected), tagsByKey(actual)];
  const placeOf = (key: string, tags: Json | undefined): string =>
    isList(tags) ? `${path}/${[...tagsByKey(tags).keys()].indexOf(key)}` : `${path}/${pointerPart(key)}`;
  return [
    ...[...wanted].flatMap(([key, tag]) => differences(placeOf(key, expected), tag, there.get(key))),
    ...[...there].flatMap(([key, tag]) => (wanted.has(key) ? [] : [addition(placeOf(key, actual), tag)])),
  ];
}

function removal(path: string, expected: Json): PropertyDifference {
  return { path, expected: valueText(expected), actual: "null", type: "REMOVE" };
}

function addition(path: string, actual: Json): PropertyDifference {
  return { path, expected: "null", actual: valueText(actual), type: "ADD" };
}

function pointerPart(name: string): string {
  return name.replaceAll("~", "~0").replaceAll("/", "~1");
}
