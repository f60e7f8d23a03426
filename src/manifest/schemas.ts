import { readFileSync } from "node:fs";
import { isJsonObject, type Json } from "../model/canonical.ts";

/** A JSON Schema in which every `$ref` was replaced by what it points at. */
export type Schema = { readonly [keyword: string]: Json | undefined };

/** The documents of the contract that the loader checks with. */
export type SchemaName = "mooring" | "account" | "app" | "placement" | "removed" | "agent";

const documents = new Map<SchemaName, Schema>();

/**
 * A schema of the contract, without `$ref`s, so that an error's path leads to the very keyword that was broken. The files
 * stand in `schema/`, beside the program's own folder; each is read once.
 *
 * @throws Error when the installation lacks a schema or it is not JSON: nothing can go on then, and trying again does not help.
 */
export function schemaOf(name: SchemaName, pointer = ""): Schema {
  return inline({ $ref: `${name}.schema.json#${pointer}` }, name);
}

function inline(schema: Json, base: SchemaName): Schema {
  const inlined = inlineJson(schema, base);
  if (!isJsonObject(inlined)) throw new Error(`${base}.schema.json holds something that is not a schema`);
  return inlined;
}

function inlineJson(value: Json, base: SchemaName): Json {
  if (Array.isArray(value)) return value.map((item: Json) => inlineJson(item, base));
  if (!isJsonObject(value)) return value;
  const beside: Record<string, Json> = {};
  for (const [word, member] of Object.entries(value)) {
    if (member !== undefined && !IDENTITY.has(word)) beside[word] = inlineJson(member, base);
  }
  const { $ref } = value;
  return typeof $ref === "string" ? merge(pointed($ref, base), beside) : beside;
}

/** Keywords that say which document this is; they have no place inside another one. */
const IDENTITY: ReadonlySet<string> = new Set(["$ref", "$id", "$schema", "$defs"]);

function pointed(ref: string, base: SchemaName): Json {
  const [file = "", path = ""] = ref.split("#");
  const name = file === "" ? base : schemaName(file);
  let at: Json | undefined = document(name);
  for (const step of path.split("/").slice(1)) at = isJsonObject(at) ? at[step] : undefined;
  if (at === undefined) throw new Error(`${base}.schema.json points at ${ref}, which is not there`);
  return inlineJson(at, name);
}

function schemaName(file: string): SchemaName {
  const name = NAMES.find((known) => `${known}.schema.json` === file);
  if (name === undefined) throw new Error(`there is no schema ${file}`);
  return name;
}

const NAMES: readonly SchemaName[] = ["mooring", "account", "app", "placement", "removed", "agent"];

function document(name: SchemaName): Schema {
  const known = documents.get(name);
  if (known !== undefined) return known;
  const parsed: unknown = JSON.parse(
    readFileSync(new URL(`../../schema/${name}.schema.json`, import.meta.url), "utf8"),
  );
  if (!isSchema(parsed)) throw new Error(`schema/${name}.schema.json is not an object`);
  documents.set(name, parsed);
  return parsed;
}

function isSchema(value: unknown): value is Schema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** What stands beside a `$ref` wins; maps merge, and lists of required names join. */
function merge(below: Json, above: Json): Json {
  if (Array.isArray(below) && Array.isArray(above)) return [...new Set<Json>([...below, ...above])];
  if (!isJsonObject(below) || !isJsonObject(above)) return above;
  const merged: Record<string, Json> = {};
  for (const word of new Set([...Object.keys(below), ...Object.keys(above)])) {
    const [under, over] = [below[word], above[word]];
    if (under === undefined && over !== undefined) merged[word] = over;
    else if (under !== undefined) merged[word] = over === undefined ? under : merge(under, over);
  }
  return merged;
}

/** A schema for an override: nothing is required but inside lists, whose items are never merged. */
export function asOverride(schema: Schema): Schema {
  const { required: _required, ...rest } = schema;
  const optional: Record<string, Json | undefined> = { ...rest };
  if (isJsonObject(rest["properties"])) optional["properties"] = mapMembers(rest["properties"], asOverride);
  const { anyOf } = rest;
  if (Array.isArray(anyOf))
    optional["anyOf"] = anyOf.map((branch: Json) => (isJsonObject(branch) ? asOverride(branch) : branch));
  return optional;
}

/** A schema for values after variables were replaced: the alternative that lets a pattern hold a variable goes. */
export function asResolved(schema: Schema): Schema {
  const resolved = Object.entries(schema).map(([word, value]): [string, Json | undefined] => {
    if (word === "pattern" && typeof value === "string") return [word, value.replace("|.*\\$\\{.*)$", ")$")];
    if (Array.isArray(value))
      return [word, value.map((item: Json) => (isJsonObject(item) ? asResolved(item) : item))];
    return [word, isJsonObject(value) ? asResolved(value) : value];
  });
  return Object.fromEntries(resolved);
}

function mapMembers(members: Schema, change: (schema: Schema) => Schema): Schema {
  return Object.fromEntries(
    Object.entries(members).map(([name, member]) => [name, isJsonObject(member) ? change(member) : member]),
  );
}
