import type { Json, JsonObject } from "../../src/sandbox/json.ts";
import { namingProperty } from "../../src/sandbox/resources/identity.ts";
import { diffProperties } from "../../src/sandbox/resources/difference.ts";
import { findResourceType } from "../../src/sandbox/spec/resource-type.ts";
import type { PropertySpecs, Shape } from "../../src/sandbox/spec/shape.ts";

/** Four states in the life of a resource; what the specification leaves no room for is absent. */
export interface SampleLife {
  /** Required properties only, nested ones too. */
  readonly created: JsonObject;
  /** One property differs that can be updated in place. */
  readonly updated?: JsonObject;
  /** One property differs that replaces the resource. */
  readonly replaced?: JsonObject;
}

/** Properties for any type, made from the specification; `given` ones stay as they are. Throws for a type that is not published. */
export function sampleLife(type: string, given: JsonObject = {}): SampleLife {
  const spec = findResourceType(type);
  if (spec === undefined) throw new Error(`${type} is not in the specification`);
  const created = { ...requiredOf(spec.properties, 0), ...given };
  const fixed = [...Object.keys(given), ...(spec.tags === undefined ? [] : [spec.tags.property])];
  // What has a name of its own is replaced only under another name.
  const naming = namingProperty(type) ?? "";
  const isNamed = Object.hasOwn(created, naming);
  const states = [...spec.properties].flatMap(([name, { shape, causesReplacement }]) =>
    fixed.includes(name) || (isNamed && causesReplacement === "yes" && name !== naming)
      ? []
      : [{ ...created, [name]: sample(shape, name, 1) ?? null }],
  );
  const changing = (recreation: "Never" | "Always"): JsonObject | undefined =>
    states.find((state) => {
      const changes = diffProperties(type, created, state);
      return (
        changes.length > 0 && changes.every(({ requiresRecreation }) => requiresRecreation === recreation)
      );
    });
  const updated = changing("Never");
  const replaced = changing("Always");
  return {
    created,
    ...(updated === undefined ? {} : { updated }),
    ...(replaced === undefined ? {} : { replaced }),
  };
}

/** One of two different values of a property: variant 0 or 1. */
type Variant = 0 | 1;

function requiredOf(specs: PropertySpecs, variant: Variant): JsonObject {
  const entries = [...specs].filter(([, { isRequired }]) => isRequired);
  return Object.fromEntries(entries.map(([name, { shape }]) => [name, sample(shape, name, variant) ?? null]));
}

function sample(shape: Shape, name: string, variant: Variant): Json | undefined {
  switch (shape.kind) {
    case "string":
      return shape.allowed?.[variant] ?? shape.allowed?.[0] ?? sampleText(name, variant);
    case "date-time":
      return `2026-01-0${variant + 1}T00:00:00Z`;
    case "integer":
    case "number":
      return 60 + variant;
    case "boolean":
      return variant === 1;
    case "json":
      return { Sample: variant };
    case "null":
      return null;
    case "tag":
      return { Key: `key-${variant}`, Value: "value" };
    case "array":
      return variant === 0 && /^Targets$|Subnets/.test(name) === false
        ? []
        : [sample(shape.element, name, variant) ?? null];
    case "map":
      return { sample: sample(shape.element, name, variant) ?? null };
    case "object":
      return requiredOf(shape.members(), variant);
    case "union":
      return shape.shapes[0] === undefined ? undefined : sample(shape.shapes[0], name, variant);
  }
}

function sampleText(name: string, variant: Variant): string {
  if (/Arn$|ARN$/.test(name)) return `arn:aws:iam::111111111111:role/sample-${variant}`;
  return `sample-${variant}`;
}
