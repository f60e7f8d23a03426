import { canonicalJson, type Json } from "../model/canonical.ts";

/** A value as text: what services take for the same (`1024` and `"1024"`, `true` and `"true"`) is the same text. */
export function scalarText(value: Json): string {
  return typeof value === "string" ? value : canonicalJson(value);
}
