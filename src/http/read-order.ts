import type { HistoryFilter } from "../model/agent-event.ts";
import type { PauseOrder } from "../model/agent-face.ts";
import type { PauseScope } from "../model/pause.ts";

/** What a request asks for, or what is wrong with it: one sentence without a full stop that quotes nothing of it. */
export type Reading<T> =
  { readonly kind: "read"; readonly value: T } | { readonly kind: "wrong"; readonly why: string };

/** Reads `{ "accounts"?: […] }`: accounts to look at; all without them. */
export function readSync(body: string): Reading<readonly string[] | undefined> {
  return reading(body, ["accounts"], ({ accounts }) => {
    if (accounts === undefined) return undefined;
    if (!Array.isArray(accounts) || accounts.length === 0 || accounts.length > MOST_ACCOUNTS) {
      throw new Flaw(`accounts must be a list of 1 to ${MOST_ACCOUNTS} names`);
    }
    return accounts.map((account) => nameIn("accounts", account));
  });
}

/** Reads `{ "account"?, "app"?, "reason"?, "by"?, "until"? }`; without an account the whole repository is meant. */
export function readPause(body: string, now: number): Reading<PauseOrder> {
  return reading(body, ["account", "app", "reason", "by", "until"], (fields) => ({
    scope: scopeIn(fields),
    ...(fields["reason"] === undefined ? {} : { reason: sentenceIn("reason", fields["reason"]) }),
    ...(fields["by"] === undefined ? {} : { by: sentenceIn("by", fields["by"]) }),
    ...(fields["until"] === undefined ? {} : { until: laterThan(now, timeIn("until", fields["until"])) }),
  }));
}

/** Reads `{ "account"?, "app"? }`: what is no longer paused. */
export function readResume(body: string): Reading<PauseScope> {
  return reading(body, ["account", "app"], scopeIn);
}

/** Reads the query of a question for events: `since`, `account`, `app`, `limit`. */
export function readFilter(query: URLSearchParams): Reading<HistoryFilter> {
  return caught(() => {
    const { since, account, app, limit } = Object.fromEntries(query);
    return {
      ...(since === undefined ? {} : { since: timeIn("since", since) }),
      ...(account === undefined ? {} : { account: nameIn("account", account) }),
      ...(app === undefined ? {} : { app: nameIn("app", app) }),
      limit: limitIn(limit),
    };
  });
}

const MOST_ACCOUNTS = 1000;
const MOST_EVENTS = 1000;
const USUAL_EVENTS = 100;
const LONGEST_SENTENCE = 300;

/** Thrown and caught in this file only. */
class Flaw extends Error {}

type Fields = Readonly<Record<string, unknown>>;

function reading<T>(body: string, known: readonly string[], read: (fields: Fields) => T): Reading<T> {
  return caught(() => read(fieldsOf(body, known)));
}

function caught<T>(read: () => T): Reading<T> {
  try {
    return { kind: "read", value: read() };
  } catch (error) {
    if (error instanceof Flaw) return { kind: "wrong", why: error.message };
    throw error;
  }
}

/** A field that is not known is refused: a slip in `account` must not pause the whole repository. */
function fieldsOf(body: string, known: readonly string[]): Fields {
  const value = body.trim() === "" ? {} : parsed(body);
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new Flaw(NO_OBJECT);
  const fields = Object.fromEntries(Object.entries(value));
  if (Object.keys(fields).every((name) => known.includes(name))) return fields;
  throw new Flaw(`the body may hold ${known.join(", ")}, and nothing else`);
}

const NO_OBJECT = "the body must be a JSON object";

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw new Flaw(NO_OBJECT);
  }
}

function scopeIn({ account, app }: Fields): PauseScope {
  if (account === undefined && app !== undefined) throw new Flaw("an app needs the account that it is in");
  if (account === undefined) return { kind: "repository" };
  if (app === undefined) return { kind: "account", account: nameIn("account", account) };
  return { kind: "app", account: nameIn("account", account), app: nameIn("app", app) };
}

function nameIn(field: string, value: unknown): string {
  if (typeof value === "string" && /^[a-z][a-z0-9-]{0,62}$/.test(value)) return value;
  throw new Flaw(`${field} must hold names: lower-case letters, digits and hyphens`);
}

function sentenceIn(field: string, value: unknown): string {
  const isSentence = typeof value === "string" && value.trim() !== "" && value.length <= LONGEST_SENTENCE;
  if (isSentence && !/\p{Cc}/u.test(value)) return value.trim();
  throw new Flaw(`${field} must be one line of at most ${LONGEST_SENTENCE} characters`);
}

function timeIn(field: string, value: unknown): number {
  const isTime = typeof value === "string" && TIME.test(value) && !Number.isNaN(Date.parse(value));
  if (isTime) return Date.parse(value);
  throw new Flaw(`${field} must be a time like 2026-01-31T18:00:00Z`);
}

const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2})$/;

function laterThan(now: number, until: number): number {
  if (until > now) return until;
  throw new Flaw("until must be a time to come");
}

function limitIn(limit: string | undefined): number {
  if (limit === undefined) return USUAL_EVENTS;
  const count = /^\d{1,6}$/.test(limit) ? Number(limit) : Number.NaN;
  if (count >= 1 && count <= MOST_EVENTS) return count;
  throw new Flaw(`limit must be a number from 1 to ${MOST_EVENTS}`);
}
