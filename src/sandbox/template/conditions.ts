import { validationError } from "../errors.ts";
import type { Json } from "../json.ts";
import { canonicalJson, isList, isObject } from "../json.ts";
import { evaluateValue } from "./evaluate.ts";
import { scalarText } from "./functions.ts";
import type { Scope } from "./scope.ts";

/** Decides a condition of the template. Throws ValidationError for a circle or a malformed condition. */
export function evaluateCondition(name: string, scope: Scope): boolean {
  return decideNamed(name, scope, []);
}

function decideNamed(name: string, scope: Scope, path: readonly string[]): boolean {
  if (path.includes(name))
    throw validationError(
      `Template format error: Circular dependency between conditions: [${[...path, name].join(", ")}]`,
    );
  const expression = scope.template.conditions[name];
  if (expression === undefined)
    throw validationError(`Template error: condition ${name} is not defined in the Conditions block.`);
  return decide(expression, scope, [...path, name]);
}

function decide(expression: Json, scope: Scope, path: readonly string[]): boolean {
  const [name = "", argument] = isObject(expression) ? (Object.entries(expression)[0] ?? []) : [];
  switch (name) {
    case "Condition":
      return decideNamed(typeof argument === "string" ? argument : "", scope, path);
    case "Fn::And":
      return operands(name, argument, 2).every((operand) => decide(operand, scope, path));
    case "Fn::Or":
      return operands(name, argument, 2).some((operand) => decide(operand, scope, path));
    case "Fn::Not":
      return !operands(name, argument, 1).some((operand) => decide(operand, scope, path));
    case "Fn::Equals":
      return isEqual(operands(name, argument, 2), scope);
    default:
      throw validationError(
        "Template format error: Conditions can only be boolean operations on parameters and other conditions",
      );
  }
}

function operands(name: string, argument: Json | undefined, atLeast: number): readonly Json[] {
  const atMost = name === "Fn::And" || name === "Fn::Or" ? 10 : atLeast;
  if (isList(argument) && argument.length >= atLeast && argument.length <= atMost) return argument;
  const wanted =
    name === "Fn::Not"
      ? "1 boolean parameter."
      : name === "Fn::Equals"
        ? "2 string parameters."
        : "at least 2 and at most 10 boolean parameters.";
  throw validationError(`Template error: every ${name} object requires a list of ${wanted}`);
}

function isEqual(pair: readonly Json[], scope: Scope): boolean {
  const [left, right] = pair.map((operand) => {
    const value = evaluateValue(operand, scope);
    return scalarText(value) ?? canonicalJson(value);
  });
  return left === right;
}
