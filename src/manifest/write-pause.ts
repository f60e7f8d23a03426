import { isMap, isScalar, type ParsedNode, type YAMLMap } from "yaml";
import { canonicalJson, isJsonObject, type Json } from "../model/canonical.ts";
import {
  applyEdit,
  openLine,
  pairOf,
  newlineOf,
  removeKey,
  replaceValue,
  saysOnly,
  setKey,
  type Edit,
} from "./edit-map.ts";
import { parseYaml } from "./parse-yaml.ts";
import { sourceFile } from "./source-file.ts";
import { readSyntax } from "./syntax.ts";
import { toJson } from "./tree.ts";

/** Sets or takes away `paused` in one file of the repository. */
export interface PauseEdit {
  readonly where:
    | { readonly kind: "mooring" }
    | { readonly kind: "account" }
    /** An entry of apps.yaml. */
    | { readonly kind: "apps"; readonly app: string }
    /** An entry that is a file of its own. */
    | { readonly kind: "placement" };
  /** Absent: what is paused goes on. */
  readonly pause?: PauseWords;
}

/** Why something is paused and until when, as a person says it. */
export interface PauseWords {
  readonly reason?: string;
  /** Milliseconds since the epoch. */
  readonly until?: number;
}

/**
 * The text of a file with a pause in it, or without. Comments, order and quotes stay as they were written; a short entry
 * becomes a map for the pause and is short again afterwards. The same text when there is nothing to change; `undefined`
 * when the file cannot be edited so: it is broken, has no such entry, or uses an alias there.
 */
export function writePause(text: string, edit: PauseEdit): string | undefined {
  const syntax = readSyntax(sourceFile("", text));
  if (syntax.kind === "broken") return undefined;
  const root = syntax.document.contents;
  const { where } = edit;
  const change = where.kind === "apps" ? editEntry(text, root, where.app, edit) : editFile(text, root, edit);
  if (change === undefined) return undefined;
  const edited = change === "nothing" ? text : applyEdit(text, change);
  return hasOnlyPaused(text, edited, edit) ? edited : undefined;
}

type Change = Edit | "nothing" | undefined;

function editFile(text: string, root: ParsedNode | null, edit: PauseEdit): Change {
  if (isMap(root)) return editMap(text, root, edit);
  if (edit.pause === undefined) return "nothing";
  const value = pauseText(edit.pause, edit);
  if (root === null || isEmpty(root)) {
    return {
      start: text.length,
      end: text.length,
      by: `${openLine(text, text.length)}paused: ${value}${newlineOf(text)}`,
    };
  }
  return edit.where.kind === "placement" ? lengthen(text, root, value) : undefined;
}

function editEntry(text: string, root: ParsedNode | null, app: string, edit: PauseEdit): Change {
  const pair = isMap(root) ? pairOf(root, app) : undefined;
  if (pair === undefined) return undefined;
  const { value: entry } = pair;
  if (isMap(entry)) {
    if (edit.pause === undefined && saysOnly(entry, ["paused"])) return replaceValue(text, pair, "");
    return editMap(text, entry, edit);
  }
  if (edit.pause === undefined) return "nothing";
  const value = pauseText(edit.pause, edit);
  if (entry === null || isEmpty(entry)) return replaceValue(text, pair, ` { paused: ${value} }`);
  return lengthen(text, entry, value);
}

function isEmpty(node: ParsedNode): boolean {
  return isScalar(node) && node.value === "" && node.range[0] === node.range[1];
}

/** A short entry is its version. */
function lengthen(text: string, entry: ParsedNode, pause: string): Change {
  if (!isScalar(entry) || entry.anchor !== undefined || entry.tag !== undefined) return undefined;
  const [start, end] = entry.range;
  const version = text.slice(start, end);
  const isAbsent = /^(?:~|null|Null|NULL)$/.test(version);
  return { start, end, by: isAbsent ? `{ paused: ${pause} }` : `{ version: ${version}, paused: ${pause} }` };
}

function editMap(text: string, map: YAMLMap.Parsed, edit: PauseEdit): Change {
  if (edit.pause !== undefined) return setKey(text, map, "paused", pauseText(edit.pause, edit));
  return shorten(text, map, edit) ?? removeKey(text, map, "paused") ?? "nothing";
}

/** What is left of `{ version: 2.7.1, paused: … }` is short again. */
function shorten(text: string, map: YAMLMap.Parsed, { where }: PauseEdit): Change {
  const mayBeShort = where.kind === "apps" || where.kind === "placement";
  if (!mayBeShort || map.flow !== true || !saysOnly(map, ["version", "paused"])) return undefined;
  const version = pairOf(map, "version")?.value;
  if (!isScalar(version) || isEmpty(version)) return undefined;
  return { start: map.range[0], end: map.range[1], by: text.slice(version.range[0], version.range[1]) };
}

/** The longest reason that the format takes. */
const LONGEST_REASON = 300;

/** What `paused` is to be, as the format has it. Only in an account a dollar sign could begin a variable. */
function pauseValue({ reason = "", until }: PauseWords, { where }: PauseEdit): Json {
  const why = oneLine(reason);
  if (why === "" && until === undefined) return true;
  return {
    ...(why === "" ? {} : { reason: where.kind === "account" ? why.replaceAll("${", "$${") : why }),
    ...(until === undefined ? {} : { until: new Date(until).toISOString().replace(/\.\d+/, "") }),
  };
}

function oneLine(text: string): string {
  return text
    .replace(/[\p{C}\p{Z}]+/gu, " ")
    .trim()
    .slice(0, LONGEST_REASON)
    .trim();
}

/** On one line; what is in quotes is JSON, which YAML reads the same. */
function pauseText(pause: PauseWords, edit: PauseEdit): string {
  const value = pauseValue(pause, edit);
  if (!isJsonObject(value)) return "true";
  const words = Object.entries(value).map(([key, word]) => `${key}: ${JSON.stringify(word)}`);
  return `{ ${words.join(", ")} }`;
}

/** Whether an edit changed `paused` and nothing else: whatever a file may look like, no other line of it is put at risk. */
function hasOnlyPaused(before: string, after: string, edit: PauseEdit): boolean {
  const [old, fresh] = [meaningOf(before, edit), meaningOf(after, edit)];
  if (old === undefined || fresh === undefined) return false;
  const wanted = edit.pause === undefined ? null : pauseValue(edit.pause, edit);
  return (
    canonicalJson(old.rest) === canonicalJson(fresh.rest) &&
    canonicalJson(fresh.paused) === canonicalJson(wanted)
  );
}

interface Meaning {
  readonly paused: Json;
  /** Everything but the pause. */
  readonly rest: Json;
}

function meaningOf(text: string, { where }: PauseEdit): Meaning | undefined {
  const { value: tree } = parseYaml(sourceFile("", text), "core");
  if (tree === undefined) return undefined;
  const file = asMap(toJson(tree));
  if (where.kind !== "apps") return { paused: file["paused"] ?? null, rest: { ...file, paused: undefined } };
  const entry = asMap(file[where.app] ?? null);
  return { paused: entry["paused"] ?? null, rest: { ...file, [where.app]: { ...entry, paused: undefined } } };
}

/** A version alone and nothing at all are short for maps. */
function asMap(value: Json): { readonly [key: string]: Json | undefined } {
  if (isJsonObject(value)) return value;
  return value === null ? {} : { version: value };
}
