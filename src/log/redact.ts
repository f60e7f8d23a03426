import type { LogFields } from "../model/ports.ts";
import { REDACTED, redactText } from "../model/redact-text.ts";

/** Fields without the values that belong to keys which sound like secrets, and without secrets inside other values. */
export function redactFields(fields: LogFields): LogFields {
  const entries = Object.entries(fields).map(([key, value]) => [key, redactField(key, value)]);
  return Object.fromEntries(entries) as LogFields;
}

/** Every key that may name a secret; ours name none, so what is lost is nothing. */
const SECRET_KEY = /secret|passw|token|credential|authorization|(private|api|access|signing).?key/i;

function redactField(key: string, value: LogFields[string]): LogFields[string] {
  if (value !== undefined && SECRET_KEY.test(key)) return REDACTED;
  return typeof value === "string" ? redactText(value) : value;
}
