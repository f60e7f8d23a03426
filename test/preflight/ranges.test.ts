import fc from "fast-check";
import { expect, test } from "@jest/globals";
import { contains, overlap, rangeOf } from "../../src/preflight/ranges.ts";

const cidr = fc
  .tuple(fc.ipV4(), fc.integer({ min: 0, max: 32 }))
  .map(([address, bits]) => `${address}/${bits}`);

test("a range is as wide as its prefix says, and begins at a multiple of its width", () => {
  expect(rangeOf("10.0.3.7/24")).toEqual({ first: 0x0a000300, last: 0x0a0003ff });
  expect(rangeOf("0.0.0.0/0")).toEqual({ first: 0, last: 0xffffffff });
});

test.each(["10.0.0.0", "10.0.0.256/16", "10.0.0.0/33", "fd00::/8", ""])("%p is no range", (text) => {
  expect(rangeOf(text)).toBeUndefined();
});

test("overlapping goes both ways, and two ranges overlap exactly when one contains the other", () => {
  fc.assert(
    fc.property(cidr, cidr, (one, other) => {
      expect(overlap(one, other)).toBe(overlap(other, one));
      expect(overlap(one, other)).toBe(contains(one, other) || contains(other, one));
    }),
  );
});
