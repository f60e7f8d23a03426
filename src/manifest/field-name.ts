import type { TreePath } from "./tree.ts";

/** The path of a JSON pointer, as ajv gives it. */
export function pathOf(pointer: string): TreePath {
  return pointer
    .split("/")
    .slice(1)
    .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));
}

/** How a person names a field: `scale.min`, `permissions[0].actions`. The root is named by what the document is. */
export function fieldName(path: TreePath, root: string): string {
  if (path.length === 0) return root;
  return path
    .map((step) => (/^[0-9]+$/.test(String(step)) ? `[${step}]` : `.${step}`))
    .join("")
    .replace(/^\./, "");
}

/** Longest value that a message repeats. */
const MAX_SHOWN = 60;

/** A value as a message shows it: text in quotes, long things cut. */
export function shown(value: unknown): string {
  if (typeof value === "object" && value !== null) return Array.isArray(value) ? "a list" : "a map";
  const text = typeof value === "string" ? value : String(value);
  const cut = text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text;
  return typeof value === "string" ? `"${cut}"` : cut;
}
