import { isJsonObject, type Json } from "../model/canonical.ts";
import type { Origin } from "./source-file.ts";
import type { Schema } from "./schemas.ts";
import { fromJson, type MapEntry, type MapNode, type Tree } from "./tree.ts";

/**
 * Fills in every default of a schema, inside maps too. A default stands where the map stands that lacks it, so that
 * whatever is wrong with it is shown there.
 */
export function fillDefaults(tree: Tree, schema: Schema): Tree {
  if (tree.kind !== "map") return tree;
  const branch = mapSchema(schema);
  const properties = branch?.["properties"];
  if (!isJsonObject(properties)) return tree;
  const entries = new Map<string, MapEntry>(tree.entries);
  for (const [name, property] of Object.entries(properties)) {
    if (isJsonObject(property)) fillProperty(entries, name, property, tree);
  }
  return { ...tree, entries };
}

function fillProperty(entries: Map<string, MapEntry>, name: string, schema: Schema, owner: MapNode): void {
  const written = entries.get(name);
  if (written !== undefined) {
    const value = fillDefaults(written.value, schema);
    if (value !== written.value) entries.set(name, { key: written.key, value });
    return;
  }
  const { default: value } = schema;
  if (value !== undefined) entries.set(name, defaultEntry(value, schema, owner.origin));
}

function defaultEntry(value: Json, schema: Schema, origin: Origin): MapEntry {
  return { key: origin, value: fillDefaults(fromJson(value, origin), schema) };
}

/** The schema that speaks of maps: the schema itself, or that branch of its choice. */
function mapSchema(schema: Schema): Schema | undefined {
  const { anyOf } = schema;
  if (!Array.isArray(anyOf)) return schema;
  return anyOf.filter((branch: Json) => isJsonObject(branch)).find((branch) => branch["type"] === "object");
}
