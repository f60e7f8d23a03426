import type { CacheSpec } from "../model/repository.ts";
import type { Objection, SpecRule } from "./spec-rule.ts";
import { minuteOfDay } from "./utc-time.ts";

/** What holds for caches. */
export const CACHE_RULES: readonly SpecRule<CacheSpec>[] = [timeIsATime, timeIsOfSomething];

const PATH = ["snapshotTime"];

function timeIsATime({ snapshotTime }: CacheSpec): readonly Objection[] {
  if (snapshotTime === undefined || minuteOfDay(snapshotTime) !== undefined) return [];
  const message = `snapshotTime is ${snapshotTime}, which no clock shows`;
  return [{ path: PATH, message, remedy: "write it like 03:00, in UTC" }];
}

function timeIsOfSomething({ snapshotTime, snapshotDays }: CacheSpec): readonly Objection[] {
  if (snapshotTime === undefined || snapshotDays > 0) return [];
  const message = "snapshotTime says when a snapshot is made, and snapshotDays is 0: none is made";
  return [{ path: PATH, message, remedy: "add snapshotDays, such as 7, or leave snapshotTime out" }];
}
