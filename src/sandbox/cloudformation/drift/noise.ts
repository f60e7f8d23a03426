import type { Json, JsonObject } from "../../json.ts";
import { isList, isObject } from "../../json.ts";
import { findResourceType } from "../../spec/resource-type.ts";
import type { PropertySpecs, Shape } from "../../spec/shape.ts";

/** What AWS does to live resources although nobody meant any harm. */
export const noiseKinds = ["defaults", "order", "tags", "autoscaling"] as const;

/** One kind of it. */
export type NoiseKind = (typeof noiseKinds)[number];

/** The properties with what the service answers for truth values that nobody declared, on every level: false. */
export function withDefaults(type: string, properties: JsonObject): JsonObject {
  const spec = findResourceType(type);
  return spec === undefined ? properties : filledObject(properties, spec.properties);
}

/** The properties with every list the other way round: as the service happens to answer it. */
export function withOtherOrder(properties: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(properties).map(([name, value]) => [name, reversed(value)]));
}

/** The properties with one more tag, as a tool for costs would set it; `undefined` for a type without tags. */
export function withAnotherTag(type: string, properties: JsonObject): JsonObject | undefined {
  const tags = findResourceType(type)?.tags;
  if (tags === undefined) return undefined;
  const { property, isMap } = tags;
  const known = properties[property];
  if (isMap) return { ...properties, [property]: { ...(isObject(known) ? known : {}), [tagKey]: tagValue } };
  const tag = { Key: tagKey, Value: tagValue };
  const others = isList(known) ? known.filter((each) => !isObject(each) || each["Key"] !== tagKey) : [];
  return { ...properties, [property]: [...others, tag] };
}

const tagKey = "cost-centre";
const tagValue = "4711";

function filledObject(value: JsonObject, specs: PropertySpecs): JsonObject {
  const declared = Object.entries(value).map(([name, member]): [string, Json] => {
    const spec = specs.get(name);
    return [name, spec === undefined ? member : filled(member, spec.shape)];
  });
  const defaults = [...specs].flatMap(([name, { shape }]): [string, Json][] =>
    shape.kind === "boolean" && value[name] === undefined ? [[name, false]] : [],
  );
  return Object.fromEntries([...declared, ...defaults]);
}

function filled(value: Json, shape: Shape): Json {
  if (shape.kind === "object" && isObject(value)) return filledObject(value, shape.members());
  if (shape.kind === "array" && isList(value)) return value.map((element) => filled(element, shape.element));
  return value;
}

function reversed(value: Json): Json {
  if (isList(value)) return value.map(reversed).toReversed();
  if (isObject(value))
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, reversed(member)]));
  return value;
}
