import { Complaint } from "./complaint.ts";

const UNITS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000 };
const LONGEST_MS = 24 * 3_600_000;

/** Reads a time span such as `90s`, `30m` or `2h` in milliseconds; at most a day. Throws a usage Complaint. */
export function readTimeSpan(option: string, text: string): number {
  const [, count, unit] = /^(\d{1,6})([smh])$/.exec(text) ?? [];
  const ms = Number(count) * (UNITS[unit ?? ""] ?? Number.NaN);
  if (ms > 0 && ms <= LONGEST_MS) return ms;
  throw new Complaint("usage", `${option} must be a time like 90s, 30m or 2h, at most 24h, not "${text}"`);
}

/**
 * Reads a time to come, in milliseconds since the epoch: a span from now such as `2h`, or a time with its zone such as
 * `2026-01-31T18:00:00Z`. Throws a usage Complaint.
 */
export function readTimeToCome(option: string, text: string, now: number): number {
  if (/^\d+[smh]$/.test(text)) return now + readTimeSpan(option, text);
  const at = WITH_ZONE.test(text) ? Date.parse(text) : Number.NaN;
  if (at > now) return at;
  throw new Complaint(
    "usage",
    Number.isNaN(at)
      ? `${option} must be a time like 2026-01-31T18:00:00Z or 2h, not "${text}"`
      : `${option} ${text} is past already`,
  );
}

/**
 * Reads a time that is past, in milliseconds since the epoch: a span before now such as `24h` or `7d`, a day in UTC such
 * as `2026-01-31`, or a time with its zone. Throws a usage Complaint.
 */
export function readTimePast(option: string, text: string, now: number): number {
  const [, count, unit] = /^([1-9]\d{0,4})([smhdw])$/.exec(text) ?? [];
  const ms = Number(count) * (LONG_UNITS[unit ?? ""] ?? Number.NaN);
  const isTime = /^\d{4}-\d{2}-\d{2}$/.test(text) || WITH_ZONE.test(text);
  const at = isTime ? Date.parse(text) : now - ms;
  if (at >= 0 && at <= now) return at;
  throw new Complaint(
    "usage",
    at > now
      ? `${option} ${text} is yet to come`
      : `${option} must be a time like 24h, 7d, 2026-01-31 or 2026-01-31T18:00:00Z, not "${text}"`,
  );
}

const LONG_UNITS: Readonly<Record<string, number>> = { ...UNITS, d: 86_400_000, w: 604_800_000 };

const WITH_ZONE = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:\d{2})$/;

const LONGEST_SENTENCE = 300;

/** Reads one line for people. Throws a usage Complaint. */
export function readSentence(option: string, text: string): string {
  const sentence = text.trim();
  if (sentence !== "" && sentence.length <= LONGEST_SENTENCE && !/\p{Cc}/u.test(sentence)) return sentence;
  throw new Complaint("usage", `${option} must be one line of at most ${LONGEST_SENTENCE} characters`);
}

/** Reads a TCP port; 0 is any free one. Throws a usage Complaint. */
export function readPort(option: string, text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (port <= 65_535) return port;
  throw new Complaint("usage", `${option} must be a number from 0 to 65535, not "${text}"`);
}

/** Reads the address of an endpoint. Throws a usage Complaint. */
export function readEndpoint(option: string, text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url !== undefined && /^https?:$/.test(url.protocol)) return text.replace(/\/+$/, "");
  throw new Complaint("usage", `${option} must be an address like http://127.0.0.1:4570, not "${text}"`);
}

/** Reads how long the sandbox takes for its work: `instant`, or a factor of plausible times. Throws a usage Complaint. */
export function readDurations(option: string, text: string): string {
  const scale = /^\d*\.?\d+$/.test(text) ? Number(text) : Number.NaN;
  if (text === "instant" || (scale > 0 && scale <= 100)) return text;
  throw new Complaint(
    "usage",
    `${option} must be "instant" or a number above 0 and up to 100, not "${text}"`,
  );
}

/** Gathers an option that may be given several times. */
export function gather(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}
