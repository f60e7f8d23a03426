import { isJsonObject, type Json } from "../model/canonical.ts";
import { MASKED } from "../model/observed-stack.ts";
import { parameterDefaults } from "./deployed-template.ts";

type JsonObject = { readonly [key: string]: Json | undefined };
type Values = Readonly<Record<string, string>>;

/** `undefined` is "not known": a parameter without a value yet, a function that only CloudFormation works out. */
type Truth = boolean | undefined;

/**
 * The template without the resources that it surely does not have with these parameters, because their condition is
 * false. For showing what will happen; what CloudFormation does with a template is its own business.
 */
export function withoutAbsentResources(template: JsonObject, parameters: Values): JsonObject {
  const { Resources: resources, Conditions: conditions } = template;
  if (!isJsonObject(resources) || !isJsonObject(conditions)) return template;
  const values = { ...parameterDefaults(template), ...parameters };
  const present = Object.entries(resources).filter(([, resource]) => {
    const name = isJsonObject(resource) ? resource["Condition"] : undefined;
    return (
      typeof name !== "string" || truthOf({ Condition: name }, { conditions, values, depth: 0 }) !== false
    );
  });
  return { ...template, Resources: Object.fromEntries(present) };
}

interface Scope {
  readonly conditions: JsonObject;
  readonly values: Values;
  readonly depth: number;
}

/** Conditions may refer to each other in a circle in a template that nobody has checked yet. */
const MAX_DEPTH = 50;

function truthOf(expression: Json | undefined, scope: Scope): Truth {
  if (!isJsonObject(expression) || scope.depth > MAX_DEPTH) return undefined;
  const [entry] = Object.entries(expression);
  return entry === undefined
    ? undefined
    : truthOfFunction(entry[0], entry[1], { ...scope, depth: scope.depth + 1 });
}

function truthOfFunction(name: string, operand: Json | undefined, scope: Scope): Truth {
  switch (name) {
    case "Condition":
      return typeof operand === "string" ? truthOf(scope.conditions[operand], scope) : undefined;
    case "Fn::Equals":
      return equality(operand, scope.values);
    case "Fn::Not":
      return negation(truthsOf(operand, scope)[0]);
    case "Fn::And":
      return conjunction(truthsOf(operand, scope));
    case "Fn::Or":
      return negation(conjunction(truthsOf(operand, scope).map(negation)));
    default:
      return undefined;
  }
}

function truthsOf(operand: Json | undefined, scope: Scope): readonly Truth[] {
  return Array.isArray(operand) ? operand.map((each: Json) => truthOf(each, scope)) : [undefined];
}

function negation(truth: Truth): Truth {
  return truth === undefined ? undefined : !truth;
}

function conjunction(truths: readonly Truth[]): Truth {
  if (truths.includes(false)) return false;
  return truths.includes(undefined) ? undefined : true;
}

function equality(operand: Json | undefined, values: Values): Truth {
  if (!Array.isArray(operand) || operand.length !== 2) return undefined;
  const [left, right] = operand.map((each: Json) => valueOf(each, values));
  return left === undefined || right === undefined ? undefined : left === right;
}

function valueOf(operand: Json | undefined, values: Values): string | undefined {
  if (isJsonObject(operand)) {
    const name = operand["Ref"];
    const value = typeof name === "string" && Object.hasOwn(values, name) ? values[name] : undefined;
    return value === MASKED ? undefined : value;
  }
  const isScalar = typeof operand === "string" || typeof operand === "number" || typeof operand === "boolean";
  return isScalar ? String(operand) : undefined;
}
