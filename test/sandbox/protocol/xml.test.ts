import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { XMLParser } from "fast-xml-parser";
import { element, escapeXml, xmlDocument } from "../../../src/sandbox/protocol/xml.ts";

describe("values as XML", () => {
  test.each([
    ["text", "a", "<X>a</X>"],
    ["a number", 3, "<X>3</X>"],
    ["a truth value", false, "<X>false</X>"],
    ["a date", new Date(1_700_000_000_123), "<X>2023-11-14T22:13:20.123Z</X>"],
    ["nothing", undefined, ""],
    ["an empty text", "", "<X/>"],
    ["an empty list", [], "<X/>"],
    ["a list", ["a", { B: "c" }], "<X><member>a</member><member><B>c</B></member></X>"],
    [
      "a structure with an absent member",
      { A: "a", B: undefined, C: [1] },
      "<X><A>a</A><C><member>1</member></C></X>",
    ],
  ])("%s is written as AWS does", (_what, value, expected) => {
    expect(element("X", value)).toBe(expected);
  });

  test("lists name their elements where the service says so", () => {
    expect(element("Tags", [{ Key: "a" }], (list) => list.slice(0, -1))).toBe(
      "<Tags><Tag><Key>a</Key></Tag></Tags>",
    );
  });

  test("a frozen structure is written the same the second time, and as each service names its lists", () => {
    const fixed = Object.freeze({ Tags: [{ Key: "a" }], At: new Date(0) });
    const asQuery = "<X><Tags><member><Key>a</Key></member></Tags><At>1970-01-01T00:00:00.000Z</At></X>";
    const asRest = "<X><Tags><Tag><Key>a</Key></Tag></Tags><At>1970-01-01T00:00:00.000Z</At></X>";
    const singular = (list: string) => list.slice(0, -1);
    expect(element("X", fixed)).toBe(asQuery);
    expect(element("X", fixed)).toBe(asQuery);
    expect(element("X", fixed, singular)).toBe(asRest);
    expect(element("X", fixed)).toBe(asQuery);
  });

  test("what changed in a structure that is not frozen is written", () => {
    const open = { A: "old" };
    expect(element("X", open)).toBe("<X><A>old</A></X>");
    open.A = "new";
    expect(element("X", open)).toBe("<X><A>new</A></X>");
  });

  test("what XML cannot hold becomes the replacement character, and a carriage return a reference", () => {
    expect(escapeXml("a\u0000b\u001fc\ud800d\ufffee\r\n\t\u{1F600}")).toBe(
      "a\uFFFDb\uFFFDc\uFFFDd\uFFFDe&#13;\n\t\u{1F600}",
    );
  });

  test("any text that XML can hold is read back by a parser as it was", () => {
    const parser = new XMLParser({ trimValues: false, parseTagValue: false });
    const characters = fc
      .string({ unit: "grapheme", minLength: 1 })
      .filter((text) => !/[\p{Cc}\ufffe\uffff']/u.test(text));
    fc.assert(
      fc.property(characters, (text) => {
        expect(parser.parse(xmlDocument("R", "urn:x", element("T", text)))).toEqual({
          "?xml": "",
          R: { T: text },
        });
      }),
    );
  });
});
