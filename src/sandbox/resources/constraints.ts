import type { Json, JsonObject } from "../json.ts";
import { isList, isObject } from "../json.ts";
import type { Constraint } from "../spec/constraints/constraint.ts";
import { constraintsOf } from "../spec/constraints.ts";
import { scalarText } from "../template/functions.ts";
import { isOpen } from "./open-value.ts";
import type { SchemaViolation } from "./validate.ts";

/** Values of the right type that are too long, too many, out of range or not of the right form. Messages as AWS's schema validator gives them, which tells no values. */
export function constraintViolations(type: string, properties: JsonObject): readonly SchemaViolation[] {
  return Object.entries(constraintsOf(type)).flatMap(([path, constraint]) =>
    valuesAt(properties, path.split("/"), []).flatMap((place) =>
      brokenBy(place.value, constraint).map((message) => ({ path: place.path, at: place.path, message })),
    ),
  );
}

/** A value, and where it is. */
interface Place {
  readonly path: readonly (string | number)[];
  readonly value: Json;
}

function valuesAt(
  value: Json | undefined,
  path: readonly string[],
  walked: readonly (string | number)[],
): readonly Place[] {
  if (value === undefined || isOpen(value)) return [];
  const [first, ...rest] = path;
  if (first === undefined) return [{ path: walked, value }];
  if (first === "*")
    return isList(value)
      ? value.flatMap((element, index) => valuesAt(element, rest, [...walked, index]))
      : [];
  return isObject(value) ? valuesAt(value[first], rest, [...walked, first]) : [];
}

function brokenBy(value: Json, constraint: Constraint): readonly string[] {
  if (isList(value)) return brokenByCount(value.length, constraint);
  const text = scalarText(value);
  return text === undefined ? [] : [...brokenByText(text, constraint), ...brokenByNumber(text, constraint)];
}

function brokenByCount(count: number, { minItems, maxItems }: Constraint): readonly string[] {
  return [
    ...(minItems !== undefined && count < minItems
      ? [`expected minimum item count: ${minItems}, found: ${count}`]
      : []),
    ...(maxItems !== undefined && count > maxItems
      ? [`expected maximum item count: ${maxItems}, found: ${count}`]
      : []),
  ];
}

function brokenByText(
  text: string,
  { minLength, maxLength, pattern, allowed }: Constraint,
): readonly string[] {
  const length = Array.from(text).length;
  return [
    ...(minLength !== undefined && length < minLength
      ? [`expected minLength: ${minLength}, actual: ${length}`]
      : []),
    ...(maxLength !== undefined && length > maxLength
      ? [`expected maxLength: ${maxLength}, actual: ${length}`]
      : []),
    ...(pattern?.test(text) === false ? [brokenKeyword("pattern")] : []),
    ...(allowed?.includes(text) === false ? [brokenKeyword("enum")] : []),
  ];
}

function brokenByNumber(text: string, { minimum, maximum }: Constraint): readonly string[] {
  const number = Number(text);
  return [
    ...(minimum !== undefined && number < minimum ? [brokenKeyword("minimum")] : []),
    ...(maximum !== undefined && number > maximum ? [brokenKeyword("maximum")] : []),
  ];
}

/** What the validator says where its own words would tell the value. */
export function brokenKeyword(keyword: string): string {
  return `failed validation constraint for keyword [${keyword}]`;
}
