import type { Json, JsonObject } from "../json.ts";
import { isList, isObject } from "../json.ts";
import type { PropertySpecs, Shape } from "../spec/shape.ts";
import type { ResourceType } from "../spec/resource-type.ts";
import { findResourceType } from "../spec/resource-type.ts";
import { scalarText } from "../template/functions.ts";
import { brokenKeyword, constraintViolations } from "./constraints.ts";
import { isOpen } from "./open-value.ts";

/** Something in a resource's properties that its schema does not allow. */
export interface SchemaViolation {
  /** The place below `Properties`. */
  readonly path: readonly (string | number)[];
  /** The place that the validator points at: where a member is unknown, what it is a member of. */
  readonly at: readonly (string | number)[];
  /** In the words of AWS's schema validator. */
  readonly message: string;
}

/**
 * Checks properties against the resource specification: unknown, missing, read-only, wrongly typed and enumerated ones,
 * and against the lengths, limits and patterns that are known of the type.
 *
 * Values that only the deployment will tell are taken for right.
 */
export function violationsOf(type: string, properties: JsonObject): readonly SchemaViolation[] {
  const spec = findResourceType(type);
  if (spec === undefined) return [];
  const { settable, readOnly } = splitReadOnly(spec, properties);
  return [
    ...readOnly.map((name) => ({
      path: [name],
      at: [],
      message: `Encountered unsupported property ${name}`,
    })),
    ...checkMembers(spec.properties, settable, []),
    ...constraintViolations(type, properties),
  ];
}

/** One violation as one line: `#/Foo: extraneous key [Bar] is not permitted`. */
export function violationText({ at, message }: SchemaViolation): string {
  return `#${at.map((part) => `/${part}`).join("")}: ${message}`;
}

/** What an event says of a resource whose properties are refused, one violation a line; `undefined` when all are right. */
export function refusalOf(logicalId: string, violations: readonly SchemaViolation[]): string | undefined {
  if (violations.length === 0) return undefined;
  const lines = violations.map((violation) => `\n${violationText(violation)}`).join("");
  return `Properties validation failed for resource ${logicalId} with message:${lines}`;
}

/** An attribute that is no property is given by AWS, and cannot be set. */
function splitReadOnly(
  { properties: known, attributes }: ResourceType,
  properties: JsonObject,
): { readonly settable: JsonObject; readonly readOnly: readonly string[] } {
  const isReadOnly = (name: string): boolean => attributes.has(name) && !known.has(name);
  const entries = Object.entries(properties);
  return {
    settable: Object.fromEntries(entries.filter(([name]) => !isReadOnly(name))),
    readOnly: entries.map(([name]) => name).filter(isReadOnly),
  };
}

function checkMembers(
  specs: PropertySpecs,
  value: JsonObject,
  path: readonly (string | number)[],
): readonly SchemaViolation[] {
  const unknown = Object.keys(value)
    .filter((name) => !specs.has(name))
    .map((name) => extraneous(path, name));
  const missing = [...specs]
    .filter(([name, spec]) => spec.isRequired && value[name] === undefined)
    .map(([name]) => missingKey(path, name));
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
  if (isOpen(value)) return [];
  switch (shape.kind) {
    case "union":
      return checkUnion(shape.shapes, value, path);
    case "object":
      return isObject(value)
        ? checkMembers(shape.members(), value, path)
        : wrongType(path, "JSONObject", value);
    case "tag":
      return isObject(value) ? checkTag(value, path) : wrongType(path, "JSONObject", value);
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
      return checkText(shape.allowed, value, path);
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

function checkText(
  allowed: readonly string[] | undefined,
  value: Json,
  path: readonly (string | number)[],
): readonly SchemaViolation[] {
  const text = scalarText(value);
  if (text === undefined) return wrongType(path, "String", value);
  const isAllowed = allowed === undefined || allowed.includes(text);
  return isAllowed ? [] : [{ path, at: path, message: brokenKeyword("enum") }];
}

function checkTag(value: JsonObject, path: readonly (string | number)[]): readonly SchemaViolation[] {
  return [
    ...Object.keys(value)
      .filter((name) => name !== "Key" && name !== "Value")
      .map((name) => extraneous(path, name)),
    ...(value["Key"] === undefined ? [missingKey(path, "Key")] : []),
  ];
}

function extraneous(at: readonly (string | number)[], name: string): SchemaViolation {
  return { path: [...at, name], at, message: `extraneous key [${name}] is not permitted` };
}

function missingKey(at: readonly (string | number)[], name: string): SchemaViolation {
  return { path: at, at, message: `required key [${name}] not found` };
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

function wrongType(
  path: readonly (string | number)[],
  expected: string,
  value: Json,
): readonly SchemaViolation[] {
  return [{ path, at: path, message: `expected type: ${expected}, found: ${typeName(value)}` }];
}

function typeName(value: Json): string {
  if (isList(value)) return "JSONArray";
  if (isObject(value)) return "JSONObject";
  if (value === null) return "Null";
  if (typeof value === "boolean") return "Boolean";
  if (typeof value === "number") return Number.isInteger(value) ? "Integer" : "Number";
  return "String";
}
