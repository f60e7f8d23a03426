import { validationError } from "../errors.ts";
import type { Json } from "../json.ts";
import { isList } from "../json.ts";
import { cutCidr } from "./cidr.ts";
import { isUnknown, unknownValue } from "./unknown.ts";

/** A function of a template whose result depends on nothing but its argument. */
export type PureFunction = (argument: Json) => Json;

const needsScope = [
  "Ref",
  "Fn::GetAtt",
  "Fn::Sub",
  "Fn::If",
  "Fn::FindInMap",
  "Fn::GetAZs",
  "Fn::ImportValue",
  "Fn::GetStackOutput",
];
const inConditions = ["Fn::And", "Fn::Or", "Fn::Not", "Fn::Equals"];

/** Functions by name. A result that hangs on an unknown value is unknown. */
export const pureFunctions: ReadonlyMap<string, PureFunction> = new Map<string, PureFunction>(
  Object.entries({
    "Fn::Join": join,
    "Fn::Select": select,
    "Fn::Split": split,
    "Fn::Base64": base64,
    "Fn::Cidr": cidr,
    "Fn::Length": length,
    "Fn::ToJsonString": toJsonString,
  }),
);

/** Functions that only a template with `AWS::LanguageExtensions` may use. */
export const languageFunctions: readonly string[] = ["Fn::Length", "Fn::ToJsonString"];

/** Whether the sandbox knows a function; others are refused rather than ignored. */
export function isSupportedFunction(name: string): boolean {
  return needsScope.includes(name) || inConditions.includes(name) || pureFunctions.has(name);
}

/** A scalar as CloudFormation writes it into a text; `undefined` for lists, objects and null. */
export function scalarText(value: Json | undefined): string | undefined {
  if (typeof value === "string") return value;
  return typeof value === "number" || typeof value === "boolean" ? String(value) : undefined;
}

function join(argument: Json): Json {
  const [delimiter, parts] = isList(argument) ? argument : [];
  if (isUnknown(argument)) return unknownValue;
  const texts = isList(parts) ? parts.map(scalarText) : [undefined];
  if (
    typeof delimiter !== "string" ||
    !isList(argument) ||
    argument.length !== 2 ||
    texts.includes(undefined)
  )
    throw validationError(
      "Template error: every Fn::Join object requires two parameters, (1) a string delimiter and (2) a list of strings to be joined or a function that returns a list of strings (such as Fn::GetAZs) to be joined.",
    );
  return texts.join(delimiter);
}

function select(argument: Json): Json {
  const [index, list] = isList(argument) ? argument : [];
  if (index === unknownValue || list === unknownValue) return unknownValue;
  const position = Number(scalarText(index) ?? Number.NaN);
  if (!isList(list) || !Number.isInteger(position))
    throw validationError(
      "Template error: Fn::Select requires a list argument with two elements: an integer index and a list",
    );
  const chosen = list[position];
  if (chosen === undefined || chosen === null)
    throw validationError(`Template error: Fn::Select cannot select nonexistent value at index ${position}`);
  return chosen;
}

function split(argument: Json): Json {
  const [delimiter, text] = isList(argument) ? argument : [];
  if (isUnknown(argument)) return unknownValue;
  if (typeof delimiter !== "string" || typeof text !== "string" || delimiter === "")
    throw validationError(
      "Template error: every Fn::Split object requires two parameters, (1) a string delimiter and (2) a string to be split or a function that returns a string to be split.",
    );
  return text.split(delimiter);
}

function base64(argument: Json): Json {
  if (argument === unknownValue) return unknownValue;
  const text = scalarText(argument);
  if (text === undefined)
    throw validationError("Template error: every Fn::Base64 object must have a String-typed value.");
  return Buffer.from(text).toString("base64");
}

function cidr(argument: Json): Json {
  if (isUnknown(argument)) return unknownValue;
  const [block, count, bits] = isList(argument) ? argument : [];
  if (typeof block !== "string" || count === undefined)
    throw validationError(
      "Template error: every Fn::Cidr object requires a list of an IP block, a count and, for anything but /24 subnets, the number of subnet bits.",
    );
  return cutCidr(block, Number(scalarText(count)), bits === undefined ? undefined : Number(scalarText(bits)));
}

function length(argument: Json): Json {
  if (argument === unknownValue) return unknownValue;
  if (!isList(argument))
    throw validationError(
      "Template error: every Fn::Length object requires a list, or a function that returns one.",
    );
  return argument.length;
}

function toJsonString(argument: Json): Json {
  if (isUnknown(argument)) return unknownValue;
  if (typeof argument !== "object" || argument === null)
    throw validationError("Template error: every Fn::ToJsonString object requires an object or a list.");
  return JSON.stringify(argument);
}
