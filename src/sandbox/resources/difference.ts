import type { Json, JsonObject } from "../json.ts";
import { canonicalJson, isList, isObject } from "../json.ts";
import type { PropertySpec, Shape } from "../spec/shape.ts";
import type { ResourceType } from "../spec/resource-type.ts";
import { findResourceType } from "../spec/resource-type.ts";
import { scalarText } from "../template/functions.ts";

/** Whether a change makes a new physical resource. */
export type RequiresRecreation = "Never" | "Conditionally" | "Always";

/** One place at which two states of a resource's properties differ. */
export interface PropertyChange {
  /** The property on the first level. */
  readonly name: string;
  /** `/Properties/Name/Nested/0`. */
  readonly path: string;
  readonly before: Json | undefined;
  readonly after: Json | undefined;
  readonly requiresRecreation: RequiresRecreation;
}

/** Whether two values are the same to CloudFormation: key order, and how a scalar is written, do not matter. */
export function isSameValue(left: Json | undefined, right: Json | undefined): boolean {
  if (left === right) return true;
  if (isList(left) && isList(right))
    return left.length === right.length && left.every((element, index) => isSameValue(element, right[index]));
  if (isObject(left) && isObject(right)) {
    const names = Object.keys(left);
    return (
      names.length === Object.keys(right).length &&
      names.every((name) => isSameValue(left[name], right[name]))
    );
  }
  const text = scalarText(left);
  return text !== undefined && text === scalarText(right);
}

/** Every place at which two states of a resource's properties differ, in the order of their names. */
export function diffProperties(
  type: string,
  before: JsonObject,
  after: JsonObject,
): readonly PropertyChange[] {
  const spec = findResourceType(type);
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].toSorted();
  return names
    .filter((name) => !isSameValue(before[name], after[name]))
    .flatMap((name) => changesOf(name, before[name], after[name], spec));
}

function changesOf(
  name: string,
  before: Json | undefined,
  after: Json | undefined,
  type: ResourceType | undefined,
): readonly PropertyChange[] {
  const property = type?.properties.get(name);
  return leafChanges(`/Properties/${name}`, before, after).map((leaf) => ({
    name,
    ...leaf,
    requiresRecreation: recreationAt(name, leaf.path, property, type),
  }));
}

/** A place at which two values differ. */
type Leaf = Pick<PropertyChange, "path" | "before" | "after">;

/** Objects are compared by member and lists of one length by element; anything else is one place. */
function leafChanges(path: string, before: Json | undefined, after: Json | undefined): readonly Leaf[] {
  if (isSameValue(before, after)) return [];
  if (isObject(before) && isObject(after)) {
    const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].toSorted();
    return names.flatMap((name) => leafChanges(`${path}/${name}`, before[name], after[name]));
  }
  if (isList(before) && isList(after) && before.length === after.length)
    return before.flatMap((element, index) => leafChanges(`${path}/${index}`, element, after[index]));
  return [{ path, before, after }];
}

function recreationAt(
  name: string,
  path: string,
  property: PropertySpec | undefined,
  type: ResourceType | undefined,
): RequiresRecreation {
  const below = path.split("/").slice(3);
  if (type?.replacingPaths.some((replacing) => isUnder(replacing, [name, ...below])) === true)
    return "Always";
  if (property === undefined) return "Never";
  const causes = [property.causesReplacement, ...causesBelow(property.shape, below)];
  if (causes.includes("yes")) return "Always";
  return causes.includes("maybe") ? "Conditionally" : "Never";
}

function isUnder(replacing: readonly string[], path: readonly string[]): boolean {
  return replacing.every((part, index) => part === "*" || path[index] === undefined || path[index] === part);
}

function causesBelow(shape: Shape, path: readonly string[]): readonly PropertySpec["causesReplacement"][] {
  const [first, ...rest] = path;
  if (first === undefined) return [];
  switch (shape.kind) {
    case "object": {
      const member = shape.members().get(first);
      return member === undefined ? [] : [member.causesReplacement, ...causesBelow(member.shape, rest)];
    }
    case "array":
    case "map":
      return causesBelow(shape.element, rest);
    case "union":
      return shape.shapes.flatMap((each) => causesBelow(each, path));
    case "string":
    case "integer":
    case "number":
    case "boolean":
    case "json":
    case "date-time":
    case "null":
    case "tag":
      return [];
  }
}

/** A value as one line of text, for before and after values. */
export function valueText(value: Json): string {
  return scalarText(value) ?? canonicalJson(value);
}
