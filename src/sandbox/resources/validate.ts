import type { Json, JsonObject } from "../json.ts";
import { isList, isObject } from "../json.ts";
import type { PropertySpecs, Shape } from "../spec/shape.ts";
import { findResourceType } from "../spec/resource-type.ts";
import { scalarText } from "../template/functions.ts";
import { unknownValue } from "../template/unknown.ts";

/** Something in a resource's properties that its schema does not allow. */
export interface SchemaViolation {
  /** Path parts below `Properties`. */
  readonly path: readonly (string | number)[];
  /** In the words of AWS's schema validator. */
  readonly message: string;
}

/**
 * Checks properties against the resource specification: unknown, missing and wrongly typed ones.
 *
 * Values that only the deployment will tell are taken for right. Nothing is said about enumerations and patterns.
 */
export function violationsOf(type: string, properties: JsonObject): readonly SchemaViolation[] {
  const spec = findResourceType(type);
  if (spec === undefined) return [];
  return checkMembers(spec.properties, properties, []);
}

/** One violation as one line: `#/Foo: extraneous key [Foo] is not permitted`. */
export function violationText({ path, message }: SchemaViolation): string {
  return `#${path.map((part) => `/${part}`).join("")}: ${message}`;
}

function checkMembers(
  specs: PropertySpecs,
  value: JsonObject,
  path: readonly (string | number)[],
): readonly SchemaViolation[] {
  const unknown = Object.keys(value)
    .filter((name) => !specs.has(name))
    .map((name) => ({ path: [...path, name], message: `extraneous key [${name}] is not permitted` }));
  const missing = [...specs]
    .filter(([name, spec]) => spec.isRequired && value[name] === undefined)
    .map(([name]) => ({ path, message: `required key [${name}] not found` }));
  const wrong = Object.entries(value).flatMap(([name, member]) => {
    const spec = specs.get(name);
    return spec === undefined ? [] : checkShape(spec.shape, member, [...path, name]);
  });
  return [...unknown, ...missing, ...wrong];
}

function checkShape(
  shape: Shape,
  value: Json,
  path: readonly (string | number)[],
): readonly SchemaViolation[] {
  if (value === unknownValue || isDynamicReference(value)) return [];
  switch (shape.kind) {
    case "union":
      return checkUnion(shape.shapes, value, path);
    case "object":
      return isObject(value)
        ? checkMembers(shape.members(), value, path)
        : wrongType(path, "JSONObject", value);
    case "tag":
      return isObject(value) ? [] : wrongType(path, "JSONObject", value);
    case "array":
      return isList(value)
        ? value.flatMap((element, index) => checkShape(shape.element, element, [...path, index]))
        : wrongType(path, "JSONArray", value);
    case "map":
      return isObject(value)
        ? Object.entries(value).flatMap(([name, member]) =>
            checkShape(shape.element, member, [...path, name]),
          )
        : wrongType(path, "JSONObject", value);
    case "json":
      return typeof value === "string" || isObject(value) || isList(value)
        ? []
        : wrongType(path, "JSONObject", value);
    case "string":
    case "date-time":
      return scalarText(value) === undefined ? wrongType(path, "String", value) : [];
    case "boolean":
      return /^(?:true|false)$/i.test(scalarText(value) ?? "") ? [] : wrongType(path, "Boolean", value);
    case "integer":
      return /^-?\d+$/.test(scalarText(value) ?? "") ? [] : wrongType(path, "Integer", value);
    case "number":
      return isNumeric(value) ? [] : wrongType(path, "Number", value);
    case "null":
      return value === null ? [] : wrongType(path, "Null", value);
  }
}

/** A value fits a union when it fits one of its shapes; otherwise the shape that comes nearest says what is wrong. */
function checkUnion(
  shapes: readonly Shape[],
  value: Json,
  path: readonly (string | number)[],
): readonly SchemaViolation[] {
  const results = shapes.map((shape) => checkShape(shape, value, path));
  if (results.some((violations) => violations.length === 0)) return [];
  const deeper = results.find((violations) => violations.every((each) => each.path.length > path.length));
  return deeper ?? results[0] ?? [];
}

function isNumeric(value: Json): boolean {
  const text = scalarText(value);
  return text !== undefined && text.trim() !== "" && !Number.isNaN(Number(text));
}

function isDynamicReference(value: Json): boolean {
  return typeof value === "string" && value.startsWith("{{resolve:");
}

function wrongType(
  path: readonly (string | number)[],
  expected: string,
  value: Json,
): readonly SchemaViolation[] {
  return [{ path, message: `expected type: ${expected}, found: ${typeName(value)}` }];
}

function typeName(value: Json): string {
  if (isList(value)) return "JSONArray";
  if (isObject(value)) return "JSONObject";
  if (value === null) return "Null";
  if (typeof value === "boolean") return "Boolean";
  if (typeof value === "number") return Number.isInteger(value) ? "Integer" : "Number";
  return "String";
}
