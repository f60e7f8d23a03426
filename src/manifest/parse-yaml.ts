import {
  isAlias,
  isMap,
  isScalar,
  type Alias,
  type ParsedNode,
  type Scalar,
  type YAMLMap,
  type YAMLSeq,
} from "yaml";
import type { Flaw, Read } from "./flaw.ts";
import { isLeadingZeroNumber, readPlainScalar, type Dialect } from "./plain-scalar.ts";
import { expandShortTag } from "./short-tags.ts";
import { placeOf, startOf, type Origin, type SourceFile } from "./source-file.ts";
import { readSyntax } from "./syntax.ts";
import type { MapEntry, Tree } from "./tree.ts";

/** Nodes of one file, every alias counted as what it stands for: what stops a file that expands without end. */
const MAX_NODES = 100_000;

type Tagged = Scalar.Parsed | YAMLMap.Parsed | YAMLSeq.Parsed;

/** What one conversion has met so far; lives for one file. */
interface Conversion {
  readonly file: SourceFile;
  readonly dialect: Dialect;
  readonly anchors: Map<string, { readonly tree: Tree; readonly nodes: number }>;
  readonly flaws: Flaw[];
  nodes: number;
}

/** Reads a YAML (or JSON) file into a tree. Never throws, whatever the text. */
export function parseYaml(file: SourceFile, dialect: Dialect): Read<Tree> {
  // oxlint-disable-next-line no-control-regex -- exactly these are looked for
  const control = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/.exec(file.text);
  if (control !== null) {
    const origin = { file, start: control.index, end: control.index + 1 };
    return { flaws: [{ origin, message: "the file holds a control character", remedy: "remove it" }] };
  }
  const syntax = readSyntax(file);
  if (syntax.kind === "broken") return { flaws: [syntax.flaw] };
  const conversion: Conversion = { file, dialect, anchors: new Map(), flaws: [], nodes: 0 };
  const tree = convert(syntax.document.contents, conversion, startOf(file));
  if (conversion.nodes > MAX_NODES) {
    const message = `the file holds more than ${MAX_NODES} values once its aliases are expanded`;
    return { flaws: [{ origin: startOf(file), message, remedy: "use fewer aliases, or split the file" }] };
  }
  return conversion.flaws.length > 0 ? { flaws: conversion.flaws } : { value: tree, flaws: [] };
}

function convert(node: ParsedNode | null, conversion: Conversion, fallback: Origin): Tree {
  conversion.nodes += 1;
  if (node === null || conversion.nodes > MAX_NODES) return nothing(fallback);
  const origin = { file: conversion.file, start: node.range[0], end: node.range[1] };
  if (isAlias(node)) return convertAlias(node, origin, conversion);
  const before = conversion.nodes;
  const tree = convertTagged(node, origin, conversion);
  if (node.anchor !== undefined) {
    conversion.anchors.set(node.anchor, { tree, nodes: conversion.nodes - before + 1 });
  }
  return tree;
}

function nothing(origin: Origin): Tree {
  return { kind: "scalar", value: null, source: "", origin };
}

function convertAlias({ source }: Alias.Parsed, origin: Origin, conversion: Conversion): Tree {
  const anchor = conversion.anchors.get(source);
  if (anchor === undefined) {
    const remedy = `put &${source} before the value that is meant, above this line`;
    conversion.flaws.push({
      origin,
      message: `the alias *${source} names no finished value above it`,
      remedy,
    });
    return nothing(origin);
  }
  conversion.nodes += anchor.nodes;
  return anchor.tree;
}

function convertTagged(node: Tagged, origin: Origin, conversion: Conversion): Tree {
  const { tag } = node;
  const tree = convertValue(node, origin, conversion);
  if (tag === undefined || tag === "!") return tree;
  const shown = tag.replace("tag:yaml.org,2002:", "!!");
  const at = origin.file.text.lastIndexOf(shown, origin.start);
  const tagOrigin = at < 0 ? origin : { ...origin, start: at };
  if (conversion.dialect === "core") {
    conversion.flaws.push({
      origin: tagOrigin,
      message: `the tag ${shown} has no meaning here`,
      remedy: "remove it",
    });
    return tree;
  }
  const expanded = expandShortTag(tag, tree, tagOrigin);
  conversion.flaws.push(...expanded.flaws);
  return expanded.value ?? tree;
}

function convertValue(node: Tagged, origin: Origin, conversion: Conversion): Tree {
  if (isScalar(node)) return convertScalar(node, origin, conversion);
  if (isMap(node)) return convertMap(node, origin, conversion);
  return { kind: "list", origin, items: node.items.map((item) => convert(item, conversion, origin)) };
}

function convertScalar(node: Scalar.Parsed, origin: Origin, conversion: Conversion): Tree {
  const source = scalarText(node);
  const isPlain = node.type === "PLAIN" && node.tag === undefined;
  if (isPlain && conversion.dialect === "cloudformation" && isLeadingZeroNumber(source)) {
    const message = `${source} begins with a zero, and CloudFormation would read it as another number`;
    conversion.flaws.push({ origin, message, remedy: `put it in quotes: "${source}"` });
  }
  return {
    kind: "scalar",
    origin,
    source,
    value: isPlain ? readPlainScalar(source, conversion.dialect) : source,
  };
}

function convertMap(node: YAMLMap.Parsed, origin: Origin, conversion: Conversion): Tree {
  const entries = new Map<string, MapEntry>();
  for (const { key, value } of node.items) {
    const keyOrigin = key === null ? origin : { ...origin, start: key.range[0], end: key.range[1] };
    const name = keyName(key);
    const flaw = checkKey(name, keyOrigin, entries);
    if (flaw !== undefined) conversion.flaws.push(flaw);
    const converted = convert(value, conversion, keyOrigin);
    if (name !== undefined && flaw === undefined) entries.set(name, { key: keyOrigin, value: converted });
  }
  return { kind: "map", origin, entries };
}

function keyName(key: ParsedNode | null): string | undefined {
  return isScalar(key) && key.tag === undefined ? scalarText(key) : undefined;
}

/** The failsafe schema makes every scalar text. */
function scalarText({ value }: Scalar.Parsed): string {
  return typeof value === "string" ? value : "";
}

function checkKey(
  name: string | undefined,
  origin: Origin,
  entries: ReadonlyMap<string, MapEntry>,
): Flaw | undefined {
  if (name === undefined)
    return { origin, message: "a key has to be plain text", remedy: "write a name before the colon" };
  if (name === "<<")
    return { origin, message: "merge keys (<<) are not read", remedy: "write the values out" };
  const first = entries.get(name);
  if (first === undefined) return undefined;
  const message = `${name} is said twice, first on line ${placeOf(first.key).line}`;
  return { origin, message, remedy: "keep one of the two" };
}
