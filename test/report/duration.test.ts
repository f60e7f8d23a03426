import { expect, test } from "@jest/globals";
import { formatDuration, formatTime } from "../../src/report/duration.ts";

test.each([
  [0, "0s"],
  [-5, "0s"],
  [4_999, "4s"],
  [192_000, "3m 12s"],
  [180_000, "3m"],
  [3_600_000 + 59_000, "1h"],
  [2 * 86_400_000 + 5 * 3_600_000 + 1_000, "2d 5h"],
])("%d ms are %s", (ms, text) => {
  expect(formatDuration(ms)).toBe(text);
});

test("a time is told to the second, in UTC", () => {
  expect(formatTime(Date.UTC(2026, 10, 23, 15, 4, 5, 678))).toBe("2026-11-23 15:04:05Z");
});
