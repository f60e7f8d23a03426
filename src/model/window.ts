import { nextMatch } from "./cron.ts";

/** When an account may be changed, or may not: from every match of a cron expression on, for a while. */
export interface ChangeWindow {
  /** Any `deny` that is open forbids; where there are `allow` windows, one of them has to be open. */
  readonly effect: "allow" | "deny";
  /** Five fields. */
  readonly cron: string;
  readonly durationMs: number;
  /** IANA name. */
  readonly timezone: string;
  /** Why it is there, as a person wrote it. */
  readonly reason?: string;
}

/** Why an account may not be changed now. */
export interface Closed {
  /** Completes `production is …`, without a full stop. */
  readonly why: string;
  /** The first moment at which it may be changed; absent when there is none within a year. */
  readonly until?: number;
  /** That moment for a person, in the time zone of the window. */
  readonly untilWords?: string;
}

/** What closes an account at a time; nothing without windows. */
export function closedBy(windows: readonly ChangeWindow[], now: number): Closed | undefined {
  const closing = closingAt(windows, now);
  if (closing === undefined) return undefined;
  const until = nextOpening(windows, now);
  const why = describe(closing);
  return until === undefined ? { why } : { why, until, untilWords: timeWords(until, closing.timezone) };
}

/** The window that denies, or else one of those that do not allow. */
function closingAt(windows: readonly ChangeWindow[], now: number): ChangeWindow | undefined {
  const denying = windows.find((window) => window.effect === "deny" && isInside(window, now));
  if (denying !== undefined) return denying;
  const allowing = windows.filter(({ effect }) => effect === "allow");
  return allowing.some((window) => isInside(window, now)) ? undefined : allowing[0];
}

/** Whether a match is so short ago that the window is still open. */
function isInside(window: ChangeWindow, now: number): boolean {
  return coveringMatch(window, now) !== undefined;
}

function coveringMatch(window: ChangeWindow, now: number): number | undefined {
  const match = nextMatch(window, now - window.durationMs);
  return match !== undefined && match <= now ? match : undefined;
}

const YEAR_MS = 366 * 24 * 60 * 60 * 1000;

/** Windows that follow one another without a gap are not followed further than this: they never end. */
const MOST_STEPS = 100;

function nextOpening(windows: readonly ChangeWindow[], now: number): number | undefined {
  let at = now;
  for (let step = 0; step < MOST_STEPS && at <= now + YEAR_MS; step += 1) {
    const closing = closingAt(windows, at);
    if (closing === undefined) return at;
    const next = closing.effect === "deny" ? endOf(closing, at) : nextAllowed(windows, at);
    if (next === undefined) return undefined;
    at = next;
  }
  return undefined;
}

/** When the match ends that denies; the next one may go on where it ended. */
function endOf(window: ChangeWindow, at: number): number {
  return (coveringMatch(window, at) ?? at) + window.durationMs;
}

function nextAllowed(windows: readonly ChangeWindow[], at: number): number | undefined {
  const matches = windows.flatMap((window) =>
    window.effect === "allow" ? (nextMatch(window, at) ?? []) : [],
  );
  return matches.length === 0 ? undefined : Math.min(...matches);
}

function describe({ effect, cron, timezone, reason }: ChangeWindow): string {
  const because = reason === undefined ? "" : `: ${reason}`;
  return effect === "deny"
    ? `closed for changes (deny ${cron}, ${timezone})${because}`
    : `outside its change windows (allow ${cron}, ${timezone})${because}`;
}

function timeWords(time: number, timezone: string): string {
  const words = new Intl.DateTimeFormat("sv-SE", {
    dateStyle: "short",
    timeStyle: "short",
    timeZone: timezone,
  });
  return `${words.format(time)} ${timezone}`;
}
