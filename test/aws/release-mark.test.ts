import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { formatMark, parseMark } from "../../src/aws/release-mark.ts";
import type { ReleaseMark } from "../../src/model/release.ts";

const task = "arn:aws:ecs:eu-west-1:111111111111:task/acme/0123456789abcdef0123456789abcdef";

describe("the note of a release", () => {
  test.each<[ReleaseMark, string]>([
    [{ kind: "succeeded", attempt: 1 }, "succeeded 1"],
    [{ kind: "asked", attempt: 12 }, "asked 12"],
    [
      { kind: "failed", attempt: 2, task, why: "exit code 137 (killed); and more" },
      "failed 2 0123456789abcdef0123456789abcdef exit code 137 killed - and more",
    ],
  ])("is written for people: %#", (mark, text) => {
    expect(formatMark(mark)).toBe(text);
  });

  test("tells the same when it is read back, in what AWS lets a tag say", () => {
    const marks = fc.record({
      attempt: fc.integer({ min: 1, max: 999_999 }),
      why: fc.string({ unit: "binary" }),
    });
    fc.assert(
      fc.property(marks, ({ attempt, why }) => {
        const text = formatMark({ kind: "failed", attempt, task, why });
        expect(text.length).toBeLessThanOrEqual(256);
        expect(text).toMatch(/^[\p{L}\p{N} _.:/=+@-]*$/u);
        expect(parseMark(text)).toMatchObject({ kind: "failed", attempt });
      }),
    );
  });

  test.each([undefined, "", "succeeded", "succeeded 0", "failed 1", "done 1", "succeeded 1\n"])(
    "that nobody of us wrote is none: %j",
    (text) => {
      expect(parseMark(text)).toBeUndefined();
    },
  );
});
