import { expect, test } from "@jest/globals";
import { seenDeliveries } from "../../src/http/seen-deliveries.ts";

const limits = { keepMs: 1000, count: 3 };

test("a mark that was seen is a repeat, also beside a new one", () => {
  const seen = seenDeliveries(() => 0, limits);
  expect([["a", "b"], ["c", "b"], ["c"]].map((marks) => seen.isRepeated(marks))).toEqual([false, true, true]);
});

test("a mark is forgotten after its time", () => {
  let now = 0;
  const seen = seenDeliveries(() => now, limits);
  seen.isRepeated(["a"]);
  now = 1000;
  expect(seen.isRepeated(["a"])).toBe(true);
  now = 1001;
  expect(seen.isRepeated(["a"])).toBe(false);
});

test("no more marks are kept than there may be: the oldest go first", () => {
  const seen = seenDeliveries(() => 0, limits);
  for (const mark of ["a", "b", "c", "d"]) seen.isRepeated([mark]);
  expect(seen.isRepeated(["d"])).toBe(true);
  expect(seen.isRepeated(["a"])).toBe(false);
});
