import { validationError } from "../errors.ts";
import type { Json, JsonObject } from "../json.ts";
import { isList, isObject } from "../json.ts";
import type { ParameterDeclaration } from "./model.ts";

const members = [
  "AllowedPattern",
  "AllowedValues",
  "ConstraintDescription",
  "Default",
  "Description",
  "MaxLength",
  "MaxValue",
  "MinLength",
  "MinValue",
  "NoEcho",
  "Type",
];
const plainTypes = ["String", "Number", "List<Number>", "CommaDelimitedList"];

/** Reads one member of `Parameters`. Throws ValidationError. */
export function readParameter(name: string, value: Json): ParameterDeclaration {
  if (!/^[A-Za-z0-9]{1,255}$/.test(name))
    throw validationError(`Template format error: Parameter name ${name} is non alphanumeric.`);
  if (!isObject(value) || typeof value["Type"] !== "string")
    throw validationError("Template format error: Every Parameters object must contain a Type member.");
  const unknown = Object.keys(value).find((member) => !members.includes(member));
  if (unknown !== undefined) throw validationError(`Invalid template parameter property '${unknown}'`);
  checkType(value["Type"]);
  return {
    name,
    type: value["Type"],
    defaultValue: scalarText(name, "Default", value["Default"]),
    isNoEcho: value["NoEcho"] === true || value["NoEcho"] === "true",
    allowedValues: readAllowedValues(name, value["AllowedValues"]),
    allowedPattern: scalarText(name, "AllowedPattern", value["AllowedPattern"]),
    minLength: bound(name, value, "MinLength"),
    maxLength: bound(name, value, "MaxLength"),
    minValue: bound(name, value, "MinValue"),
    maxValue: bound(name, value, "MaxValue"),
    description: scalarText(name, "Description", value["Description"]),
    constraintDescription: scalarText(name, "ConstraintDescription", value["ConstraintDescription"]),
  };
}

function checkType(type: string): void {
  if (
    /^AWS::SSM::Parameter::Value<(?:String|CommaDelimitedList|List<String>|(?:List<)?AWS::[\w:]+>?)>$/.test(
      type,
    )
  )
    return;
  if (plainTypes.includes(type) || /^(?:List<)?AWS::[A-Za-z0-9]+::[A-Za-z0-9:]+>?$/.test(type)) return;
  throw validationError(`Template format error: Unrecognized parameter type: ${type}`);
}

function readAllowedValues(name: string, value: Json | undefined): readonly string[] | undefined {
  if (value === undefined) return undefined;
  if (!isList(value))
    throw validationError(`Template format error: [/Parameters/${name}/AllowedValues] must be a list.`);
  return value.map((allowed) => scalarText(name, "AllowedValues", allowed) ?? "");
}

function bound(name: string, declaration: JsonObject, member: string): number | undefined {
  const text = scalarText(name, member, declaration[member]);
  if (text === undefined) return undefined;
  const limit = Number(text);
  if (text.trim() === "" || Number.isNaN(limit))
    throw validationError(`Template format error: [/Parameters/${name}/${member}] must be a number.`);
  return limit;
}

function scalarText(name: string, member: string, value: Json | undefined): string | undefined {
  if (value === undefined) return undefined;
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean")
    return String(value);
  throw validationError(
    `Template format error: Every ${member} member must be a string. (parameter ${name})`,
  );
}
