import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { pointerParts, valueAt, withValueAt } from "../../../../src/sandbox/cloudformation/drift/pointer.ts";

const properties = { "a/b": 1, list: [{ x: 1 }, { x: 2 }], deep: { er: { here: true } } };

describe("a pointer", () => {
  test.each<[string, unknown]>([
    ["/a~1b", 1],
    ["/list/1/x", 2],
    ["/deep/er", { here: true }],
    ["/list/7", undefined],
    ["/toString", undefined],
  ])("%s finds its value", (pointer, value) => {
    expect(valueAt(properties, pointerParts(pointer) ?? [])).toEqual(value);
  });

  test.each(["", "a", "/a~2", "a/b"])("'%s' is none", (text) => {
    expect(pointerParts(text)).toBeUndefined();
  });

  test.each<[string, unknown, unknown]>([
    ["/deep/er/here", false, { ...properties, deep: { er: { here: false } } }],
    ["/deep/new/one", 1, { ...properties, deep: { er: { here: true }, new: { one: 1 } } }],
    ["/list/-", 3, { ...properties, list: [{ x: 1 }, { x: 2 }, 3] }],
    ["/list/0", undefined, { ...properties, list: [{ x: 2 }] }],
    ["/deep", undefined, { "a/b": 1, list: properties.list }],
    ["/list/3", 1, undefined],
    ["/a~1b/c", 1, undefined],
    ["/missing", undefined, undefined],
  ])("%s, set to %s", (pointer, value, expected) => {
    expect(withValueAt(properties, pointerParts(pointer) ?? [], value as never)).toEqual(expected);
  });

  test("finds what was put at any place", () => {
    const name = fc.string({ minLength: 1 }).filter((text) => text !== "__proto__");
    fc.assert(
      fc.property(fc.array(name, { minLength: 1, maxLength: 4 }), fc.jsonValue(), (parts, value) => {
        const pointer = parts.map((part) => `/${part.replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
        const read = pointerParts(pointer) ?? [];
        expect(read).toEqual(parts);
        const changed = withValueAt({}, read, value as never);
        expect(valueAt(changed, read)).toEqual(value);
      }),
    );
  });
});
