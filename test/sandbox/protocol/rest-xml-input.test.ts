import { describe, expect, test } from "@jest/globals";
import { parseXmlInput } from "../../../src/sandbox/protocol/rest-xml-input.ts";

describe("an XML request", () => {
  test("elements are found by name, in order, and their text is unescaped once", () => {
    const body = `<?xml version="1.0"?><R xmlns="urn:x"><A>&amp;lt; &#65;&#x42; " </A><L><I>1</I><I>2</I></L></R>`;
    const root = parseXmlInput(body, "R");
    expect(root.child("A")?.text).toBe('&lt; AB " ');
    expect(
      root
        .child("L")
        ?.children("I")
        .map(({ text }) => text),
    ).toEqual(["1", "2"]);
    expect(root.child("B")).toBeUndefined();
  });

  test("a section of character data is taken literally", () => {
    expect(parseXmlInput("<R><A><![CDATA[a &amp; <b>]]></A></R>", "R").child("A")?.text).toBe("a &amp; <b>");
  });

  test.each([
    ["nothing", ""],
    ["no XML", "Action=x"],
    ["elements that do not close", "<R><A></R>"],
    ["another root", "<S/>"],
    ["two roots", "<R/><R/>"],
    ["a document type", `<!DOCTYPE R [<!ENTITY a "b">]><R>&a;</R>`],
    ["an unknown entity", "<R>&a;</R>"],
    ["a character reference out of range", "<R>&#x110000;</R>"],
    ["endless nesting", `<R>${"<A>".repeat(1000)}${"</A>".repeat(1000)}</R>`],
  ])("%s is malformed", (_what, body) => {
    expect(() => parseXmlInput(body, "R")).toThrow(
      expect.objectContaining({ code: "MalformedXML", status: 400 }),
    );
  });

  test("an element that may be there once is refused twice", () => {
    const root = parseXmlInput("<R><A/><A/></R>", "R");
    expect(() => root.child("A")).toThrow("Element A is given more than once");
  });
});
