import type { Property, PropertyType } from "@aws-cdk/service-spec-types";
import { specDatabase } from "./database.ts";

/** What a property's value looks like. An object's members are looked up lazily: definitions may be recursive. */
export type Shape =
  | { readonly kind: "string"; readonly allowed?: readonly string[] }
  | { readonly kind: "integer" | "number" | "boolean" | "json" | "date-time" | "null" | "tag" }
  | { readonly kind: "array"; readonly element: Shape }
  | { readonly kind: "map"; readonly element: Shape }
  | { readonly kind: "object"; readonly name: string; readonly members: () => PropertySpecs }
  | { readonly kind: "union"; readonly shapes: readonly Shape[] };

/** A property of a resource type or of a nested definition. */
export interface PropertySpec {
  readonly isRequired: boolean;
  readonly causesReplacement: "yes" | "maybe" | "no";
  readonly shape: Shape;
}

/** Properties by name. */
export type PropertySpecs = ReadonlyMap<string, PropertySpec>;

const objects = new Map<string, Shape>();

/** Translates the specification's properties. Earlier published types of a property are accepted beside the current. */
export function propertySpecs(properties: Readonly<Record<string, Property>>): PropertySpecs {
  return new Map(
    Object.entries(properties).map(([name, property]) => [
      name,
      {
        isRequired: property.required === true,
        causesReplacement: property.causesReplacement ?? "no",
        shape: anyOf([property.type, ...(property.previousTypes ?? [])].map(shapeOf)),
      },
    ]),
  );
}

function anyOf(shapes: readonly Shape[]): Shape {
  const [only] = shapes;
  return shapes.length === 1 && only !== undefined ? only : { kind: "union", shapes };
}

function shapeOf(type: PropertyType): Shape {
  switch (type.type) {
    case "string":
      return type.allowedValues === undefined
        ? { kind: "string" }
        : { kind: "string", allowed: type.allowedValues };
    case "array":
    case "map":
      return { kind: type.type, element: shapeOf(type.element) };
    case "union":
      return { kind: "union", shapes: type.types.map(shapeOf) };
    case "ref":
      return objectShape(type.reference.$ref);
    case "integer":
    case "number":
    case "boolean":
    case "json":
    case "date-time":
    case "null":
    case "tag":
      return { kind: type.type };
  }
}

function objectShape(id: string): Shape {
  const known = objects.get(id);
  if (known !== undefined) return known;
  const definition = specDatabase().get("typeDefinition", id);
  let members: PropertySpecs | undefined;
  const shape: Shape = {
    kind: "object",
    name: definition.name,
    members: () => (members ??= propertySpecs(definition.properties)),
  };
  objects.set(id, shape);
  return shape;
}
