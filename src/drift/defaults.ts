import { isJsonObject, type Json } from "../model/canonical.ts";

/**
 * Whether a value is what services answer for a member that nobody declared: switched off, or empty. A member that is on
 * by default is no such thing when it is off: somebody switched it off.
 */
export function isNothing(name: string, value: Json): boolean {
  if (value === false || value === "false") return !ON_BY_DEFAULT.has(name);
  if (value === null || value === "" || value === "null") return true;
  if (Array.isArray(value)) return value.length === 0;
  return isJsonObject(value) && Object.keys(value).length === 0;
}

/** Truth values that are true where nobody says otherwise (documentation of the types that have them). */
const ON_BY_DEFAULT: ReadonlySet<string> = new Set([
  "ActionsEnabled",
  "AutoMinorVersionUpgrade",
  "EnableDnsSupport",
  "Enabled",
  "Essential",
  "HealthCheckEnabled",
  "ScaleInEnabled",
]);
