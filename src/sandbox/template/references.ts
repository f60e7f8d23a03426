import type { Json } from "../json.ts";
import { isList, isObject } from "../json.ts";
import { splitAttribute } from "./short-tags.ts";

/** Something that a value refers to. */
export type Reference =
  | { readonly kind: "ref"; readonly name: string }
  | { readonly kind: "attribute"; readonly resource: string; readonly attribute: string | undefined }
  | { readonly kind: "condition"; readonly name: string }
  | { readonly kind: "mapping"; readonly name: string };

/** Chooses the branch of an `Fn::If`; without one, both count. */
export type ConditionOf = (name: string) => boolean;

/** Everything a value refers to, in the order of the text, repetitions included. */
export function referencesIn(value: Json, conditionOf?: ConditionOf): readonly Reference[] {
  if (isList(value)) return value.flatMap((element) => referencesIn(element, conditionOf));
  if (!isObject(value)) return [];
  const call = functionCall(value);
  if (call === undefined) return Object.values(value).flatMap((member) => referencesIn(member, conditionOf));
  return referencesInCall(call, conditionOf);
}

/** A function call: an object with `Ref` or one `Fn::…` as its only member. */
export interface FunctionCall {
  readonly name: string;
  readonly argument: Json;
}

/** Reads an object as a function call; `undefined` when it is a plain object. */
export function functionCall(value: Json): FunctionCall | undefined {
  if (!isObject(value)) return undefined;
  const [first, second] = Object.entries(value);
  if (first === undefined || second !== undefined) return undefined;
  const [name, argument] = first;
  return name === "Ref" || name.startsWith("Fn::") ? { name, argument } : undefined;
}

function referencesInCall(call: FunctionCall, conditionOf: ConditionOf | undefined): readonly Reference[] {
  const { name, argument } = call;
  switch (name) {
    case "Ref":
      return typeof argument === "string" ? [{ kind: "ref", name: argument }] : [];
    case "Fn::GetAtt":
      return attributeReference(argument, conditionOf);
    case "Fn::Sub":
      return substitutionReferences(argument, conditionOf);
    case "Fn::If":
      return ifReferences(argument, conditionOf);
    case "Fn::FindInMap":
      return mappingReferences(argument, conditionOf);
    default:
      return referencesIn(argument, conditionOf);
  }
}

function attributeReference(argument: Json, conditionOf: ConditionOf | undefined): readonly Reference[] {
  const [resource, attribute] = attributeParts(argument) ?? [];
  if (typeof resource !== "string") return [];
  const name = typeof attribute === "string" ? attribute : undefined;
  return [
    { kind: "attribute", resource, attribute: name },
    ...(attribute === undefined ? [] : referencesIn(attribute, conditionOf)),
  ];
}

/** The resource and the attribute of an `Fn::GetAtt`, written as text or as a list. */
export function attributeParts(argument: Json): readonly Json[] | undefined {
  if (typeof argument === "string") return splitAttribute(argument);
  if (!isList(argument)) return undefined;
  if (argument.length > 2 && argument.every((part) => typeof part === "string"))
    return [argument[0] ?? "", argument.slice(1).join(".")];
  return argument;
}

/** The variables of an `Fn::Sub` text: `${Name}` and `${Resource.Attribute}`, but not `${!Literal}`. */
export const substitution = /\$\{([^!${}][^${}]*)\}/g;

function substitutionReferences(argument: Json, conditionOf: ConditionOf | undefined): readonly Reference[] {
  const [text, variables] = isList(argument) ? argument : [argument];
  if (typeof text !== "string") return [];
  const own = isObject(variables) ? variables : {};
  const inText = [...text.matchAll(substitution)]
    .map((match) => (match[1] ?? "").trim())
    .filter((name) => own[name] === undefined)
    .map((name): Reference => {
      const [resource = "", attribute] = splitAttribute(name);
      return attribute === undefined ? { kind: "ref", name } : { kind: "attribute", resource, attribute };
    });
  return [...inText, ...Object.values(own).flatMap((value) => referencesIn(value, conditionOf))];
}

function ifReferences(argument: Json, conditionOf: ConditionOf | undefined): readonly Reference[] {
  if (!isList(argument)) return [];
  const [condition, whenTrue = "", whenFalse = ""] = argument;
  if (typeof condition !== "string") return referencesIn(argument, conditionOf);
  const branches =
    conditionOf === undefined ? [whenTrue, whenFalse] : [conditionOf(condition) ? whenTrue : whenFalse];
  return [
    { kind: "condition", name: condition },
    ...branches.flatMap((branch) => referencesIn(branch, conditionOf)),
  ];
}

function mappingReferences(argument: Json, conditionOf: ConditionOf | undefined): readonly Reference[] {
  if (!isList(argument)) return referencesIn(argument, conditionOf);
  const [name, , , options] = argument;
  const mayMiss = isObject(options) && options["DefaultValue"] !== undefined;
  return [
    ...(typeof name === "string" && !mayMiss ? [{ kind: "mapping", name } as const] : []),
    ...referencesIn(argument, conditionOf),
  ];
}
