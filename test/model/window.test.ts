import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { nextMatch } from "../../src/model/cron.ts";
import { closedBy, type ChangeWindow } from "../../src/model/window.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const BERLIN = "Europe/Berlin";

/** Weekdays from nine to five in Berlin. */
const office: ChangeWindow = { effect: "allow", cron: "0 9 * * 1-5", durationMs: 8 * HOUR, timezone: BERLIN };

/** The last days of the year. */
const freeze: ChangeWindow = {
  effect: "deny",
  cron: "0 0 20 12 *",
  durationMs: 14 * DAY,
  timezone: BERLIN,
  reason: "year-end freeze",
};

function closed(windows: readonly ChangeWindow[], time: string) {
  return closedBy(windows, Date.parse(time));
}

function until(windows: readonly ChangeWindow[], time: string): string | undefined {
  const end = closed(windows, time)?.until;
  return end === undefined ? undefined : new Date(end).toISOString().slice(0, 16);
}

describe("closedBy", () => {
  test("an account without windows is always open", () => {
    expect(closed([], "2026-12-25T12:00Z")).toBeUndefined();
  });

  test("inside an allow window it is open, its first moment included and its end not", () => {
    expect(closed([office], "2026-06-15T07:00Z")).toBeUndefined();
    expect(closed([office], "2026-06-15T14:59Z")).toBeUndefined();
    expect(closed([office], "2026-06-15T15:00Z")).toBeDefined();
  });

  test("outside it says which windows there are, and when the next one opens, in their time zone", () => {
    expect(closed([office], "2026-06-19T15:00Z")).toEqual({
      why: "outside its change windows (allow 0 9 * * 1-5, Europe/Berlin)",
      until: Date.parse("2026-06-22T07:00Z"),
      untilWords: "2026-06-22 09:00 Europe/Berlin",
    });
  });

  test("a deny window closes it, and its reason is told", () => {
    expect(closed([freeze], "2026-12-24T12:00Z")).toEqual({
      why: "closed for changes (deny 0 0 20 12 *, Europe/Berlin): year-end freeze",
      until: Date.parse("2027-01-02T23:00Z"),
      untilWords: "2027-01-03 00:00 Europe/Berlin",
    });
    expect(closed([freeze], "2026-12-19T12:00Z")).toBeUndefined();
  });

  test("deny beats allow, and it opens with the first allow window after the end of the denial", () => {
    expect(closed([office, freeze], "2026-12-22T10:00Z")?.why).toContain("year-end freeze");
    expect(until([office, freeze], "2026-12-22T10:00Z")).toBe("2027-01-04T08:00");
  });

  test("a window that begins before the clocks change lasts as long as it says", () => {
    const night: ChangeWindow = { ...office, cron: "0 1 * * *", durationMs: 4 * HOUR };
    expect(closed([night], "2026-10-25T02:59Z")).toBeUndefined();
    expect(closed([night], "2026-10-25T03:00Z")).toBeDefined();
  });

  test("denials that follow one another without a gap end with the last of them", () => {
    const first: ChangeWindow = { ...freeze, cron: "0 0 1 6 *", durationMs: 2 * DAY };
    const second: ChangeWindow = { ...freeze, cron: "0 0 2 6 *", durationMs: 3 * DAY };
    expect(until([first, second], "2026-06-01T12:00Z")).toBe("2026-06-04T22:00");
  });

  test("what never opens within a year has no end", () => {
    const always: ChangeWindow = { ...freeze, cron: "0 0 * * *", durationMs: DAY + HOUR };
    const leapDay: ChangeWindow = { ...office, cron: "0 0 29 2 *" };
    const ceaseless: ChangeWindow = { ...freeze, cron: "* * * * *", durationMs: 60_000, timezone: "UTC" };
    expect(closed([always], "2026-06-01T12:00Z")).toEqual({
      why: "closed for changes (deny 0 0 * * *, Europe/Berlin): year-end freeze",
    });
    expect(until([leapDay], "2026-06-01T12:00Z")).toBeUndefined();
    expect(until([ceaseless], "2026-06-01T12:00Z")).toBeUndefined();
  });
});

const windows = fc.record({
  effect: fc.constantFrom("allow", "deny"),
  cron: fc.constantFrom("0 9 * * 1-5", "30 2 * * *", "0 0 1 * *", "0 */6 * * *", "15 3-5 * 3,10 0"),
  durationMs: fc.integer({ min: 1, max: 72 * 60 }).map((minutes) => minutes * 60_000),
  timezone: fc.constantFrom("UTC", BERLIN, "America/New_York"),
});

const times = fc
  .integer({ min: Date.UTC(2026, 0) / 60_000, max: Date.UTC(2028, 0) / 60_000 })
  .map((minutes) => minutes * 60_000);

/** The last match in forty days, by going through all of them. */
function lastMatch(window: ChangeWindow, now: number): number {
  let last = Number.NEGATIVE_INFINITY;
  let match = nextMatch(window, now - 40 * DAY);
  while (match !== undefined && match <= now) {
    last = match;
    match = nextMatch(window, match);
  }
  return last;
}

describe("the laws of windows", () => {
  test("one allow window is open exactly while its last match is younger than its duration", () => {
    fc.assert(
      fc.property(windows, times, (window, now) => {
        const isOpen = lastMatch(window, now) + window.durationMs > now;
        expect(closedBy([{ ...window, effect: "allow" }], now) === undefined).toBe(isOpen);
        expect(closedBy([{ ...window, effect: "deny" }], now) === undefined).toBe(!isOpen);
      }),
      { numRuns: 25 },
    );
  });

  test("when it is told to open it is open, and a moment before it is not", () => {
    fc.assert(
      fc.property(fc.array(windows, { minLength: 1, maxLength: 3 }), times, (several, now) => {
        const end = closedBy(several, now)?.until;
        if (end === undefined) return;
        expect(closedBy(several, end)).toBeUndefined();
        expect(closedBy(several, end - 60_000)).toBeDefined();
      }),
      { numRuns: 25 },
    );
  });

  test("another deny window never opens anything", () => {
    fc.assert(
      fc.property(fc.array(windows, { maxLength: 2 }), windows, times, (several, more, now) => {
        if (closedBy(several, now) === undefined) return;
        expect(closedBy([...several, { ...more, effect: "deny" }], now)).toBeDefined();
      }),
      { numRuns: 25 },
    );
  });
});
