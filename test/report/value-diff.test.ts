import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { diffValue } from "../../src/report/value-diff.ts";

const policy = (actions: readonly string[]): string =>
  JSON.stringify({
    Statement: [{ Resource: "arn:aws:s3:::acme-assets/*", Effect: "Allow", Action: actions }],
  });

describe("the difference of two values", () => {
  test("short ones stand on one line", () => {
    expect(diffValue("2", "3")).toEqual({ kind: "short", before: "2", after: "3" });
    expect(diffValue(undefined, "x")).toEqual({ kind: "short", before: undefined, after: "x" });
  });

  test("JSON with its keys in another order and nothing else shows the same on both sides", () => {
    expect(diffValue('{"b":1,"a":[1]}', '{"a":[1],"b":1}')).toEqual({
      kind: "short",
      before: '{"a":[1],"b":1}',
      after: '{"a":[1],"b":1}',
    });
  });

  test("a policy shows the action that was added, with a line around it", () => {
    const diff = diffValue(policy(["s3:GetObject"]), policy(["s3:GetObject", "s3:PutObject"]));
    expect(diff.kind === "lines" && diff.lines.map(({ kind, text }) => `${kind} ${text.trim()}`)).toEqual([
      "gap …",
      'same "Action": [',
      'removed "s3:GetObject"',
      'added "s3:GetObject",',
      'added "s3:PutObject"',
      "same ],",
      "gap …",
    ]);
  });

  test("what only looks like JSON is text", () => {
    expect(diffValue("{broken", "[x")).toEqual({ kind: "short", before: "{broken", after: "[x" });
  });

  test("two long texts without a line in common end soon", () => {
    const text = (letter: string) => Array.from({ length: 3000 }, (_, i) => `${letter}${i}`).join("\n");
    const diff = diffValue(text("a"), text("b"));
    expect(diff.kind === "lines" && diff.lines.length).toBe(6000);
  });

  test("law: the lines without the added ones are the old text, without the removed ones the new", () => {
    const lines = fc.array(fc.constantFrom("a", "b", "c", "d"), { minLength: 2, maxLength: 3 });
    fc.assert(
      fc.property(lines, lines, (before, after) => {
        const diff = diffValue(before.join("\n"), after.join("\n"));
        if (diff.kind === "short" || diff.lines.some((line) => line.kind === "gap")) return;
        const side = (gone: string) =>
          diff.lines.filter((line) => line.kind !== gone).map((line) => line.text);
        expect(side("added")).toEqual(before);
        expect(side("removed")).toEqual(after);
      }),
    );
  });
});
