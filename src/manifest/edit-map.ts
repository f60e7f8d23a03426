import { isMap, isScalar, type Pair, type ParsedNode, type YAMLMap } from "yaml";

/** A change of a text: what stands between two offsets is replaced. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly by: string;
}

type MapPair = Pair<ParsedNode, ParsedNode | null>;

/** The text after an edit. */
export function applyEdit(text: string, { start, end, by }: Edit): string {
  return text.slice(0, start) + by + text.slice(end);
}

/** The entry of a key that is plain text. */
export function pairOf(map: YAMLMap.Parsed, key: string): MapPair | undefined {
  return map.items.find((pair) => isScalar(pair.key) && pair.key.value === key);
}

/** Gives a key a value, which stands on one line. Everything else stays as it was written. */
export function setKey(text: string, map: YAMLMap.Parsed, key: string, value: string): Edit {
  const pair = pairOf(map, key);
  if (pair !== undefined) return replaceValue(text, pair, ` ${value}`);
  return map.flow === true
    ? appendInLine(map, `${key}: ${value}`)
    : appendLine(text, map, `${key}: ${value}`);
}

/** Gives a pair another value, or none. What stands behind it on its last line stays. */
export function replaceValue(text: string, pair: MapPair, value: string): Edit {
  const start = pair.key.range[1];
  const end = Math.max(start, pair.value?.range[1] ?? start);
  const isLine = text[end - 1] === "\n" && end > start;
  return { start, end, by: `:${value}${isLine ? newlineOf(text) : ""}` };
}

function appendInLine(map: YAMLMap.Parsed, entry: string): Edit {
  const last = map.items.at(-1);
  if (last === undefined) return { start: map.range[0], end: map.range[1], by: `{ ${entry} }` };
  const end = last.value?.range[1] ?? last.key.range[1];
  return { start: end, end, by: `, ${entry}` };
}

/** A new line below the last entry and its comments, as far indented as the entries. */
function appendLine(text: string, map: YAMLMap.Parsed, entry: string): Edit {
  const [first] = map.items;
  const last = map.items.at(-1);
  const indent =
    first === undefined ? "" : text.slice(lineStart(text, first.key.range[0]), first.key.range[0]);
  const at = lineEnd(text, last?.value?.range[2] ?? last?.key.range[2] ?? map.range[1]);
  return { start: at, end: at, by: `${openLine(text, at)}${indent}${entry}${newlineOf(text)}` };
}

/** What has to come before a new line at an offset. */
export function openLine(text: string, at: number): string {
  return at === 0 || text[at - 1] === "\n" ? "" : newlineOf(text);
}

/** Takes a key away, with its line where it has one of its own. */
export function removeKey(text: string, map: YAMLMap.Parsed, key: string): Edit | undefined {
  const index = map.items.findIndex((pair) => isScalar(pair.key) && pair.key.value === key);
  const pair = map.items[index];
  if (pair === undefined) return undefined;
  const end = pair.value?.range[1] ?? pair.key.range[1];
  if (map.flow !== true)
    return { start: lineStart(text, pair.key.range[0]), end: lineEnd(text, end), by: "" };
  const before = map.items[index - 1];
  if (before !== undefined) return { start: before.value?.range[1] ?? before.key.range[1], end, by: "" };
  const after = map.items[index + 1];
  return after === undefined
    ? { start: map.range[0], end: map.range[1], by: "{}" }
    : { start: pair.key.range[0], end: after.key.range[0], by: "" };
}

/** Whether a map says nothing but these keys, in this order. */
export function saysOnly(
  node: ParsedNode | null | undefined,
  keys: readonly string[],
): node is YAMLMap.Parsed {
  if (!isMap(node) || node.items.length !== keys.length) return false;
  return node.items.every(({ key }, index) => isScalar(key) && key.value === keys[index]);
}

function lineStart(text: string, at: number): number {
  return text.lastIndexOf("\n", at - 1) + 1;
}

/** The beginning of the next line, or of this one when the offset is there. */
function lineEnd(text: string, at: number): number {
  if (at > 0 && text[at - 1] === "\n") return at;
  const end = text.indexOf("\n", at);
  return end < 0 ? text.length : end + 1;
}

/** How the file ends its lines. */
export function newlineOf(text: string): string {
  return text.includes("\r\n") ? "\r\n" : "\n";
}
