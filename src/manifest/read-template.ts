import { canonicalJson, isJsonObject, type Json } from "../model/canonical.ts";
import { didYouMean } from "./closest-name.ts";
import type { Flaw, Read } from "./flaw.ts";
import { shown } from "./field-name.ts";
import { child, keyOrigin, toJson, type MapNode, type Tree } from "./tree.ts";

/** A CloudFormation template of the repository. */
export interface TemplateFile {
  readonly body: { readonly [section: string]: Json | undefined };
  readonly tree: MapNode;
}

/** CloudFormation takes 1 MB through a bucket; the rest is for what Mooring puts on. */
const MAX_BYTES = 980_000;

/** `{{resolve:…}}` in one template ("Get values stored in other services using dynamic references"). */
const MAX_DYNAMIC_REFERENCES = 60;

/** "Template anatomy" and "CloudFormation quotas" of the CloudFormation user guide. */
const SECTIONS: readonly string[] = [
  "AWSTemplateFormatVersion",
  "Description",
  "Metadata",
  "Parameters",
  "Rules",
  "Mappings",
  "Conditions",
  "Transform",
  "Hooks",
  "Resources",
  "Outputs",
];
const MAP_SECTIONS: readonly { readonly name: string; readonly limit: number }[] = [
  { name: "Parameters", limit: 200 },
  { name: "Mappings", limit: 200 },
  { name: "Conditions", limit: Infinity },
  { name: "Rules", limit: Infinity },
  { name: "Resources", limit: 500 },
  { name: "Outputs", limit: 200 },
];
const RESOURCE_ATTRIBUTES: readonly string[] = [
  "Type",
  "Properties",
  "DependsOn",
  "Condition",
  "Metadata",
  "CreationPolicy",
  "UpdatePolicy",
  "DeletionPolicy",
  "UpdateReplacePolicy",
];

/** Checks that a file is a template, as far as its shape goes; what the resources mean is CloudFormation's to say. */
export function readTemplate(tree: Tree): Read<TemplateFile> {
  if (tree.kind !== "map") return { flaws: [{ origin: tree.origin, ...NOT_A_TEMPLATE }] };
  const flaws = [...checkSections(tree), ...checkResources(tree), ...checkDeclarations(tree)];
  if (flaws.length > 0) return { flaws };
  const body = toJson(tree);
  if (!isJsonObject(body)) return { flaws: [{ origin: tree.origin, ...NOT_A_TEMPLATE }] };
  const tooLarge = checkSize(tree, body);
  return tooLarge === undefined ? { value: { body, tree }, flaws } : { flaws: [tooLarge] };
}

const NOT_A_TEMPLATE = {
  message: "this is no CloudFormation template: it has no Resources",
  remedy: "add Resources: a map from logical ids to resources with a Type",
};

function checkSections(tree: MapNode): readonly Flaw[] {
  const unknown = [...tree.entries].flatMap(([name, { key }]): Flaw[] => {
    if (SECTIONS.includes(name) || name.startsWith("Fn::")) return [];
    const remedy = didYouMean(name, SECTIONS, `a template has ${SECTIONS.join(", ")}`);
    return [{ origin: key, message: `${shown(name)} is no section of a CloudFormation template`, remedy }];
  });
  const wrong = MAP_SECTIONS.flatMap(({ name, limit }): Flaw[] => {
    const section = child(tree, name);
    if (section === undefined) return [];
    if (section.kind !== "map") return [{ origin: section.origin, message: `${name} has to be a map` }];
    if (section.entries.size <= limit) return [];
    const message = `${name} has ${section.entries.size} entries, and CloudFormation takes ${limit}`;
    return [{ origin: keyOrigin(tree, [name]), message, remedy: "split the template" }];
  });
  const description = child(tree, "Description");
  const isText =
    description === undefined || (description.kind === "scalar" && typeof description.value === "string");
  return [
    ...unknown,
    ...wrong,
    ...(isText ? [] : [{ origin: description.origin, message: "Description has to be text" }]),
  ];
}

function checkResources(tree: MapNode): readonly Flaw[] {
  const resources = child(tree, "Resources");
  if (resources === undefined) return [{ origin: tree.origin, ...NOT_A_TEMPLATE }];
  if (resources.kind !== "map") return [];
  if (resources.entries.size === 0) return [{ origin: keyOrigin(tree, ["Resources"]), ...NOT_A_TEMPLATE }];
  return [...resources.entries].flatMap(([id, entry]) =>
    id.startsWith("Fn::") ? [] : checkResource(id, entry.value, entry.key),
  );
}

function checkResource(id: string, resource: Tree, origin: Flaw["origin"]): readonly Flaw[] {
  if (!/^[A-Za-z0-9]{1,255}$/.test(id)) {
    return [{ origin, message: `the logical id ${shown(id)} has to be 1 to 255 letters and digits` }];
  }
  const type = child(resource, "Type");
  if (resource.kind !== "map" || type === undefined) {
    return [
      { origin, message: `the resource ${id} has no Type`, remedy: "add one such as Type: AWS::S3::Bucket" },
    ];
  }
  if (type.kind !== "scalar" || typeof type.value !== "string") {
    return [{ origin: type.origin, message: `the Type of ${id} has to be text such as AWS::S3::Bucket` }];
  }
  const properties = child(resource, "Properties");
  const isEmpty = properties?.kind === "scalar" && properties.value === null;
  const wrong: readonly Flaw[] =
    properties === undefined || properties.kind === "map" || isEmpty
      ? []
      : [{ origin: properties.origin, message: `the Properties of ${id} have to be a map` }];
  return [...wrong, ...checkAttributes(id, resource)];
}

function checkAttributes(id: string, resource: MapNode): readonly Flaw[] {
  return [...resource.entries].flatMap(([name, { key }]): Flaw[] => {
    if (RESOURCE_ATTRIBUTES.includes(name) || name.startsWith("Fn::")) return [];
    const remedy = didYouMean(name, RESOURCE_ATTRIBUTES, `a resource has ${RESOURCE_ATTRIBUTES.join(", ")}`);
    return [{ origin: key, message: `${shown(name)} of ${id} is no attribute of a resource`, remedy }];
  });
}

/** Parameters need a type, outputs a value. */
function checkDeclarations(tree: MapNode): readonly Flaw[] {
  const needs = [
    { section: "Parameters", member: "Type", one: "parameter" },
    { section: "Outputs", member: "Value", one: "output" },
  ];
  return needs.flatMap(({ section, member, one }) => {
    const declared = child(tree, section);
    if (declared?.kind !== "map") return [];
    return [...declared.entries].flatMap(([name, { key, value }]): Flaw[] =>
      name.startsWith("Fn::") || child(value, member) !== undefined
        ? []
        : [{ origin: key, message: `the ${one} ${name} has no ${member}`, remedy: `add ${member}` }],
    );
  });
}

function checkSize(tree: MapNode, { Description: _about, ...body }: TemplateFile["body"]): Flaw | undefined {
  const json = canonicalJson(body);
  const bytes = json.length;
  const references = json.split("{{resolve:").length - 1;
  if (references > MAX_DYNAMIC_REFERENCES) {
    const message = `the template has ${references} dynamic references, and CloudFormation takes ${MAX_DYNAMIC_REFERENCES}`;
    return { origin: tree.origin, message, remedy: "split it into two apps" };
  }
  if (bytes <= MAX_BYTES) return undefined;
  const message = `the template is ${bytes} bytes as JSON, and at most ${MAX_BYTES} can be sent to CloudFormation`;
  return { origin: tree.origin, message, remedy: "split it into two apps" };
}
