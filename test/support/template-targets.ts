import { isJsonObject, type Json } from "../../src/model/canonical.ts";

interface Sections {
  readonly Parameters?: Record<string, Json>;
  readonly Conditions?: Record<string, Json>;
  readonly Resources: Record<string, { readonly [key: string]: Json | undefined }>;
  readonly Outputs?: Record<string, Json>;
}

/** A template, read back. */
export function readTemplate(template: string): Sections {
  return JSON.parse(template) as Sections;
}

/** Properties of one resource of a stack; `undefined` when the template does not have it. */
export function propertiesOf(stack: { readonly template: string }, logicalId: string): Json | undefined {
  return readTemplate(stack.template).Resources[logicalId]?.["Properties"];
}

/** Logical ids of the resources of one type. */
export function resourcesOfType(stack: { readonly template: string }, type: string): readonly string[] {
  const { Resources } = readTemplate(stack.template);
  return Object.keys(Resources).filter((id) => Resources[id]?.["Type"] === type);
}

/** What a template points at and does not have: targets of Ref, GetAtt, Sub and DependsOn, and conditions. */
export function danglingTargets(template: string): readonly string[] {
  const sections = readTemplate(template);
  const targets = [...new Set(targetsOf(sections as unknown as Json))];
  const conditions = Object.keys(sections.Conditions ?? {}).map((name) => `condition ${name}`);
  const names = [
    ...Object.keys(sections.Parameters ?? {}),
    ...Object.keys(sections.Resources),
    ...conditions,
  ];
  return targets.filter((target) => !target.startsWith("AWS::") && !names.includes(target)).toSorted();
}

/** Parameters that a template declares and does not use. */
export function unusedParameters(template: string): readonly string[] {
  const sections = readTemplate(template);
  const used = new Set(targetsOf(sections as unknown as Json));
  return Object.keys(sections.Parameters ?? {}).filter((name) => !used.has(name));
}

function targetsOf(value: Json): readonly string[] {
  if (Array.isArray(value)) return (value as readonly Json[]).flatMap(targetsOf);
  if (!isJsonObject(value)) return [];
  return Object.entries(value).flatMap(([key, member]) => [
    ...directTargets(key, member ?? null),
    ...targetsOf(member ?? null),
  ]);
}

function directTargets(key: string, value: Json): readonly string[] {
  if (key === "Ref" && typeof value === "string") return [value];
  if (key === "Fn::GetAtt") return [(value as readonly string[])[0] ?? "nothing"];
  if (key === "Fn::Sub" && typeof value === "string")
    return [...value.matchAll(/\$\{([^!}.]+)[^}]*\}/g)].map(([, name]) => name ?? "nothing");
  if (key === "DependsOn") return value as readonly string[];
  if (key === "Condition" && typeof value === "string") return [`condition ${value}`];
  if (key === "Fn::If") return [`condition ${(value as readonly string[])[0] ?? "nothing"}`];
  return [];
}
