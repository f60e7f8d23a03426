import { validationError } from "../errors.ts";
import type { Json } from "../json.ts";
import { isList, isObject } from "../json.ts";
import { evaluatedParts } from "./dependencies.ts";
import { isSupportedFunction, languageFunctions } from "./functions.ts";
import type { Template } from "./model.ts";
import { pseudoParameters } from "./pseudo-parameters.ts";
import type { Reference } from "./references.ts";
import { functionCall, referencesIn } from "./references.ts";

/** The parts of a template that can refer to something. */
type Referring = Omit<Template, "order" | "dependencies">;

/** Checks that everything the template refers to is in it. Throws ValidationError in CloudFormation's words. */
export function checkReferences(template: Referring): void {
  checkConditionSection(template);
  const inResources = [...template.resources.values()];
  checkBlock(
    template,
    "Resources",
    inResources.map(evaluatedParts),
    inResources.flatMap((resource) => resource.dependsOn),
    inResources.flatMap((resource) => resource.condition ?? []),
  );
  const outputs = [...template.outputs.values()];
  if (outputs.some(({ exportName }) => asksForOutput(exportName ?? null)))
    throw validationError(
      "Template error: The Name field of Export must not depend on any resources, imported values, or Fn::GetAZs",
    );
  checkBlock(
    template,
    "Outputs",
    outputs.map((output) => [output.value, output.exportName ?? null]),
    [],
    outputs.flatMap((output) => output.condition ?? []),
  );
}

function checkConditionSection(template: Referring): void {
  const values = Object.values(template.conditions);
  for (const value of values) checkFunctions(template, value);
  if (values.some(asksForOutput))
    throw validationError("Template error: Cannot use Fn::GetStackOutput in Conditions.");
  const references = values.flatMap((value) => referencesIn(value));
  const resources = references
    .flatMap((reference) => (reference.kind === "ref" ? [reference.name] : []))
    .filter((name) => !template.parameters.has(name) && !isPseudo(name));
  if (resources.length > 0)
    throw validationError(
      `Template format error: Unresolved dependencies [${unique(resources)}]. Cannot reference resources in the Conditions block of the template`,
    );
  if (references.some((reference) => reference.kind === "attribute"))
    throw validationError("Template error: Cannot use Fn::GetAtt in the Conditions block of the template.");
  checkMappings(template, references);
  const named = values.flatMap(conditionNames);
  checkConditions(template, "Conditions", named);
}

/** Names that a condition refers to with `{ Condition: name }`. */
function conditionNames(value: Json): readonly string[] {
  if (isList(value)) return value.flatMap(conditionNames);
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([name, member]) =>
    name === "Condition" && typeof member === "string" ? [member] : conditionNames(member),
  );
}

function checkBlock(
  template: Referring,
  block: "Resources" | "Outputs",
  values: readonly Json[],
  dependsOn: readonly string[],
  conditions: readonly string[],
): void {
  for (const value of values) checkFunctions(template, value);
  const references = values.flatMap((value) => referencesIn(value));
  const refs = references.flatMap((reference) => (reference.kind === "ref" ? [reference.name] : []));
  const unresolved = [
    ...refs.filter(
      (name) => !template.resources.has(name) && !template.parameters.has(name) && !isPseudo(name),
    ),
    ...dependsOn.filter((name) => !template.resources.has(name)),
  ];
  if (unresolved.length > 0)
    throw validationError(
      `Template format error: Unresolved resource dependencies [${unique(unresolved)}] in the ${block} block of the template`,
    );
  for (const reference of references)
    if (reference.kind === "attribute" && !template.resources.has(reference.resource))
      throw validationError(
        `Template error: instance of Fn::GetAtt references undefined resource ${reference.resource}`,
      );
  checkMappings(template, references);
  const inIf = references.flatMap((reference) => (reference.kind === "condition" ? [reference.name] : []));
  checkConditions(template, block, [...conditions, ...inIf]);
}

function checkMappings(template: Referring, references: readonly Reference[]): void {
  for (const reference of references)
    if (reference.kind === "mapping" && template.mappings[reference.name] === undefined)
      throw validationError(
        `Template validation error: Mapping named '${reference.name}' is not present in the 'Mappings' section of template.`,
      );
}

function checkConditions(template: Referring, block: string, names: readonly string[]): void {
  const missing = names.filter((name) => template.conditions[name] === undefined);
  if (missing.length > 0)
    throw validationError(
      `Template format error: Unresolved condition dependency [${unique(missing)}] in the ${block} block of the template`,
    );
}

function checkFunctions(template: Referring, value: Json): void {
  if (isList(value)) return value.forEach((element) => checkFunctions(template, element));
  if (!isObject(value)) return;
  const call = functionCall(value);
  if (call !== undefined && !isSupportedFunction(call.name))
    throw validationError(`Template error: the function ${call.name} is not supported by the sandbox.`);
  if (call !== undefined && languageFunctions.includes(call.name) && template.transforms.length === 0)
    throw validationError(
      `Template error: the function ${call.name} needs the transform AWS::LanguageExtensions.`,
    );
  if (call?.name === "Fn::ImportValue" && asksForOutput(call.argument))
    throw validationError(
      "Template error: the attribute in Fn::ImportValue must not depend on any resources, imported values, or Fn::GetAZs",
    );
  Object.values(value).forEach((member) => checkFunctions(template, member));
}

/** Weak references have no place in conditions, in names of exports and in what is imported. */
function asksForOutput(value: Json): boolean {
  if (isList(value)) return value.some(asksForOutput);
  if (!isObject(value)) return false;
  return Object.entries(value).some(
    ([name, member]) => name === "Fn::GetStackOutput" || asksForOutput(member),
  );
}

function isPseudo(name: string): boolean {
  return pseudoParameters.some((pseudo) => pseudo === name);
}

function unique(names: readonly string[]): string {
  return [...new Set(names)].join(", ");
}
