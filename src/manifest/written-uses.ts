import type { Use } from "../model/use.ts";
import type { Origin } from "./source-file.ts";
import { child, nearest, textOf, type Tree } from "./tree.ts";

/** One entry of an app's `uses`, as far as it can be read. */
export interface WrittenUse {
  /** Name of the app that is used. */
  readonly app: string;
  /** Where the name was written. */
  readonly origin: Origin;
  readonly access: Use["access"];
  /** Where the access was written; of the name when it was not. */
  readonly accessOrigin: Origin;
  /** How the names of its variables begin, without the underscore. */
  readonly prefix: string;
  /** Names for single variables, by what they hold. */
  readonly names: ReadonlyMap<string, WrittenName>;
}

/** The name of one variable. */
export interface WrittenName {
  readonly name: string;
  /** Where it was said what the variable holds. */
  readonly origin: Origin;
}

/** The `uses` of an app's merged fields. What breaks the contract was told already, and is passed over. */
export function writtenUses(fields: Tree): readonly WrittenUse[] {
  const list = child(fields, "uses");
  return list?.kind === "list" ? list.items.flatMap((item) => readUse(item) ?? []) : [];
}

function readUse(item: Tree): WrittenUse | undefined {
  const node = item.kind === "map" ? child(item, "app") : item;
  const app = textOf(node);
  if (node === undefined || app === undefined) return undefined;
  return {
    app,
    origin: node.origin,
    access: ACCESSES.find((access) => access === textOf(child(item, "access"))) ?? "both",
    accessOrigin: item.kind === "map" ? nearest(item, ["access"]).origin : item.origin,
    prefix: textOf(child(item, "prefix")) ?? app.toUpperCase().replaceAll("-", "_"),
    names: readNames(child(item, "names")),
  };
}

const ACCESSES = ["read", "write", "both"] as const;

function readNames(names: Tree | undefined): WrittenUse["names"] {
  if (names?.kind !== "map") return new Map();
  return new Map(
    [...names.entries].flatMap(([fact, { key, value }]) => {
      const name = textOf(value);
      return name === undefined ? [] : [[fact, { name, origin: key }] as const];
    }),
  );
}
