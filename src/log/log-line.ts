import type { LogFields } from "../model/ports.ts";

/** One thing that happened, as it goes into a line. */
export interface LogEntry {
  readonly time: Date;
  readonly level: string;
  readonly message: string;
  readonly fields: LogFields;
}

/** One JSON object on one line; `time`, `level` and `message` come first and are never a field's. */
export function jsonLine({ time, level, message, fields }: LogEntry): string {
  const own = { time: time.toISOString(), level, message };
  return escapeControls(JSON.stringify({ ...own, ...fields, ...own }));
}

/** A line for people: time of day, level, message, and the fields that have a value. */
export function prettyLine({ time, level, message, fields }: LogEntry, hasColor: boolean): string {
  const at = time.toISOString().slice(11, 19);
  const paint = hasColor ? (COLORS[level] ?? PLAIN) : PLAIN;
  const pairs = Object.entries(fields)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${escapeControls(key)}=${prettyValue(value)}`);
  return [at, paint(level.padEnd(5)), escapeControls(message), ...pairs].join(" ");
}

type Paint = (text: string) => string;

const PLAIN: Paint = (text) => text;

const COLORS: Readonly<Record<string, Paint>> = {
  debug: (text) => `\u001b[2m${text}\u001b[22m`,
  warn: (text) => `\u001b[33m${text}\u001b[39m`,
  error: (text) => `\u001b[31m${text}\u001b[39m`,
};

function prettyValue(value: LogFields[string]): string {
  if (typeof value !== "string") return String(value);
  return escapeControls(/^[\w./:@+-]+$/.test(value) ? value : JSON.stringify(value));
}

/** Nothing that a line quotes may move the cursor, change a colour, or pretend to be a second line. */
function escapeControls(text: string): string {
  return text.replace(
    /[\p{Cc}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu,
    (it) => `\\u${it.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
