import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { markdownCode, markdownFence, markdownProse } from "../../src/report/markdown-escape.ts";
import { harmlessJson, oneLine, severalLines } from "../../src/report/untrusted.ts";

describe("text from outside", () => {
  test.each([
    ["an escape sequence", "\u001b[31mred", "\\u{1b}[31mred"],
    ["a line break", "a\nb\r\nc\td", "a\\nb\\r\\nc\\td"],
    ["a C1 control", "\u009b2J", "\\u{9b}2J"],
    ["a bidirectional override", "a\u202eb", "a\\u{202e}b"],
    ["an invisible blank", "a\u200bb\ufeff", "a\\u{200b}b\\u{feff}"],
    ["a line separator", "a\u2028b", "a\\u{2028}b"],
    ["half of a character", "a\ud800b", "a\\u{d800}b"],
    ["ordinary letters of any script", "Grüße, 你好 👍", "Grüße, 你好 👍"],
  ])("%s is shown, not acted on", (_title, text, shown) => {
    expect(oneLine(text)).toBe(shown);
  });

  test("a long one is cut, and how much is missing is said", () => {
    expect(oneLine("x".repeat(30), 10)).toBe(`${"x".repeat(10)}… (20 more characters)`);
  });

  test("law: whatever it is, one line is one line without anything unseen, several lines have only line breaks and tabs", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(oneLine(text)).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
        expect(severalLines(text).replace(/[\n\t]/g, "")).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
        expect(JSON.parse(harmlessJson(text))).toBe(text);
      }),
    );
  });
});

describe("text from outside in Markdown", () => {
  const text = fc.string({ unit: fc.constantFrom("`", "|", "\n", "<", "@", "a", "*", "\\", " ") });

  test("law: code ends where its text ends", () => {
    fc.assert(
      fc.property(text, (value) => {
        const [, delimiter = "", inside = ""] = /^(`+)([^]*?)\1$/.exec(markdownCode(value)) ?? [];
        expect(inside).not.toContain(delimiter);
        expect(markdownCode(value)).not.toMatch(/\n|(?<!\\)\|/);
      }),
    );
  });

  test("law: a fence ends where its lines end", () => {
    fc.assert(
      fc.property(fc.array(text), (lines) => {
        const [first = "", ...rest] = markdownFence("text", lines).split("\n");
        const fence = first.replace("text", "");
        expect(rest.findIndex((line) => line.startsWith(fence))).toBe(rest.length - 1);
      }),
    );
  });

  test.each([
    ["@acme/team", "@\u200bacme/team"],
    ["fixes #12", "fixes #\u200b12"],
    ["<b>&amp;", "&lt;b&gt;&amp;amp;"],
    ["https://e.vil/x_y_z", "https:\u200b//e.vil/x\\_y\\_z"],
    ["- item", "\\- item"],
    ["12. item", "12\\. item"],
    ["2.7.1", "2.7.1"],
    ["www.e.vil", "www\u200b.e.vil"],
  ])("%s is prose and nothing else", (value, prose) => {
    expect(markdownProse(value).replaceAll("\\#", "#")).toBe(prose);
  });
});
