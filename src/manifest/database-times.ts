import type { DatabaseSpec } from "../model/repository.ts";
import type { Objection, SpecRule } from "./spec-rule.ts";
import { DAY, minuteOfDay, minuteOfWeek, overlap, spanBetween, WEEK, type Span } from "./utc-time.ts";

type Rule = SpecRule<DatabaseSpec>;

/** What RDS asks of the times at which it works on a database ("Working with backups", "Maintaining a DB instance"). */
export const DATABASE_TIMES: readonly Rule[] = [backupIsATime, maintenanceIsATime, timesDiffer];

const BACKUP = ["backup", "window"];
const MAINTENANCE = ["maintenance"];

/** Minutes. */
const SHORTEST = 30;

function backupIsATime({ backup: { window } }: DatabaseSpec): readonly Objection[] {
  if (window === undefined) return [];
  const objection = { path: BACKUP, remedy: "write it like 02:00-03:00, in UTC" };
  return objectToSpan(dailySpan(window), { name: "backup.window", said: window, ...objection });
}

function maintenanceIsATime({ maintenance }: DatabaseSpec): readonly Objection[] {
  if (maintenance === undefined) return [];
  const objection = { path: MAINTENANCE, remedy: "write it like sun:03:00-sun:04:00, in UTC" };
  return objectToSpan(weeklySpan(maintenance), { name: "maintenance", said: maintenance, ...objection });
}

interface Said extends Omit<Objection, "message"> {
  readonly name: string;
  readonly said: string;
}

function objectToSpan(span: Span | undefined, { name, said, ...at }: Said): readonly Objection[] {
  if (span === undefined) return [{ ...at, message: `${name} is ${said}, which no clock shows` }];
  if (span.minutes >= SHORTEST) return [];
  return [{ ...at, message: `${name} is ${said}, but AWS needs at least ${SHORTEST} minutes` }];
}

/** A backup is made every day, so it is the day of maintenance on which the two meet. */
function timesDiffer({ backup, maintenance }: DatabaseSpec): readonly Objection[] {
  const daily = backup.window === undefined ? undefined : dailySpan(backup.window);
  const weekly = maintenance === undefined ? undefined : weeklySpan(maintenance);
  if (daily === undefined || weekly === undefined) return [];
  const days = Array.from({ length: WEEK / DAY }, (_, day) => ({ ...daily, start: day * DAY + daily.start }));
  if (!days.some((day) => overlap(day, weekly))) return [];
  const message = `backups are made at ${backup.window ?? ""}, which is within maintenance (${maintenance ?? ""})`;
  return [{ path: BACKUP, message, remedy: "move one of the two" }];
}

function dailySpan(window: string): Span | undefined {
  const [start, end] = window.split("-").map(minuteOfDay);
  return start === undefined || end === undefined ? undefined : spanBetween(start, end, DAY);
}

function weeklySpan(window: string): Span | undefined {
  const [start, end] = window.split("-").map(minuteOfWeek);
  return start === undefined || end === undefined ? undefined : spanBetween(start, end, WEEK);
}
