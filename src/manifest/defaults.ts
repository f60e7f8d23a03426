import { isJsonObject, type Json } from "../model/canonical.ts";
import type { Origin } from "./source-file.ts";
import type { Schema } from "./schemas.ts";
import { fromJson, type ListNode, type MapEntry, type MapNode, type Tree } from "./tree.ts";

/**
 * Fills in every default of a schema, inside maps and lists too. A default stands where the map stands that lacks it, so
 * that whatever is wrong with it is shown there.
 */
export function fillDefaults(tree: Tree, schema: Schema): Tree {
  if (tree.kind === "list") return fillItems(tree, schema);
  if (tree.kind === "scalar") return tree;
  const properties = branchFor("object", schema)?.["properties"];
  if (!isJsonObject(properties)) return tree;
  const entries = new Map<string, MapEntry>(tree.entries);
  for (const [name, property] of Object.entries(properties)) {
    if (isJsonObject(property)) fillProperty(entries, name, property, tree);
  }
  return { ...tree, entries };
}

function fillItems(list: ListNode, schema: Schema): Tree {
  const items = branchFor("array", schema)?.["items"];
  if (!isJsonObject(items)) return list;
  const filled = list.items.map((item) => fillDefaults(item, items));
  return filled.every((item, index) => item === list.items[index]) ? list : { ...list, items: filled };
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

/** The schema that speaks of maps or of lists: the schema itself, or the one branch of its choice that does. */
function branchFor(type: "object" | "array", schema: Schema): Schema | undefined {
  const { anyOf } = schema;
  if (!Array.isArray(anyOf)) return schema;
  const branches = anyOf.filter((branch: Json) => isJsonObject(branch));
  const [only, ...others] = branches.filter((branch) => branch["type"] === type);
  return others.length === 0 ? only : undefined;
}
