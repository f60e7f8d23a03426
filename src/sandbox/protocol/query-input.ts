import type { Input, InputValue } from "../cloudformation/api.ts";
import { ApiError } from "../errors.ts";

/** What is not a plain string in a service's inputs, by member name: AWS's models use a name for one shape only. */
export type QueryShapes = Readonly<Record<string, "texts" | "structures" | "structure" | "map">>;

/**
 * Reads the parameters of AWS Query (`Tags.member.1.Key=a`) into nested values.
 *
 * Lists come in the order of their numbers, gaps closed, as AWS does. `Tags=` is an empty list. Every member that `shapes` does not name
 * arrives as a string, so an action never meets a list where it wants text. Throws `MalformedInput` for anything else, and for more parameters,
 * depth or width than any operation has.
 */
export function parseQueryInput(parameters: URLSearchParams, shapes: QueryShapes): Input {
  const root = treeOf(parameters);
  return structureOf(root, shapes);
}

const MAX_PARAMETERS = 10_000;
const MAX_DEPTH = 12;
const INDEX = /^[1-9][0-9]{0,5}$/;

interface Tree {
  text: string | undefined;
  readonly children: Map<string, Tree>;
}

function treeOf(parameters: URLSearchParams): Tree {
  const root: Tree = { text: undefined, children: new Map() };
  let count = 0;
  for (const [path, text] of parameters) {
    if (++count > MAX_PARAMETERS)
      throw malformed(`A request may have ${String(MAX_PARAMETERS)} parameters at most`);
    plant(root, path, text);
  }
  return root;
}

function plant(root: Tree, path: string, text: string): void {
  const segments = path.split(".", MAX_DEPTH + 1);
  if (segments.length > MAX_DEPTH) throw malformed(`Parameter ${shown(path)} is nested too deeply`);
  if (segments.includes("")) throw malformed(`Parameter name ${shown(path)} is not valid`);
  let tree = root;
  for (const segment of segments) {
    const next = tree.children.get(segment) ?? { text: undefined, children: new Map<string, Tree>() };
    tree.children.set(segment, next);
    tree = next;
  }
  if (tree.text !== undefined) throw malformed(`Parameter ${shown(path)} is given more than once`);
  tree.text = text;
}

function structureOf(tree: Tree, shapes: QueryShapes): Input {
  return Object.fromEntries([...tree.children].map(([name, child]) => [name, valueOf(name, child, shapes)]));
}

function valueOf(name: string, tree: Tree, shapes: QueryShapes): InputValue {
  const shape = Object.hasOwn(shapes, name) ? shapes[name] : undefined;
  if (tree.text !== undefined && tree.children.size > 0)
    throw malformed("Unexpected complex element termination");
  switch (shape) {
    case undefined:
      return textOf(tree);
    case "texts":
      return itemsOf(tree).map(textOf);
    case "structures":
      return itemsOf(tree).map((item) => structureOf(onlyComplex(item), shapes));
    case "structure":
      return structureOf(onlyComplex(tree), shapes);
    case "map":
      return mapOf(tree);
  }
}

function textOf(tree: Tree): string {
  if (tree.text !== undefined) return tree.text;
  const kind = tree.children.has("member") ? "list" : "structure or map";
  throw malformed(`Start of ${kind} found where not expected`);
}

function onlyComplex(tree: Tree): Tree {
  if (tree.text !== undefined && tree.text !== "")
    throw malformed("Unexpected text where a structure is expected");
  return tree;
}

function itemsOf(tree: Tree): readonly Tree[] {
  if (tree.text === "") return [];
  return numbered(tree, "member", "Start of structure or map found where not expected");
}

function mapOf(tree: Tree): Input {
  if (tree.text === "") return {};
  const entries = numbered(tree, "entry", "Start of structure or list found where not expected");
  return Object.fromEntries(entries.map((entry) => [member(entry, "key"), member(entry, "value")]));
}

function member(tree: Tree, name: "key" | "value"): string {
  const child = tree.children.get(name);
  if (child === undefined) throw malformed("A map entry needs a key and a value");
  return textOf(child);
}

function numbered(tree: Tree, wrapper: "member" | "entry", otherwise: string): readonly Tree[] {
  const list = tree.children.get(wrapper);
  if (list === undefined || tree.children.size > 1) throw malformed(otherwise);
  if (list.text !== undefined) throw malformed(otherwise);
  return [...list.children]
    .map(([index, item]) => {
      if (!INDEX.test(index)) throw malformed(`${shown(index)} is not a valid index`);
      return { at: Number(index), item };
    })
    .toSorted((a, b) => a.at - b.at)
    .map(({ item }) => item);
}

function shown(text: string): string {
  return JSON.stringify(text.length > 100 ? `${text.slice(0, 100)}…` : text);
}

function malformed(message: string): ApiError {
  return new ApiError("MalformedInput", message);
}
