import type { JobSpec } from "../model/repository.ts";
import type { SpecRule } from "./spec-rule.ts";

type Rule = SpecRule<JobSpec>;

/** What holds for scheduled apps, in EventBridge Scheduler's language ("Schedule types in EventBridge Scheduler"). */
export const JOB_RULES: readonly Rule[] = [rateHasRightUnit, cronHasSixFields, timeZoneIsKnown];

function rateHasRightUnit({ schedule }: JobSpec): ReturnType<Rule> {
  const [, count, unit = "", plural] = /^rate\((\d+) (minute|hour|day)(s?)\)$/.exec(schedule) ?? [];
  if (count === undefined || (count === "1") === (plural === "")) return [];
  const right = `rate(${count} ${unit}${count === "1" ? "" : "s"})`;
  return [
    {
      path: ["schedule"],
      message: `schedule is ${schedule}, which AWS does not read`,
      remedy: `write ${right}`,
    },
  ];
}

function cronHasSixFields({ schedule }: JobSpec): ReturnType<Rule> {
  const [, inside] = /^cron\((.*)\)$/.exec(schedule) ?? [];
  if (inside === undefined) return [];
  const fields = inside.split(" ");
  const [, , dayOfMonth = "", , dayOfWeek = ""] = fields;
  const path = ["schedule"];
  if (fields.length !== 6 || fields.includes("")) {
    const message = `schedule has ${fields.length} fields, but AWS's cron has six, with one blank between them`;
    return [{ path, message, remedy: "write cron(minutes hours day-of-month month day-of-week year)" }];
  }
  if ((dayOfMonth === "?") !== (dayOfWeek === "?")) return [];
  const message = "schedule has to have ? as its day of the month or as its day of the week, and not as both";
  return [{ path, message, remedy: "write ? for the one that does not matter, as in cron(0 6 * * ? *)" }];
}

function timeZoneIsKnown({ timeZone }: JobSpec): ReturnType<Rule> {
  if (isTimeZone(timeZone)) return [];
  const message = `timeZone is ${timeZone}, which is no time zone`;
  return [{ path: ["timeZone"], message, remedy: "write one such as UTC or Europe/Vienna" }];
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
