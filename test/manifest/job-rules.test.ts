import { describe, expect, test } from "@jest/globals";
import { problemsWith } from "./fixture.ts";

function job(fields: string): readonly string[] {
  return problemsWith({ "apps/web.yaml": `kind: Job\nimage: r/web\n${fields}\n` });
}

describe("a schedule", () => {
  test.each([
    ["rate(1 minutes)", "3:11 schedule is rate(1 minutes), which AWS does not read → write rate(1 minute)"],
    ["rate(5 hour)", "3:11 schedule is rate(5 hour), which AWS does not read → write rate(5 hours)"],
    [
      "cron(0 6 * * *)",
      "3:11 schedule has 5 fields, but AWS's cron has six, with one blank between them → write cron(minutes hours day-of-month month day-of-week year)",
    ],
    [
      "cron(0 6 * * * *)",
      "3:11 schedule has to have ? as its day of the month or as its day of the week, and not as both → write ? for the one that does not matter, as in cron(0 6 * * ? *)",
    ],
    [
      "cron(0 6 ? * ? *)",
      "3:11 schedule has to have ? as its day of the month or as its day of the week, and not as both → write ? for the one that does not matter, as in cron(0 6 * * ? *)",
    ],
    [
      "every day",
      '3:11 schedule is "every day", but has to be cron(minutes hours day-of-month month day-of-week year), rate(5 minutes) or at(2030-01-31T06:00:00) → write it like cron(0 6 * * ? *)',
    ],
  ])("%s is refused", (schedule, expected) => {
    expect(job(`schedule: ${schedule}`)).toEqual([`apps/web.yaml:${expected}`]);
  });

  test.each([
    "rate(1 day)",
    "rate(15 minutes)",
    "cron(0 6 * * ? *)",
    "cron(0/5 8-17 ? * MON-FRI 2030)",
    "at(2030-01-31T06:00:00)",
  ])("%s is fine", (schedule) => {
    expect(job(`schedule: ${schedule}`)).toEqual([]);
  });

  test("in a time zone that does not exist is refused", () => {
    expect(job("schedule: rate(1 day)\ntimeZone: Europe/Wien")).toEqual([
      "apps/web.yaml:4:11 timeZone is Europe/Wien, which is no time zone → write one such as UTC or Europe/Vienna",
    ]);
  });
});
