import { canonicalJson, type Json } from "../model/canonical.ts";
import type { ParameterBinding } from "../model/desired-stack.ts";
import type { OutputReference } from "../model/text.ts";
import { isInput, sourceOf, type InputSource, type Members, type Template, type Value } from "./template.ts";

/** A template as text, and where the values of its parameters come from. */
export interface RenderedTemplate {
  /** Canonical ASCII JSON. */
  readonly template: string;
  /** Exactly the parameters that the template declares. */
  readonly parameters: Readonly<Record<string, ParameterBinding>>;
}

/** CloudFormation's limit is 255; what is cut off leaves room for a number. */
const LONGEST_NAME = 240;

/**
 * Gives every input of a template a parameter. One for another stack's output is named from stack and output
 * (`CatalogDbEndpoint`); where that name is taken, a number follows.
 */
export function renderTemplate(template: Template): RenderedTemplate {
  const inputs = nameInputs(inputsOf(template), Object.keys(template.Resources));
  const named = [...inputs.values()];
  return {
    template: canonicalJson({
      AWSTemplateFormatVersion: "2010-09-09",
      ...(inputs.size === 0
        ? {}
        : { Parameters: Object.fromEntries(named.map(({ name, source }) => [name, declare(source)])) }),
      ...resolveMembers(template, inputs),
    }),
    parameters: Object.fromEntries(named.map(({ name, source }) => [name, bind(source)])),
  };
}

type NamedInputs = ReadonlyMap<string, { readonly name: string; readonly source: InputSource }>;

/** Every input once, by its key. */
function inputsOf(template: Template): ReadonlyMap<string, InputSource> {
  const found = new Map<string, InputSource>();
  const visit = (value: Value | undefined): void => {
    if (typeof value !== "object") return;
    if (!isInput(value)) Object.values(value).forEach(visit);
    else found.set(keyOf(sourceOf(value)), sourceOf(value));
  };
  visit(template);
  return found;
}

/** Our own parameters keep their names; the others get theirs in a fixed order. */
function nameInputs(inputs: ReadonlyMap<string, InputSource>, logicalIds: readonly string[]): NamedInputs {
  const taken = new Set(logicalIds);
  const inOrder = [...inputs].toSorted(([one], [other]) => (one < other ? -1 : 1));
  const named = inOrder.map(([key, source]) => {
    const name = source.kind === "parameter" ? source.name : freeName(referenceName(source.reference), taken);
    taken.add(name);
    return [key, { name, source }] as const;
  });
  return new Map(named);
}

/** Parameters sort before outputs, so that no output takes the name of one. */
function keyOf(source: InputSource): string {
  return source.kind === "parameter"
    ? `1 ${source.name}`
    : `2 ${source.reference.stack}.${source.reference.output}`;
}

function referenceName({ stack, output }: OutputReference): string {
  return `${pascalCase(stack)}${output}`.slice(0, LONGEST_NAME);
}

function pascalCase(name: string): string {
  return name
    .split("-")
    .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1))
    .join("");
}

function freeName(wish: string, taken: ReadonlySet<string>): string {
  if (!taken.has(wish)) return wish;
  let number = 2;
  while (taken.has(`${wish}${number}`)) number += 1;
  return `${wish}${number}`;
}

function declare(source: InputSource): Json {
  if (source.kind === "output") return { Type: "String" };
  const { type, allowed } = source.parameter;
  return { Type: type, ...(allowed === undefined ? {} : { AllowedValues: allowed }) };
}

function bind(source: InputSource): ParameterBinding {
  return source.kind === "output" ? { kind: "text", text: [source.reference] } : source.parameter.binding;
}

function resolve(value: Value, inputs: NamedInputs): Json {
  if (typeof value !== "object") return value;
  if (isInput(value)) return { Ref: nameOf(sourceOf(value), inputs) };
  if (isList(value)) return value.map((item) => resolve(item, inputs));
  return resolveMembers(value, inputs);
}

function nameOf(source: InputSource, inputs: NamedInputs): string {
  const named = inputs.get(keyOf(source));
  if (named === undefined)
    throw new Error(`the input "${keyOf(source)}" was not collected from the template`);
  return named.name;
}

function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}

function resolveMembers(members: Members, inputs: NamedInputs): { readonly [key: string]: Json | undefined } {
  return Object.fromEntries(
    Object.entries(members).map(([key, member]) => [
      key,
      member === undefined ? undefined : resolve(member, inputs),
    ]),
  );
}
