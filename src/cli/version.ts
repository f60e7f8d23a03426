import { readFileSync } from "node:fs";

/** The version of this Mooring, as its package says. */
export function version(): string {
  const text = readFileSync(new URL("../../package.json", import.meta.url), "utf8");
  const parsed: unknown = JSON.parse(text);
  const isVersioned = typeof parsed === "object" && parsed !== null && "version" in parsed;
  return isVersioned ? String(parsed.version) : "unknown";
}
