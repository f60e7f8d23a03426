import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { cutCidr } from "../../../src/sandbox/template/cidr.ts";

test.each([
  [
    "192.168.0.0/24",
    6,
    5,
    [
      "192.168.0.0/27",
      "192.168.0.32/27",
      "192.168.0.64/27",
      "192.168.0.96/27",
      "192.168.0.128/27",
      "192.168.0.160/27",
    ],
  ],
  ["10.1.2.3/16", 1, 8, ["10.1.0.0/24"]],
  ["2001:db8:1200::/56", 2, 64, ["2001:db8:1200::/64", "2001:db8:1200:1::/64"]],
  ["2600::/32", 1, 64, ["2600::/64"]],
])("%s cut into %d blocks of %d bits", (block, count, bits, expected) => {
  expect(cutCidr(block, count, bits)).toEqual(expected);
});

test.each([
  ["10.0.0.0", 1, 8],
  ["300.0.0.0/8", 1, 8],
  ["10.0.0.0/33", 1, 8],
  ["10.0.0.0/8", 0, 8],
  ["10.0.0.0/8", 257, 8],
  ["10.0.0.0/8", 1, 33],
  ["10.0.0.0/30", 2, 2],
])("%s with count %d and %d bits is refused", (block, count, bits) => {
  expect(() => cutCidr(block, count, bits)).toThrow("Template error: Fn::Cidr");
});

test("blocks are as many as asked for, different, and inside the whole", () => {
  const wanted = fc.record({
    prefix: fc.integer({ min: 8, max: 23 }),
    extra: fc.integer({ min: 0, max: 8 }),
  });
  fc.assert(
    fc.property(wanted, ({ prefix, extra }) => {
      const bits = 32 - prefix - extra;
      const blocks = cutCidr(`10.0.0.0/${prefix}`, 2 ** extra, bits);
      expect(new Set(blocks).size).toBe(2 ** extra);
      const number = (block: string) =>
        block
          .split("/")[0]!
          .split(".")
          .reduce((all, part) => all * 256 + Number(part), 0);
      expect(number(blocks.at(-1)!) - number("10.0.0.0/8")).toBe(2 ** (32 - prefix) - 2 ** bits);
    }),
  );
});
