/** A value that can be written as XML; `undefined` members are left out. */
export type XmlValue = string | number | boolean | Date | undefined | readonly XmlValue[] | XmlStructure;

/** A structure of named elements. A frozen one is fixed at every depth, so what it was written as is remembered. */
export interface XmlStructure {
  readonly [name: string]: XmlValue;
}

/** Names the elements of a list: AWS Query writes `<member>`, REST-XML names each list's elements itself. */
export type ItemName = (list: string) => string;

/** Every list of AWS Query has `<member>` elements. */
export const queryItems: ItemName = () => "member";

/**
 * Writes an element and everything below it.
 *
 * Dates are ISO 8601 with milliseconds, booleans and numbers plain text. An absent value writes nothing, an empty list an empty element,
 * so that a client can tell "none" from "not said".
 */
export function element(name: string, value: XmlValue, itemName: ItemName = queryItems): string {
  if (value === undefined) return "";
  const content = contentOf(name, value, itemName);
  return content === "" ? `<${name}/>` : `<${name}>${content}</${name}>`;
}

/** A whole document: declaration and root element, with the namespace of the service. */
export function xmlDocument(root: string, namespace: string, content: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${root} xmlns="${escapeXml(namespace)}">${content}</${root}>`;
}

/** The elements of a structure, one after the other, without an element around them. */
export function members(value: XmlStructure, itemName: ItemName = queryItems): string {
  if (!Object.isFrozen(value)) return written(value, itemName);
  const known = remembered.get(value);
  if (known?.itemName === itemName) return known.text;
  const text = written(value, itemName);
  remembered.set(value, { itemName, text });
  return text;
}

/**
 * Escapes text for an XML element or attribute.
 *
 * A carriage return is written as a reference, because a parser would read a bare one as a line feed. What XML 1.0 cannot hold at all
 * (most control characters, lone surrogates, U+FFFE and U+FFFF) becomes U+FFFD.
 */
export function escapeXml(text: string): string {
  if (PLAIN.test(text)) return text;
  return text.replace(SPECIAL, (character) => ENTITIES[character] ?? "\uFFFD");
}

/** Almost every text, and quicker to look for than what is special. */
const PLAIN = /^[ !#$%(-;=?-~]*$/;

// oxlint-disable-next-line no-control-regex -- these are the characters that XML forbids
const SPECIAL = /[&<>"'\r\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF\p{Cs}]/gu;

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
  "\r": "&#13;",
};

/** Fixed structures as they were written last. */
const remembered = new WeakMap<XmlStructure, { readonly itemName: ItemName; readonly text: string }>();

function written(structure: XmlStructure, itemName: ItemName): string {
  return Object.entries(structure)
    .map(([name, inner]) => element(name, inner, itemName))
    .join("");
}

function contentOf(name: string, value: Exclude<XmlValue, undefined>, itemName: ItemName): string {
  if (typeof value === "string") return escapeXml(value);
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  if (value instanceof Date) return value.toISOString();
  if (isList(value)) return value.map((item) => element(itemName(name), item, itemName)).join("");
  return members(value, itemName);
}

function isList(value: XmlValue): value is readonly XmlValue[] {
  return Array.isArray(value);
}
