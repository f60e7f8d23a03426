import { validationError } from "../errors.ts";
import type { Json } from "../json.ts";
import type { ParameterDeclaration, Template } from "./model.ts";

/** A parameter as a request gives it. */
export interface GivenParameter {
  readonly key: string;
  readonly value: string | undefined;
  readonly usePrevious: boolean;
}

/** A parameter's value in force. */
export interface ParameterValue {
  readonly key: string;
  readonly value: string;
  /** What Systems Manager held under the name that is the value; only for types that say so. */
  readonly resolvedValue?: string;
  /** Never shown to anybody. */
  readonly isSecret?: true;
}

/**
 * Works out the value of every parameter that the template declares: given, previous or default.
 *
 * `previous` is empty for a new stack. Throws ValidationError in CloudFormation's words.
 */
export function resolveParameters(
  template: Template,
  given: readonly GivenParameter[],
  previous: readonly ParameterValue[],
): readonly ParameterValue[] {
  const undeclared = given.map(({ key }) => key).filter((key) => !template.parameters.has(key));
  if (undeclared.length > 0)
    throw validationError(`Parameters: [${undeclared.join(", ")}] do not exist in the template`);
  const before = new Map(previous.map(({ key, value }) => [key, value]));
  const values = new Map(given.map((parameter) => [parameter.key, givenValue(parameter, before)]));
  const resolved = [...template.parameters.values()].map((declaration) => ({
    declaration,
    value: values.get(declaration.name) ?? declaration.defaultValue,
  }));
  const missing = resolved.filter(({ value }) => value === undefined);
  if (missing.length > 0)
    throw validationError(
      `Parameters: [${missing.map(({ declaration }) => declaration.name).join(", ")}] must have values`,
    );
  return resolved.map(({ declaration, value = "" }) => {
    checkConstraints(declaration, value);
    return { key: declaration.name, value, ...(declaration.isNoEcho ? { isSecret: true } : {}) };
  });
}

/** Parameter values as `Ref` gives them: text, or a list where the type says so. */
export function typedParameters(
  template: Template,
  values: readonly ParameterValue[],
): ReadonlyMap<string, Json> {
  return new Map(
    values.flatMap(({ key, value, resolvedValue = value }) => {
      const declaration = template.parameters.get(key);
      if (declaration === undefined) return [];
      return [[key, isListType(declaration.type) ? splitList(resolvedValue) : resolvedValue] as const];
    }),
  );
}

/** Whether a parameter of this type names a value that Systems Manager holds. */
export function isStoredType(type: string): boolean {
  return type.startsWith("AWS::SSM::Parameter::Value<");
}

function isListType(type: string): boolean {
  const inner = /^AWS::SSM::Parameter::Value<(.*)>$/.exec(type)?.[1] ?? type;
  return inner === "CommaDelimitedList" || inner.startsWith("List<");
}

function splitList(value: string): readonly string[] {
  return value.split(",").map((part) => part.trim());
}

function givenValue(
  { key, value, usePrevious }: GivenParameter,
  before: ReadonlyMap<string, string>,
): string | undefined {
  if (!usePrevious) return value;
  if (value !== undefined && value !== "")
    throw validationError(
      `Invalid input for parameter key ${key}. Cannot specify usePreviousValue as true and non empty value for a parameter`,
    );
  const previous = before.get(key);
  if (previous === undefined)
    throw validationError(
      `Invalid input for parameter key ${key}. Cannot specify usePreviousValue as true for a parameter key not in the previous template`,
    );
  return previous;
}

function checkConstraints(declaration: ParameterDeclaration, value: string): void {
  const broken = brokenConstraint(declaration, value);
  if (broken === undefined) return;
  const { name, constraintDescription } = declaration;
  throw validationError(
    constraintDescription === undefined
      ? `Parameter '${name}' ${broken}`
      : `Parameter ${name} failed to satisfy constraint: ${constraintDescription}`,
  );
}

function brokenConstraint(declaration: ParameterDeclaration, value: string): string | undefined {
  const { type, allowedValues, allowedPattern, minLength, maxLength, minValue, maxValue } = declaration;
  const elements = isListType(type) && !isStoredType(type) ? splitList(value) : [value];
  if (Buffer.byteLength(value) > 4096) return "must contain at most 4096 bytes";
  if (allowedValues !== undefined && !elements.every((element) => allowedValues.includes(element)))
    return `must be one of AllowedValues`;
  if (allowedPattern !== undefined && !elements.every((element) => matchesWhole(allowedPattern, element)))
    return `must match pattern ${allowedPattern}`;
  if (type === "Number" || type === "List<Number>") {
    const numbers = elements.map((element) => (element === "" ? Number.NaN : Number(element)));
    if (numbers.some((number) => Number.isNaN(number))) return "must be a number";
    if (minValue !== undefined && numbers.some((number) => number < minValue))
      return `must be a number not less than ${minValue}`;
    if (maxValue !== undefined && numbers.some((number) => number > maxValue))
      return `must be a number not greater than ${maxValue}`;
    return undefined;
  }
  if (minLength !== undefined && value.length < minLength)
    return `must contain at least ${minLength} characters`;
  if (maxLength !== undefined && value.length > maxLength)
    return `must contain at most ${maxLength} characters`;
  return undefined;
}

function matchesWhole(pattern: string, text: string): boolean {
  try {
    return new RegExp(`^(?:${pattern})$`).test(text);
  } catch {
    throw validationError(`Template format error: ${pattern} is not a valid regular expression.`);
  }
}
