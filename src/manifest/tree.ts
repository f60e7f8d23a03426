import type { Json } from "../model/canonical.ts";
import type { Origin } from "./source-file.ts";

/** What a YAML or JSON file says, every value knowing where it was written. */
export type Tree = ScalarNode | ListNode | MapNode;

export interface ScalarNode {
  readonly kind: "scalar";
  readonly value: string | number | boolean | null;
  /** The characters that were written, without quotes; what `value` was made from. */
  readonly source: string;
  readonly origin: Origin;
}

export interface ListNode {
  readonly kind: "list";
  readonly items: readonly Tree[];
  readonly origin: Origin;
}

export interface MapNode {
  readonly kind: "map";
  readonly entries: ReadonlyMap<string, MapEntry>;
  readonly origin: Origin;
}

export interface MapEntry {
  /** Where the key was written. */
  readonly key: Origin;
  readonly value: Tree;
}

/** A way into a tree: keys of maps and indexes of lists. */
export type TreePath = readonly (string | number)[];

/** The plain value of a tree. */
export function toJson(tree: Tree): Json {
  switch (tree.kind) {
    case "scalar":
      return tree.value;
    case "list":
      return tree.items.map(toJson);
    case "map":
      return Object.fromEntries([...tree.entries].map(([key, entry]) => [key, toJson(entry.value)]));
  }
}

/** A tree for a value that nobody wrote; every node of it stands at one origin. */
export function fromJson(value: Json, origin: Origin): Tree {
  if (Array.isArray(value)) {
    return { kind: "list", origin, items: value.map((item: Json) => fromJson(item, origin)) };
  }
  if (typeof value !== "object" || value === null) {
    return { kind: "scalar", value: scalarOf(value), source: String(value), origin };
  }
  const entries = new Map<string, MapEntry>();
  for (const [key, member] of Object.entries(value)) {
    if (member !== undefined) entries.set(key, { key: origin, value: fromJson(member, origin) });
  }
  return { kind: "map", origin, entries };
}

function scalarOf(value: Json): string | number | boolean | null {
  return typeof value === "object" ? null : value;
}

/** The node at the end of a path, or of its longest beginning that is there. */
export function nearest(tree: Tree, path: TreePath): Tree {
  let node = tree;
  for (const step of path) {
    const next = child(node, step);
    if (next === undefined) return node;
    node = next;
  }
  return node;
}

/** A member of a map or an item of a list. */
export function child(tree: Tree | undefined, step: string | number): Tree | undefined {
  if (tree?.kind === "map") return tree.entries.get(String(step))?.value;
  if (tree?.kind === "list") return tree.items[Number(step)];
  return undefined;
}

/** Where the last key of a path was written; where its value was written when there is no such key. */
export function keyOrigin(tree: Tree, path: TreePath): Origin {
  const parent = nearest(tree, path.slice(0, -1));
  const last = path.at(-1);
  const entry = parent.kind === "map" && last !== undefined ? parent.entries.get(String(last)) : undefined;
  return entry?.key ?? nearest(tree, path).origin;
}

/** Shows every scalar of a tree with the path to it, in order. The path is only good during the call. */
export function visitScalars(tree: Tree, visit: (node: ScalarNode, path: TreePath) => void): void {
  const path: (string | number)[] = [];
  const walk = (node: Tree): void => {
    if (node.kind === "scalar") {
      visit(node, path);
    } else if (node.kind === "list") {
      for (const [index, item] of node.items.entries()) step(index, item);
    } else {
      for (const [key, entry] of node.entries) step(key, entry.value);
    }
  };
  const step = (key: string | number, node: Tree): void => {
    path.push(key);
    walk(node);
    path.pop();
  };
  walk(tree);
}

/** A map without some of its keys. */
export function without(map: MapNode, keys: readonly string[]): MapNode {
  return { ...map, entries: new Map([...map.entries].filter(([key]) => !keys.includes(key))) };
}

/** A map with nothing in it, at an origin. */
export function emptyMap(origin: Origin): MapNode {
  return { kind: "map", entries: new Map(), origin };
}

/** The text of a scalar that is a string. */
export function textOf(tree: Tree | undefined): string | undefined {
  return tree?.kind === "scalar" && typeof tree.value === "string" ? tree.value : undefined;
}
