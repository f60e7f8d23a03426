import type { LogFields } from "../model/ports.ts";

const REDACTED = "[redacted]";

/** Fields without the values that belong to keys which sound like secrets, and without secrets inside other values. */
export function redactFields(fields: LogFields): LogFields {
  const entries = Object.entries(fields).map(([key, value]) => [key, redactField(key, value)]);
  return Object.fromEntries(entries) as LogFields;
}

/** A text without what looks like a credential in it. */
export function redactText(text: string): string {
  return PATTERNS.reduce((rest, { pattern, replacement }) => rest.replace(pattern, replacement), text);
}

/** Every key that may name a secret; ours name none, so what is lost is nothing. */
const SECRET_KEY = /secret|passw|token|credential|authorization|(private|api|access|signing).?key/i;

const PATTERNS: readonly { readonly pattern: RegExp; readonly replacement: string }[] = [
  // AWS: key ids, session tokens by how they begin, and whatever is assigned to a telling name.
  { pattern: /\b(AKIA|ASIA)[A-Z0-9]{12,}\b/g, replacement: `$1${REDACTED}` },
  { pattern: /\b(FwoG|FQoG|IQoJ)[A-Za-z0-9+/=]{40,}/g, replacement: REDACTED },
  {
    pattern:
      /((?:secret|session|security)[-_ ]?(?:access[-_ ]?)?(?:key|token)["']?\s*[=:>]\s*["']?)[^\s"'&<,;]+/gi,
    replacement: `$1${REDACTED}`,
  },
  { pattern: /\b(Bearer|Basic)\s+[A-Za-z0-9._~+/=-]{8,}/gi, replacement: `$1 ${REDACTED}` },
  { pattern: /\b(gh[pousr]_|github_pat_|glpat-)[A-Za-z0-9_-]{10,}/g, replacement: `$1${REDACTED}` },
  // User name and password in an address.
  { pattern: /(\b[a-z][a-z0-9+.-]*:\/\/)[^\s/@]+@/gi, replacement: `$1${REDACTED}@` },
  {
    pattern: /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(-----END [A-Z ]*PRIVATE KEY-----|$)/g,
    replacement: REDACTED,
  },
];

function redactField(key: string, value: LogFields[string]): LogFields[string] {
  if (value !== undefined && SECRET_KEY.test(key)) return REDACTED;
  return typeof value === "string" ? redactText(value) : value;
}
