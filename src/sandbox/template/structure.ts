import { validationError } from "../errors.ts";
import type { Json, JsonObject } from "../json.ts";
import { isList, isObject } from "../json.ts";
import { checkReferences } from "./check-references.ts";
import { orderResources } from "./dependencies.ts";
import { checkLimits } from "./limits.ts";
import type { DeletionPolicy, OutputDeclaration, ResourceDeclaration, Template } from "./model.ts";
import { readParameter } from "./parameter-declaration.ts";

const sections = [
  "AWSTemplateFormatVersion",
  "Conditions",
  "Description",
  "Mappings",
  "Metadata",
  "Outputs",
  "Parameters",
  "Resources",
  "Rules",
  "Transform",
  "Hooks",
];
const refusedSections = ["Rules", "Hooks"];
const resourceMembers = [
  "Condition",
  "CreationPolicy",
  "DeletionPolicy",
  "DependsOn",
  "Metadata",
  "Properties",
  "Type",
  "UpdatePolicy",
  "UpdateReplacePolicy",
];
const policies: readonly DeletionPolicy[] = ["Delete", "Retain", "RetainExceptOnCreate", "Snapshot"];
const limits = { Parameters: 200, Mappings: 200, Resources: 500, Outputs: 200 };

/**
 * Checks a template's structure and gives its parts names. Throws ValidationError in CloudFormation's words.
 *
 * Of a template that is not complete, since parts hang on parameters, nothing is checked that needs the whole.
 */
export function readStructure(
  source: JsonObject,
  { transforms, isComplete }: { readonly transforms: readonly string[]; readonly isComplete: boolean },
): Template {
  checkSections(source);
  const parts = {
    version: source["AWSTemplateFormatVersion"] === undefined ? undefined : "2010-09-09",
    transforms,
    description: readDescription(source["Description"]),
    metadata: isObject(source["Metadata"]) ? source["Metadata"] : undefined,
    parameters: readSection(source, "Parameters", readParameter),
    mappings: readMappings(source),
    conditions: section(source, "Conditions"),
    resources: readSection(source, "Resources", readResource),
    outputs: readSection(source, "Outputs", readOutput),
  };
  if (isComplete && parts.resources.size === 0)
    throw validationError("Template format error: At least one Resources member must be defined.");
  checkLimits(parts);
  if (isComplete) checkReferences(parts);
  return { ...parts, ...orderResources(parts.resources) };
}

function checkSections(source: JsonObject): void {
  const unknown = Object.keys(source).filter((name) => !sections.includes(name));
  if (unknown.length > 0)
    throw validationError(`Invalid template property or properties [${unknown.join(", ")}]`);
  const version = source["AWSTemplateFormatVersion"];
  if (version !== undefined && version !== "2010-09-09")
    throw validationError("Template format error: unsupported value for AWSTemplateFormatVersion.");
  for (const name of refusedSections)
    if (source[name] !== undefined)
      throw validationError(`Template error: the ${name} section is not supported by the sandbox.`);
  if (isObject(source["Resources"]) && "Fn::Transform" in source["Resources"])
    throw validationError("Template error: Fn::Transform is not supported by the sandbox.");
}

function section(source: JsonObject, name: string): JsonObject {
  const value = source[name];
  if (value === undefined || value === null) return {};
  if (!isObject(value)) throw validationError(`Template format error: ${name} must be an object.`);
  return value;
}

function readSection<T>(
  source: JsonObject,
  name: "Parameters" | "Resources" | "Outputs",
  read: (name: string, value: Json) => T,
): ReadonlyMap<string, T> {
  const members = Object.entries(section(source, name));
  checkCount(name, members.length);
  return new Map(members.map(([key, value]) => [key, read(key, value)]));
}

function checkCount(name: keyof typeof limits, count: number): void {
  if (count > limits[name])
    throw validationError(
      `Template format error: Number of ${name.toLowerCase()}, ${count}, is greater than maximum allowed, ${limits[name]}`,
    );
}

function readMappings(source: JsonObject): JsonObject {
  const mappings = section(source, "Mappings");
  checkCount("Mappings", Object.keys(mappings).length);
  for (const [name, mapping] of Object.entries(mappings)) {
    if (!isObject(mapping) || !Object.values(mapping).every(isObject))
      throw validationError(
        `Template format error: Every Mappings attribute must be a String or a List. (${name})`,
      );
  }
  return mappings;
}

function readDescription(description: Json | undefined): string | undefined {
  if (description === undefined || description === null) return undefined;
  if (typeof description !== "string")
    throw validationError("Template format error: Description must be a string.");
  if (Buffer.byteLength(description) > 1024)
    throw validationError("Template format error: 'Description' length is greater than 1024.");
  return description;
}

function readResource(logicalId: string, value: Json): ResourceDeclaration {
  if (!/^[A-Za-z0-9]{1,255}$/.test(logicalId))
    throw validationError(`Template format error: Resource name ${logicalId} is non alphanumeric.`);
  if (!isObject(value) || typeof value["Type"] !== "string")
    throw validationError(
      `Template format error: [/Resources/${logicalId}] Every Resources object must contain a Type member.`,
    );
  const unknown = Object.keys(value).find((name) => !resourceMembers.includes(name));
  if (unknown !== undefined) throw validationError(`Invalid template resource property '${unknown}'`);
  const properties = value["Properties"] ?? {};
  if (!isObject(properties))
    throw validationError(
      `Template format error: [/Resources/${logicalId}/Properties] 'null' values are not allowed in templates`,
    );
  return {
    logicalId,
    type: value["Type"],
    properties,
    condition: readText(value["Condition"], `/Resources/${logicalId}/Condition`),
    dependsOn: readDependsOn(logicalId, value["DependsOn"]),
    deletionPolicy: readPolicy(logicalId, "DeletionPolicy", value["DeletionPolicy"]),
    updateReplacePolicy: readPolicy(logicalId, "UpdateReplacePolicy", value["UpdateReplacePolicy"]),
    metadata: value["Metadata"],
    creationPolicy: value["CreationPolicy"],
    updatePolicy: value["UpdatePolicy"],
  };
}

function readText(value: Json | undefined, path: string): string | undefined {
  if (value === undefined || typeof value === "string") return value;
  throw validationError(`Template format error: [${path}] must be a string.`);
}

function readDependsOn(logicalId: string, value: Json | undefined): readonly string[] {
  if (value === undefined) return [];
  const names = isList(value) ? value : [value];
  return names.map((name) => {
    if (typeof name === "string") return name;
    throw validationError(
      `Template format error: [/Resources/${logicalId}/DependsOn] DependsOn must be a string or list of strings.`,
    );
  });
}

function readPolicy(logicalId: string, member: string, value: Json | undefined): DeletionPolicy | undefined {
  if (value === undefined) return undefined;
  const policy = policies.find((known) => known === value);
  if (policy === undefined || (member === "UpdateReplacePolicy" && policy === "RetainExceptOnCreate"))
    throw validationError(
      `Template format error: Unrecognized ${member} ${typeof value === "string" ? value : JSON.stringify(value)} for resource ${logicalId}`,
    );
  return policy;
}

function readOutput(name: string, value: Json): OutputDeclaration {
  if (!/^[A-Za-z0-9]{1,255}$/.test(name))
    throw validationError(`Template format error: Output name ${name} is non alphanumeric.`);
  if (!isObject(value) || value["Value"] === undefined || value["Value"] === null)
    throw validationError(
      `Template format error: [/Outputs/${name}] Every Outputs member must contain a Value object`,
    );
  const exported = value["Export"];
  if (exported !== undefined && (!isObject(exported) || exported["Name"] === undefined))
    throw validationError(
      `Template format error: Output ${name} is malformed. The Export field must have a Name.`,
    );
  return {
    name,
    value: value["Value"],
    description: readText(value["Description"], `/Outputs/${name}/Description`),
    exportName: isObject(exported) ? exported["Name"] : undefined,
    condition: readText(value["Condition"], `/Outputs/${name}/Condition`),
  };
}
