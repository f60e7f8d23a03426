import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { overlap, WEEK } from "../../src/manifest/utc-time.ts";
import { problemsWith } from "./fixture.ts";

function times(backup: string, maintenance?: string): readonly string[] {
  const fields = maintenance === undefined ? "" : `maintenance: ${maintenance}\n`;
  return problemsWith({
    "apps/web.yaml": `kind: Database\nengine: postgres\nengineVersion: "17"\nbackup: { window: ${backup} }\n${fields}`,
    "accounts/dev/apps.yaml": "web: {}\n",
  });
}

describe("the times at which AWS works on a database", () => {
  test.each([
    [
      "25:00-26:00",
      undefined,
      "4:19 backup.window is 25:00-26:00, which no clock shows → write it like 02:00-03:00, in UTC",
    ],
    [
      "02:00-02:20",
      undefined,
      "4:19 backup.window is 02:00-02:20, but AWS needs at least 30 minutes → write it like 02:00-03:00, in UTC",
    ],
    [
      "01:00-02:00",
      "sun:03:00-sun:03:10",
      "5:14 maintenance is sun:03:00-sun:03:10, but AWS needs at least 30 minutes → write it like sun:03:00-sun:04:00, in UTC",
    ],
    [
      "03:30-04:30",
      "sun:03:00-sun:04:00",
      "4:19 backups are made at 03:30-04:30, which is within maintenance (sun:03:00-sun:04:00) → move one of the two",
    ],
    [
      "23:30-00:30",
      "mon:00:00-mon:01:00",
      "4:19 backups are made at 23:30-00:30, which is within maintenance (mon:00:00-mon:01:00) → move one of the two",
    ],
  ])("%s, %s are refused", (backup, maintenance, expected) => {
    expect(times(backup, maintenance)).toEqual([`apps/web.yaml:${expected}`]);
  });

  test.each([
    ["02:00-03:00", "sun:03:00-sun:04:00"],
    ["23:30-00:30", "sun:00:30-sun:01:30"],
    ["02:00-03:00", "sun:23:30-mon:00:30"],
    ["02:00-03:00", undefined],
  ])("%s, %s are fine", (backup, maintenance) => {
    expect(times(backup, maintenance)).toEqual([]);
  });
});

test("two spans overlap exactly when some minute is in both", () => {
  const span = fc.record({ start: fc.nat(WEEK - 1), minutes: fc.integer({ min: 1, max: 2000 }) });
  fc.assert(
    fc.property(span, span, (one, other) => {
      const minutes = (of: typeof one): readonly number[] =>
        Array.from({ length: of.minutes }, (_, index) => (of.start + index) % WEEK);
      const inOne = new Set(minutes(one));
      expect(overlap(one, other)).toBe(minutes(other).some((minute) => inOne.has(minute)));
    }),
  );
});
