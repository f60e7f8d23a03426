import { isJsonObject, type Json } from "../model/canonical.ts";

/** The parts of a JSON pointer (RFC 6901), unescaped; none for the whole. */
export function pointerParts(pointer: string): readonly string[] {
  const path = pointer.startsWith("/") ? pointer.slice(1) : pointer;
  return path === "" ? [] : path.split("/").map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));
}

/** The pointer to such parts. */
export function pointerOf(parts: readonly string[]): string {
  return parts.map((part) => `/${part.replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}

/** What is at that place; `undefined` when there is nothing. */
export function valueAt(value: Json | undefined, parts: readonly string[]): Json | undefined {
  return parts.reduce<Json | undefined>((inside, part) => memberOf(inside, part), value);
}

/** Whether a pointer is the given one or leads below it; a part `*` stands for any. */
export function isWithin(pointer: string, pattern: string): boolean {
  const parts = pointerParts(pointer);
  const wanted = pointerParts(pattern);
  return (
    wanted.length <= parts.length && wanted.every((part, index) => part === "*" || part === parts[index])
  );
}

function memberOf(value: Json | undefined, part: string): Json | undefined {
  if (isJsonObject(value)) return Object.hasOwn(value, part) ? value[part] : undefined;
  return Array.isArray(value) && /^\d+$/.test(part) ? value[Number(part)] : undefined;
}
