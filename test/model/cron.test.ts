import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { isCron, isTimezone, nextMatch } from "../../src/model/cron.ts";

const MINUTE = 60_000;
const BERLIN = "Europe/Berlin";

function at(text: string): number {
  return Date.parse(text);
}

function shown(time: number | undefined): string | undefined {
  return time === undefined ? undefined : new Date(time).toISOString().slice(0, 16);
}

describe("isCron", () => {
  test.each([
    ["every minute", "* * * * *"],
    ["steps, ranges and lists", "*/5 8-18/2 1,15 * *"],
    ["names of months and weekdays", "0 9 * jan-mar MON-FRI"],
    ["the seventh day of the week", "0 0 * * 7"],
    ["a day of leap years", "0 0 29 2 *"],
  ])("%s is one", (_name, cron) => {
    expect(isCron(cron)).toBe(true);
  });

  test.each([
    ["a minute that no hour has", "60 * * * *"],
    ["a day that never comes", "0 0 31 4 *"],
    ["four fields", "* * * *"],
    ["six fields", "0 9 * * 1-5 2026"],
    ["a nickname", "@daily"],
    ["a range that runs backwards", "0 18-9 * * *"],
    ["the dialect of one library", "0 0 L * *"],
    ["words", "every day at nine o'clock"],
    ["two spaces", "0  9 * * *"],
    ["nothing", ""],
  ])("%s is none", (_name, cron) => {
    expect(isCron(cron)).toBe(false);
  });
});

describe("isTimezone", () => {
  test.each(["UTC", BERLIN, "America/New_York", "Australia/Lord_Howe"])("%s is one", (name) => {
    expect(isTimezone(name)).toBe(true);
  });

  test.each(["Europe/Atlantis", "+02:00", "", "Berlin time"])("%j is none", (name) => {
    expect(isTimezone(name)).toBe(false);
  });
});

describe("nextMatch", () => {
  test.each([
    ["strictly after", "0 9 * * *", "2026-06-01T07:00Z", "2026-06-02T07:00"],
    ["in summer", "0 9 * * 1-5", "2026-06-05T12:00Z", "2026-06-08T07:00"],
    ["in winter", "0 9 * * 1-5", "2026-12-04T12:00Z", "2026-12-07T08:00"],
    ["at an hour that the clocks skip", "30 2 * * *", "2026-03-28T12:00Z", "2026-03-29T01:30"],
    ["at an hour that the clocks repeat", "30 2 * * *", "2026-10-24T12:00Z", "2026-10-25T00:30"],
    ["during the repetition", "30 2 * * *", "2026-10-25T01:10Z", "2026-10-26T01:30"],
    ["at the end of the repetition", "0 * * * *", "2026-10-25T01:10Z", "2026-10-25T02:00"],
  ])("%s", (_name, cron, after, expected) => {
    expect(shown(nextMatch({ cron, timezone: BERLIN }, at(after)))).toBe(expected);
  });

  test.each([
    [{ cron: "0 9 * *", timezone: "UTC" }, "0 9 * * is no cron expression"],
    [{ cron: "0 9 * * *", timezone: "Mars/Olympus" }, "Mars/Olympus is no time zone"],
  ])("what cannot be read is a RangeError: %j", (schedule, message) => {
    expect(() => nextMatch(schedule, 0)).toThrow(message);
  });
});

/** Fields as people write them; every expression of them comes at least once in four years. */
const crons = fc
  .tuple(
    fc.constantFrom("*", "0", "59", "*/7", "10-20"),
    fc.constantFrom("*", "2", "3", "23", "*/6", "9-17"),
    fc.constantFrom("*", "1", "28", "29"),
    fc.constantFrom("*", "2", "9", "10-12"),
    fc.constantFrom("*", "0", "1-5"),
  )
  .map((fields) => fields.join(" "));

const schedules = fc.record({
  cron: crons,
  timezone: fc.constantFrom("UTC", BERLIN, "America/New_York", "Australia/Lord_Howe"),
});

/** Any minute of some years, and many around changes of the clocks. */
const times = fc.oneof(
  fc.integer({ min: at("2024-01-01T00:00Z") / MINUTE, max: at("2029-01-01T00:00Z") / MINUTE }),
  fc
    .tuple(
      fc.constantFrom("2026-10-25T01:00Z", "2026-03-29T01:00Z", "2026-11-01T06:00Z", "2026-04-04T15:00Z"),
      fc.integer({ min: -200, max: 200 }),
    )
    .map(([change, minutes]) => at(change) / MINUTE + minutes),
);

describe("the laws of matches", () => {
  test("the next match comes after, and until then it stays the next one", () => {
    const share = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
    fc.assert(
      fc.property(schedules, times, share, (schedule, minutes, part) => {
        const now = minutes * MINUTE;
        const next = nextMatch(schedule, now) ?? Number.NaN;
        expect(next).toBeGreaterThan(now);
        expect(next % MINUTE).toBe(0);
        expect(nextMatch(schedule, now + Math.floor((next - now) * part))).toBe(next);
      }),
    );
  });

  test("in UTC nothing between now and the next match fits the fields of hour and minute", () => {
    const hourly = fc.record({
      minute: fc.integer({ min: 0, max: 59 }),
      hour: fc.integer({ min: 0, max: 23 }),
    });
    fc.assert(
      fc.property(hourly, times, ({ minute, hour }, minutes) => {
        const next = nextMatch({ cron: `${minute} ${hour} * * *`, timezone: "UTC" }, minutes * MINUTE);
        let expected = minutes + 1;
        while (expected % 60 !== minute || Math.floor(expected / 60) % 24 !== hour) expected += 1;
        expect(next).toBe(expected * MINUTE);
      }),
    );
  });
});
