import type { AgentEvent, AgentEventKind } from "../model/agent-event.ts";
import { counted } from "./counted.ts";
import { formatTime } from "./duration.ts";
import { palette, type Paint, type Tone } from "./palette.ts";
import { oneLine } from "./untrusted.ts";

/** How events are shown. */
export interface EventLinesOptions {
  readonly colour: boolean;
  /** There are older events that were not read. */
  readonly isCut: boolean;
}

/** Events for people, the newest last, and what is still wrong. Takes them newest first. */
export function eventLines(events: readonly AgentEvent[], { colour, isCut }: EventLinesOptions): string {
  const paint = palette(colour);
  if (events.length === 0) return "Nothing happened that is known here.\n";
  const cut = isCut
    ? [paint("quiet", "(older events are left out: --since, --account and --app narrow it)")]
    : [];
  const told = events.toReversed().flatMap((event) => linesOf(event, paint));
  return `${[...cut, ...told, "", sumOf(events, paint)].join("\n")}\n`;
}

const tones: Readonly<Record<AgentEventKind, Tone>> = {
  applied: "good",
  failed: "danger",
  held: "danger",
  drifted: "update",
  healed: "good",
  pruned: "delete",
  recovered: "good",
};

function linesOf(event: AgentEvent, paint: Paint): readonly string[] {
  const version = event.version === undefined ? "" : ` ${oneLine(event.version, 128)}`;
  const head = [
    paint("quiet", formatTime(event.at)),
    paint(tones[event.kind], event.kind.padEnd("recovered".length)),
    `${paint("strong", subjectOf(event))}${version}: ${oneLine(event.message)}`,
  ].join("  ");
  const commit = event.revision === undefined ? [] : [`    ${paint("quiet", commitOf(event.revision))}`];
  const remedy = event.remedy === undefined ? [] : [`    ${paint("wait", "→")} ${oneLine(event.remedy)}`];
  return [head, ...commit, ...remedy];
}

function subjectOf({ account, app }: AgentEvent): string {
  return app === undefined ? oneLine(account, 100) : `${oneLine(account, 100)}/${oneLine(app, 200)}`;
}

/** Digits of a commit id that people read. */
const SHORT_COMMIT = 12;

function commitOf({ commit, author, subject, isDirty }: NonNullable<AgentEvent["revision"]>): string {
  const about = subject === "" ? "" : `: ${oneLine(subject, 120)}`;
  const dirty = isDirty ? ", with uncommitted changes" : "";
  return `commit ${oneLine(commit.slice(0, SHORT_COMMIT))} by ${oneLine(author, 100)}${about}${dirty}`;
}

const TROUBLES: ReadonlySet<AgentEventKind> = new Set(["failed", "held", "drifted"]);

/** How much happened, and of what the last thing heard is trouble. */
function sumOf(events: readonly AgentEvent[], paint: Paint): string {
  const last = new Map<string, AgentEvent>();
  for (const event of events) {
    const subject = subjectOf(event);
    if (!last.has(subject)) last.set(subject, event);
  }
  const troubled = [...last.values()].filter(({ kind }) => TROUBLES.has(kind));
  const sum = `${counted(events.length, "event")} in ${counted(new Set(events.map(({ account }) => account)).size, "account")}.`;
  if (troubled.length === 0) return paint("strong", sum);
  const names = troubled.slice(0, MAX_NAMES).map((event) => `${subjectOf(event)} ${event.kind}`);
  const more = troubled.length > MAX_NAMES ? `, and ${troubled.length - MAX_NAMES} more` : "";
  return `${paint("strong", sum)} ${paint("danger", `Last heard: ${names.join(", ")}${more}.`)} moor status tells what is next.`;
}

const MAX_NAMES = 10;
