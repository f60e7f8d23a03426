import { isJsonObject, type Json } from "../model/canonical.ts";
import type { Flaw } from "./flaw.ts";
import { shown } from "./field-name.ts";
import type { Schema } from "./schemas.ts";
import type { ScalarNode, Tree } from "./tree.ts";

/** A value of the wrong type in words. What YAML made into something else than text is told as it was written. */
export function explainType(node: Tree, name: string, schema: Schema): Flaw {
  const wanted = typeWords(schema);
  if (node.kind !== "scalar") {
    const is = node.kind === "map" ? "a map" : "a list";
    return { origin: node.origin, message: `${name} has to be ${wanted}, but is ${is}` };
  }
  if (node.value === null && (node.source === "" || !wanted.startsWith("text"))) {
    const remedy = "give it a value, or remove the line";
    return { origin: node.origin, message: `${name} has to be ${wanted}, but has no value`, remedy };
  }
  if (wanted.startsWith("text")) return unquoted(node, name);
  return {
    origin: node.origin,
    message: `${name} has to be ${wanted}, but is ${describe(node)}`,
    ...unquote(node, wanted),
  };
}

/** Text that YAML reads as something else because it has no quotes: what it was is never guessed. */
export function unquoted(node: ScalarNode, name: string): Flaw {
  const message = `${name} has to be text, but YAML reads ${node.source} as ${describe(node)}`;
  return { origin: node.origin, message, remedy: `put it in quotes: "${node.source}"` };
}

function describe(node: ScalarNode): string {
  if (node.value === null) return "no value";
  if (typeof node.value === "string") return `the text ${shown(node.value)}`;
  return typeof node.value === "number" ? `the number ${node.value}` : `the truth value ${node.value}`;
}

function unquote(node: ScalarNode, wanted: string): { readonly remedy?: string } {
  const isNumber = /^-?[0-9]+(?:\.[0-9]+)?$/.test(node.source) && wanted.includes("number");
  const isTruth = /^(?:true|false)$/.test(node.source) && wanted.includes("true or false");
  return typeof node.value === "string" && (isNumber || isTruth)
    ? { remedy: `write ${node.source} without quotes` }
    : {};
}

const WORDS: Readonly<Record<string, string>> = {
  object: "a map",
  array: "a list",
  string: "text",
  integer: "a whole number",
  number: "a number",
  boolean: "true or false",
};

function typeWords(schema: Schema): string {
  const { anyOf, type } = schema;
  if ("const" in schema) return JSON.stringify(schema["const"]);
  if (Array.isArray(anyOf)) {
    return anyOf
      .map((branch: Json) => (isJsonObject(branch) ? typeWords(branch) : "something else"))
      .join(" or ");
  }
  return (typeof type === "string" ? WORDS[type] : undefined) ?? "something else";
}
