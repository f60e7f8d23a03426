import { validationError } from "../errors.ts";
import type { Json, JsonObject } from "../json.ts";
import { isList, isObject } from "../json.ts";
import { pureFunctions, scalarText } from "./functions.ts";
import { pseudoValue } from "./pseudo-parameters.ts";
import type { FunctionCall } from "./references.ts";
import { attributeParts, functionCall, substitution } from "./references.ts";
import type { Scope } from "./scope.ts";
import { splitAttribute } from "./short-tags.ts";
import { unknownValue } from "./unknown.ts";
import { availabilityZones } from "./zones.ts";

/** Evaluates a value that has to be there. Throws ValidationError in CloudFormation's words. */
export function evaluateValue(value: Json, scope: Scope): Json {
  return evaluate(value, scope) ?? "";
}

/** Evaluates properties: members whose value is `AWS::NoValue` are left out. Throws ValidationError. */
export function evaluateObject(value: JsonObject, scope: Scope): JsonObject {
  const evaluated = evaluate(value, scope);
  return isObject(evaluated) ? evaluated : {};
}

/** `undefined` is `AWS::NoValue`. */
export function evaluate(value: Json, scope: Scope): Json | undefined {
  if (isList(value))
    return value.flatMap((element) => {
      const evaluated = evaluate(element, scope);
      return evaluated === undefined ? [] : [evaluated];
    });
  if (!isObject(value)) return value;
  const call = functionCall(value);
  if (call !== undefined) return evaluateCall(call, scope);
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, member]) => {
      const evaluated = evaluate(member, scope);
      return evaluated === undefined ? [] : [[name, evaluated]];
    }),
  );
}

function evaluateCall({ name, argument }: FunctionCall, scope: Scope): Json | undefined {
  switch (name) {
    case "Ref":
      return evaluateRef(argument, scope);
    case "Fn::GetAtt":
      return evaluateAttribute(argument, scope);
    case "Fn::Sub":
      return evaluateSubstitution(argument, scope);
    case "Fn::If":
      return evaluateIf(argument, scope);
    case "Fn::FindInMap":
      return evaluateMapping(argument, scope);
    case "Fn::GetAZs":
      return availabilityZones(scalarText(evaluateValue(argument, scope)) || scope.identity.region);
    case "Fn::ImportValue":
      return evaluateImport(argument, scope);
    case "Fn::GetStackOutput":
      return evaluateStackOutput(argument, scope);
  }
  const pure = pureFunctions.get(name);
  if (pure === undefined) throw validationError(`Template error: the function ${name} cannot be used here.`);
  return pure(evaluateValue(argument, scope));
}

function evaluateRef(argument: Json, scope: Scope): Json | undefined {
  if (typeof argument !== "string")
    throw validationError("Template error: every Ref object must have a single String value.");
  if (argument === "AWS::NoValue") return undefined;
  const value =
    pseudoValue(argument, scope.identity) ?? scope.parameters.get(argument) ?? scope.resource(argument)?.ref;
  if (value === undefined) throw unresolved(argument);
  return value;
}

function unresolved(name: string): Error {
  return validationError(
    `Template format error: Unresolved resource dependencies [${name}] in the Resources block of the template`,
  );
}

function evaluateAttribute(argument: Json, scope: Scope): Json {
  const [resource, attribute] = attributeParts(argument) ?? [];
  const name = attribute === undefined ? undefined : scalarText(evaluateValue(attribute, scope));
  if (typeof resource !== "string" || name === undefined)
    throw validationError(
      "Template error: every Fn::GetAtt object requires two non-empty parameters, the resource name and the resource attribute",
    );
  return attributeOf(resource, name, scope);
}

function attributeOf(resource: string, attribute: string, scope: Scope): Json {
  const resolved = scope.resource(resource);
  if (resolved === undefined) throw unresolved(resource);
  return resolved.attribute(attribute);
}

function evaluateSubstitution(argument: Json, scope: Scope): Json {
  const [text, own] = isList(argument) ? argument : [argument];
  if (typeof text !== "string" || (own !== undefined && !isObject(own)))
    throw validationError(
      "Template error: One or more Fn::Sub intrinsic functions don't specify expected arguments. Specify a string as first argument, and an optional second argument to specify a mapping of values to replace in the string",
    );
  let dependsOnUnknown = false;
  const replaced = text.replaceAll(substitution, (_, rawName: string) => {
    const value = variable(rawName.trim(), own ?? {}, scope);
    dependsOnUnknown ||= value === unknownValue;
    return value;
  });
  return dependsOnUnknown ? unknownValue : replaced.replaceAll("${!", "${");
}

function variable(name: string, own: JsonObject, scope: Scope): string {
  const given = own[name];
  const [resource = "", attribute] = splitAttribute(name);
  const value =
    given !== undefined
      ? evaluateValue(given, scope)
      : attribute === undefined
        ? evaluateRef(name, scope)
        : attributeOf(resource, attribute, scope);
  const text = isList(value) ? value.map((part) => scalarText(part)).join(",") : scalarText(value);
  if (text === undefined)
    throw validationError(`Template error: Fn::Sub expected a String for the variable ${name}`);
  return text;
}

function evaluateIf(argument: Json, scope: Scope): Json | undefined {
  const [condition, whenTrue, whenFalse] = isList(argument) ? argument : [];
  if (typeof condition !== "string" || whenTrue === undefined || whenFalse === undefined)
    throw validationError(
      "Template error: Fn::If requires a list argument with three elements: a condition name, a value if true and a value if false.",
    );
  return evaluate(scope.isTrue(condition) ? whenTrue : whenFalse, scope);
}

function evaluateMapping(argument: Json, scope: Scope): Json | undefined {
  const [map, top, second, options] = isList(argument) ? argument : [];
  const [mapName, topKey, secondKey] = [map, top, second].map((part) =>
    part === undefined ? undefined : scalarText(evaluateValue(part, scope)),
  );
  if (mapName === undefined || topKey === undefined || secondKey === undefined)
    throw validationError(
      "Template error: every Fn::FindInMap object requires three parameters, the map name, map key and the attribute for return value",
    );
  const mapping = scope.template.mappings[mapName];
  const row = isObject(mapping) ? mapping[topKey] : undefined;
  const value = isObject(row) ? row[secondKey] : undefined;
  if (value !== undefined) return value;
  const fallback = isObject(options) ? options["DefaultValue"] : undefined;
  if (fallback !== undefined) return evaluate(fallback, scope);
  throw validationError(`Template error: Unable to get mapping for ${mapName}::${topKey}::${secondKey}`);
}

function evaluateStackOutput(argument: Json, scope: Scope): Json {
  const given = isObject(argument) ? argument : {};
  const members = Object.entries(given).map(
    ([name, value]) => [name, scalarText(evaluateValue(value, scope))] as const,
  );
  const { StackName, OutputName, Region, RoleArn, ...others } = Object.fromEntries<string | undefined>(
    members,
  );
  if (StackName === undefined || OutputName === undefined || Object.keys(others).length > 0)
    throw validationError(
      "Template error: every Fn::GetStackOutput object requires StackName and OutputName, and may have Region and RoleArn, each a String.",
    );
  if ([StackName, OutputName, Region, RoleArn].includes(unknownValue)) return unknownValue;
  return scope.stackOutput({
    stackName: StackName,
    outputName: OutputName,
    region: Region,
    roleArn: RoleArn,
  });
}

function evaluateImport(argument: Json, scope: Scope): Json {
  const name = scalarText(evaluateValue(argument, scope));
  if (name === undefined)
    throw validationError(
      "Template error: the attribute in Fn::ImportValue must not depend on any resources, imported values, or Fn::GetAZs",
    );
  return scope.importValue(name);
}
