import { loadAwsServiceSpecSync } from "@aws-cdk/aws-service-spec";
import type { Property, PropertyType, Resource, SpecDatabase } from "@aws-cdk/service-spec-types";
import { isJsonObject, type Json } from "../../src/model/canonical.ts";

type JsonObject = { readonly [key: string]: Json | undefined };

let loaded: SpecDatabase | undefined;

function database(): SpecDatabase {
  return (loaded ??= loadAwsServiceSpecSync());
}

/**
 * What AWS's published resource specification has against a template: unknown types, unknown properties, values of a
 * wrong type, missing required properties, unknown attributes; nested ones too. Intrinsic functions count as any value.
 */
export function specificationProblems(template: string): readonly string[] {
  const { Resources } = JSON.parse(template) as { Resources: Record<string, JsonObject> };
  return [
    ...Object.entries(Resources).flatMap(([id, resource]) => resourceProblems(id, resource)),
    ...attributeProblems(JSON.parse(template) as Json, Resources),
  ];
}

function lookUp(type: Json | undefined): Resource | undefined {
  if (typeof type !== "string") return undefined;
  return database().lookup("resource", "cloudFormationType", "equals", type)[0];
}

function resourceProblems(id: string, resource: JsonObject): readonly string[] {
  const known = lookUp(resource["Type"]);
  if (known === undefined) return [`${id}: ${JSON.stringify(resource["Type"])} is not a type`];
  return objectProblems(id, resource["Properties"] ?? {}, known.properties);
}

function objectProblems(
  path: string,
  value: Json,
  properties: Readonly<Record<string, Property>>,
): readonly string[] {
  if (!isJsonObject(value)) return [`${path}: not an object`];
  const missing = Object.entries(properties)
    .filter(([name, property]) => property.required === true && value[name] === undefined)
    .map(([name]) => `${path}.${name}: required`);
  const wrong = Object.entries(value).flatMap(([name, member]) => {
    const property = properties[name];
    if (property === undefined) return [`${path}.${name}: unknown property`];
    return anyProblems(`${path}.${name}`, member ?? null, [property.type, ...(property.previousTypes ?? [])]);
  });
  return [...missing, ...wrong];
}

/** No problem when one of the types fits, otherwise those of the first. */
function anyProblems(path: string, value: Json, types: readonly PropertyType[]): readonly string[] {
  const tries = types.map((type) => valueProblems(path, value, type));
  return tries.some((problems) => problems.length === 0) ? [] : (tries[0] ?? []);
}

function valueProblems(path: string, value: Json, type: PropertyType): readonly string[] {
  const branches = branchesOf(value);
  if (branches !== undefined) return branches.flatMap((branch) => valueProblems(path, branch, type));
  const ok = (fits: boolean): readonly string[] => (fits ? [] : [`${path}: not ${type.type}`]);
  switch (type.type) {
    case "string":
      return ok(typeof value === "string" && (type.allowedValues?.includes(value) ?? true));
    case "date-time":
      return ok(typeof value === "string");
    case "integer":
      return ok(Number.isInteger(value));
    case "number":
      return ok(typeof value === "number");
    case "boolean":
      return ok(typeof value === "boolean");
    case "json":
      return ok(typeof value === "object" && value !== null);
    case "null":
      return ok(value === null);
    case "tag":
      return ok(isJsonObject(value) && Object.keys(value).toSorted().join() === "Key,Value");
    case "array":
      if (!Array.isArray(value)) return ok(false);
      return (value as readonly Json[]).flatMap((item, index) =>
        valueProblems(`${path}[${index}]`, item, type.element),
      );
    case "map":
      if (!isJsonObject(value)) return ok(false);
      return Object.entries(value).flatMap(([key, item]) =>
        valueProblems(`${path}.${key}`, item ?? null, type.element),
      );
    case "union":
      return anyProblems(path, value, type.types);
    case "ref":
      return objectProblems(path, value, database().get("typeDefinition", type.reference.$ref).properties);
  }
}

/** Both values of `Fn::If`; nothing to look at for other intrinsics; `undefined` for plain values. */
function branchesOf(value: Json): readonly Json[] | undefined {
  if (!isJsonObject(value)) return undefined;
  const [name, ...others] = Object.keys(value);
  if (name === undefined || others.length > 0) return undefined;
  if (name === "Fn::If") return (value[name] as readonly Json[]).slice(1);
  return name === "Ref" || name.startsWith("Fn::") ? [] : undefined;
}

function attributeProblems(value: Json, resources: Record<string, JsonObject>): readonly string[] {
  if (Array.isArray(value))
    return (value as readonly Json[]).flatMap((item) => attributeProblems(item, resources));
  if (!isJsonObject(value)) return [];
  const [target, attribute] = (value["Fn::GetAtt"] ?? []) as readonly string[];
  const known = target === undefined ? undefined : lookUp(resources[target]?.["Type"]);
  const isMissing = known !== undefined && attribute !== undefined && !(attribute in known.attributes);
  return [
    ...(isMissing ? [`${target ?? ""}.${attribute}: unknown attribute`] : []),
    ...Object.values(value).flatMap((member) => attributeProblems(member ?? null, resources)),
  ];
}
