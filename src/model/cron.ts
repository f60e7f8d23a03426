import { Cron } from "croner";
import type { Schedule } from "./schedules.ts";

/**
 * Whether an expression of five fields is understood and comes at all: `0 0 31 4 *` never does. Letters stand for names
 * of months and weekdays only; the dialects differ in the rest.
 */
export function isCron(cron: string): boolean {
  return FIELDS.test(cron) && nextMatchOf({ cron, timezone: "UTC" }) !== undefined;
}

const NAME = "JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC|SUN|MON|TUE|WED|THU|FRI|SAT";
const FIELDS = new RegExp(`^(?:[-0-9*/,]|${NAME})+(?: (?:[-0-9*/,]|${NAME})+){4}$`, "i");

function nextMatchOf(schedule: Schedule): number | undefined {
  try {
    return nextMatch(schedule, 0);
  } catch {
    return undefined;
  }
}

/** Whether it is the IANA name of a time zone. */
export function isTimezone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}

/**
 * The first match after a time; milliseconds since the epoch. A time of day that a change of the clocks repeats comes
 * once, the first time; one that it skips comes as much later as the clocks were put on.
 *
 * @throws RangeError for what is no cron expression or no time zone.
 */
export function nextMatch(schedule: Schedule, after: number): number | undefined {
  const cron = compiled(schedule);
  let match = cron.nextRun(new Date(after));
  while (match !== null && match.getTime() <= after) match = cron.nextRun(match);
  return match?.getTime();
}

const known = new WeakMap<Schedule, Cron>();

/** Reading an expression costs more than asking it; the same schedule object is read once. */
function compiled(schedule: Schedule): Cron {
  const ready = known.get(schedule);
  if (ready !== undefined) return ready;
  const { cron, timezone } = schedule;
  if (!isTimezone(timezone)) throw new RangeError(`${timezone} is no time zone`);
  const fresh = read(cron, timezone);
  known.set(schedule, fresh);
  return fresh;
}

function read(cron: string, timezone: string): Cron {
  try {
    return new Cron(cron, { timezone, mode: "5-part", paused: true });
  } catch (cause) {
    throw new RangeError(`${cron} is no cron expression`, { cause });
  }
}
