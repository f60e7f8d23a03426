import type { AgentEvent, AgentEventKind } from "./agent-event.ts";
import type { Revision } from "./report.ts";

/** An event as it is written for programs; see `schema/event.schema.json`. */
export interface EventDocument extends Omit<AgentEvent, "at"> {
  /** ISO 8601, UTC. */
  readonly at: string;
}

/** Raised when a reader of event documents would have to change; additions do not count. */
export const EVENT_VERSION = 1;

/** The kinds of events, the urgent ones first. */
export const eventKinds: readonly AgentEventKind[] = [
  "failed",
  "held",
  "drifted",
  "applied",
  "healed",
  "recovered",
  "pruned",
];

/** Longest text of an event that is written, in UTF-16 units; CloudFormation's reasons are shorter. */
const MAX_TEXT = 4000;

/** An event for programs. Texts are bounded. */
export function eventDocument(event: AgentEvent): EventDocument {
  const { at, message, remedy } = event;
  return {
    ...event,
    at: new Date(at).toISOString(),
    message: message.slice(0, MAX_TEXT),
    ...(remedy === undefined ? {} : { remedy: remedy.slice(0, MAX_TEXT) }),
  };
}

/** Reads an event document back; `undefined` for anything else. What the schema does not know is left out. */
export function readEventDocument(document: unknown): AgentEvent | undefined {
  if (!isRecord(document)) return undefined;
  const { id, at, repository, account, message } = document;
  const kind = eventKinds.find((known) => known === document["kind"]);
  const time = typeof at === "string" ? Date.parse(at) : Number.NaN;
  if (kind === undefined || Number.isNaN(time)) return undefined;
  if (!isText(id) || !isText(repository) || !isText(account) || !isText(message)) return undefined;
  const revision = readRevision(document["revision"]);
  return {
    id,
    kind,
    at: time,
    repository,
    account,
    ...textsOf(document, ["app", "stack", "version"]),
    ...(revision === undefined ? {} : { revision }),
    message,
    ...textsOf(document, ["remedy"]),
  };
}

function readRevision(value: unknown): Revision | undefined {
  if (!isRecord(value)) return undefined;
  const { commit, author, subject, isDirty } = value;
  if (!isText(commit) || !isText(author) || !isText(subject)) return undefined;
  return { commit, author, subject, isDirty: isDirty === true };
}

type OptionalText = "app" | "stack" | "version" | "remedy";

function textsOf(
  record: Readonly<Record<string, unknown>>,
  names: readonly OptionalText[],
): Partial<Record<OptionalText, string>> {
  const present = names.filter((name) => isText(record[name]));
  return Object.fromEntries(present.map((name) => [name, String(record[name])]));
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
