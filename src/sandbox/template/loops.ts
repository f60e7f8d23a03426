import { validationError } from "../errors.ts";
import type { Json, JsonObject } from "../json.ts";
import { isList, isObject } from "../json.ts";

/** What a loop's collection may refer to: a parameter's value; `undefined` when it is not known. */
export type Lookup = (name: string) => Json | undefined;

/** The text of everything that loops write may be this long: as long as a template. */
const maxWritten = 1_000_000;

const prefix = "Fn::ForEach::";

/**
 * Writes out every `Fn::ForEach` below a value, inner ones after outer ones.
 *
 * A loop whose collection is not known is left out, and `leftOut` told. Throws ValidationError for one that is malformed,
 * writes a key twice, or writes too much. (Template reference, Fn::ForEach.)
 */
export function writeOutLoops(value: Json, lookup: Lookup, leftOut: () => void): Json {
  const budget = { left: maxWritten };
  const walk = (part: Json): Json => {
    if (isList(part)) return part.map(walk);
    if (!isObject(part)) return part;
    const written = new Map<string, Json>();
    for (const [name, member] of Object.entries(part))
      for (const [key, content] of name.startsWith(prefix)
        ? loop(name, member)
        : [[name, walk(member)] as const]) {
        if (written.has(key)) throw malformed(name, `it writes the key ${key}, which is there already`);
        written.set(key, content);
      }
    return Object.fromEntries(written);
  };
  const loop = (name: string, member: Json): readonly (readonly [string, Json])[] => {
    const { identifier, collection, fragment } = readLoop(name, member);
    const values = collectionOf(name, collection, lookup);
    if (values === undefined) {
      leftOut();
      return [];
    }
    return values.flatMap((each) => {
      const copy = substitute(fragment, identifier, each);
      budget.left -= JSON.stringify(copy).length;
      if (budget.left < 0) throw malformed(name, `it writes more than ${maxWritten} characters`);
      const written = walk(copy);
      return isObject(written) ? Object.entries(written) : [];
    });
  };
  return walk(value);
}

function readLoop(
  name: string,
  member: Json,
): { readonly identifier: string; readonly collection: Json; readonly fragment: JsonObject } {
  const [identifier, collection, fragment, more] = isList(member) ? member : [];
  if (!/^[A-Za-z0-9]+$/.test(name.slice(prefix.length)))
    throw malformed(name, "its name must be alphanumeric");
  if (typeof identifier !== "string" || collection === undefined || !isObject(fragment) || more !== undefined)
    throw malformed(name, "it takes an identifier, a collection and an object");
  return { identifier, collection, fragment };
}

function collectionOf(name: string, collection: Json, lookup: Lookup): readonly string[] | undefined {
  const listed = referred(collection, lookup);
  if (listed === undefined) return undefined;
  if (!isList(listed)) throw malformed(name, "its collection must be a list");
  const values = listed.map((element) => referred(element, lookup));
  if (values.includes(undefined)) return undefined;
  return values.flat().map((element) => {
    if (typeof element === "string") return element;
    throw malformed(name, "its collection must be a list of strings");
  });
}

/** What a `Ref` refers to; any other value is itself. */
function referred(value: Json, lookup: Lookup): Json | undefined {
  const name = isObject(value) ? value["Ref"] : undefined;
  return typeof name === "string" ? lookup(name) : value;
}

/** `${Id}` and `&{Id}` in keys and texts, the latter without what is not alphanumeric, and `{ Ref: Id }`. */
function substitute(value: JsonObject, identifier: string, by: string): JsonObject;
function substitute(value: Json, identifier: string, by: string): Json;
function substitute(value: Json, identifier: string, by: string): Json {
  if (typeof value === "string") return substituteText(value, identifier, by);
  if (isList(value)) return value.map((element) => substitute(element, identifier, by));
  if (!isObject(value)) return value;
  if (value["Ref"] === identifier && Object.keys(value).length === 1) return by;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      substituteText(name, identifier, by),
      substitute(member, identifier, by),
    ]),
  );
}

function substituteText(text: string, identifier: string, by: string): string {
  return text
    .replaceAll(`\${${identifier}}`, () => by)
    .replaceAll(`&{${identifier}}`, () => by.replaceAll(/[^A-Za-z0-9]/g, ""));
}

function malformed(name: string, why: string): Error {
  return validationError(`Template error: ${name} layout is incorrect: ${why}.`);
}
