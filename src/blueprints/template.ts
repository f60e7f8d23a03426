import type { ParameterBinding } from "../model/desired-stack.ts";
import type { OutputReference, Text } from "../model/text.ts";

/** A CloudFormation template whose inputs have no names yet. Keys are CloudFormation's own. */
export type Template = {
  readonly Conditions?: Readonly<Record<string, Value>>;
  readonly Resources: Readonly<Record<string, Resource>>;
  readonly Outputs?: Readonly<Record<string, Output>>;
};

/** One resource, by its type in the resource specification. */
export type Resource = {
  readonly Type: `AWS::${string}::${string}`;
  readonly Properties: Members;
  /** Name of a condition. */
  readonly Condition?: string;
  /** Logical ids that a property does not already refer to. */
  readonly DependsOn?: readonly string[];
  /** What happens when the resource leaves the template. */
  readonly DeletionPolicy?: "Retain" | "Snapshot" | "Delete";
  /** What happens to the old one when the resource is replaced. */
  readonly UpdateReplacePolicy?: "Retain" | "Snapshot" | "Delete";
};

/** One output. CloudFormation refuses an empty value, so what may be missing has a condition. */
export type Output = {
  readonly Value: Value;
  readonly Condition?: string;
};

/** A value in a template: JSON, intrinsic functions, and inputs. */
export type Value = string | number | boolean | Input | readonly Value[] | Members;

/** Named values; `undefined` leaves one out. */
export type Members = { readonly [key: string]: Value | undefined };

/** A part of a template, to be merged with others. Parts do not share logical ids. */
export type Fragment = Pick<Template, "Resources" | "Outputs">;

const SOURCE: unique symbol = Symbol("source");

/** A place in a template for a value from outside: rendering makes a parameter of it. */
export type Input = {
  readonly [SOURCE]: InputSource;
};

/** Where an input comes from. */
export type InputSource =
  | { readonly kind: "parameter"; readonly name: string; readonly parameter: Parameter }
  | { readonly kind: "output"; readonly reference: OutputReference };

/** A parameter of our own: its declaration and its value. */
export interface Parameter {
  readonly type: "String" | "Number";
  readonly allowed?: readonly string[];
  readonly binding: ParameterBinding;
}

/** A named parameter. The same name always stands for the same parameter. */
export function input(name: string, parameter: Parameter): Input {
  return { [SOURCE]: { kind: "parameter", name, parameter } };
}

/** Another stack's output. */
export function output(reference: OutputReference): Input {
  return { [SOURCE]: { kind: "output", reference } };
}

/** A text as a value; its references become inputs. */
export function textValue(text: Text): Value {
  const parts = text.map((part) => (typeof part === "string" ? part : output(part)));
  const [only] = parts;
  return parts.length === 1 && only !== undefined ? only : join("", parts);
}

/** Whether a value comes from outside. */
export function isInput(value: Value): value is Input {
  return typeof value === "object" && SOURCE in value;
}

/** Where an input comes from. */
export function sourceOf(value: Input): InputSource {
  return value[SOURCE];
}

/** `Ref` to a resource of this template, or to a pseudo parameter. */
export function ref(name: string): Value {
  return { Ref: name };
}

/** An attribute of a resource of this template. */
export function attribute(resource: string, name: string): Value {
  return { "Fn::GetAtt": [resource, name] };
}

/** `Fn::Sub`, for texts of ours only: a person's text may hold `${` and goes through `textValue`. */
export function sub(text: string): Value {
  return { "Fn::Sub": text };
}

/** `Fn::Join`. */
export function join(separator: string, values: Value): Value {
  return { "Fn::Join": [separator, values] };
}

/** The items of a text; without a separator, of a comma-delimited one. */
export function split(value: Value, separator = ","): Value {
  return { "Fn::Split": [separator, value] };
}

/** One item of a list, counted from 0. */
export function select(index: number, list: Value): Value {
  return { "Fn::Select": [index, list] };
}

/** `Fn::If` on a condition of this template. */
export function when(condition: string, then: Value, otherwise: Value = ref("AWS::NoValue")): Value {
  return { "Fn::If": [condition, then, otherwise] };
}

/** One template part of several. */
export function merge(fragments: readonly Fragment[]): Fragment {
  return {
    Resources: Object.assign({}, ...fragments.map((fragment) => fragment.Resources)),
    Outputs: Object.assign({}, ...fragments.map((fragment) => fragment.Outputs)),
  };
}

/** A value that does not depend on another stack. */
export function literal(value: string): ParameterBinding {
  return { kind: "literal", value };
}
