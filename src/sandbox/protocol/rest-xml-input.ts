import { XMLParser, XMLValidator } from "fast-xml-parser";
import { ApiError } from "../errors.ts";

/** An element of a request document: its text, and the elements in it by name, in order. */
export interface XmlNode {
  readonly text: string;
  children(name: string): readonly XmlNode[];
  /** The only element of that name. Throws `MalformedXML` when there are several. */
  child(name: string): XmlNode | undefined;
}

/**
 * Reads the XML body of a REST-XML request; the root element must be `root`.
 *
 * The document is untrusted: no document type, so no entity but XML's own five and character references is ever expanded; depth and number of elements are bounded by the size of the body
 * and `MAX_DEPTH`. Throws AWS's `MalformedXML`.
 */
export function parseXmlInput(body: string, root: string): XmlNode {
  if (/<!DOCTYPE/i.test(body)) throw malformed("A document type is not allowed in a request");
  const documents = nodesOf(parse(body), 0).filter(({ name }) => !name.startsWith("?"));
  const first = documents[0];
  if (first === undefined || documents.length > 1 || localName(first.name) !== root)
    throw malformed(`The request body must be one ${root} document`);
  return first;
}

const MAX_DEPTH = 20;

const parser = new XMLParser({
  preserveOrder: true,
  parseTagValue: false,
  trimValues: false,
  ignoreAttributes: true,
  removeNSPrefix: true,
  processEntities: false,
  cdataPropName: "#cdata",
});

interface NamedNode extends XmlNode {
  readonly name: string;
}

function parse(body: string): unknown {
  // oxlint-disable-next-line typescript/no-deprecated -- the package that is to replace it would be one more dependency
  const verdict = XMLValidator.validate(body);
  if (verdict !== true) throw malformed(verdict.err.msg);
  try {
    return parser.parse(body);
  } catch (error) {
    throw malformed(error instanceof Error ? error.message : "The request body is not well-formed");
  }
}

/** What the parser gives with `preserveOrder`: a list of `{ name: [content] }`, text under `#text`. */
function nodesOf(content: unknown, depth: number): readonly NamedNode[] {
  if (depth > MAX_DEPTH) throw malformed("The request is nested too deeply");
  return entriesOf(content)
    .filter(([name]) => !name.startsWith("#"))
    .map(([name, inner]) => nodeOf(name, inner, depth));
}

function nodeOf(name: string, content: unknown, depth: number): NamedNode {
  const nodes = nodesOf(content, depth + 1);
  const children = (wanted: string): readonly XmlNode[] => nodes.filter((node) => node.name === wanted);
  return {
    name,
    text: textOf(content),
    children,
    child(wanted) {
      const found = children(wanted);
      if (found.length > 1) throw malformed(`Element ${wanted} is given more than once`);
      return found[0];
    },
  };
}

function textOf(content: unknown): string {
  return entriesOf(content)
    .map(([name, inner]) => {
      if (name === "#text") return unescapeXml(String(inner));
      return name === "#cdata" ? literalOf(inner) : "";
    })
    .join("");
}

function literalOf(content: unknown): string {
  return entriesOf(content)
    .map(([, inner]) => String(inner))
    .join("");
}

function entriesOf(content: unknown): readonly (readonly [string, unknown])[] {
  if (!Array.isArray(content)) return [];
  return content.flatMap((item: unknown) =>
    typeof item === "object" && item !== null ? Object.entries(item).filter(([name]) => name !== ":@") : [],
  );
}

function localName(name: string): string {
  return name.slice(name.indexOf(":") + 1);
}

const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

function unescapeXml(text: string): string {
  return text.replace(
    /&(?:#x([0-9a-f]{1,6})|#([0-9]{1,7})|(\w+));?/gi,
    (whole, hex: string, decimal: string, name: string) => {
      if (!whole.endsWith(";")) throw malformed("An ampersand is not followed by a reference");
      const known = name === undefined ? undefined : ENTITIES[name];
      if (known !== undefined) return known;
      if (name !== undefined) throw malformed(`Entity ${name} is not known`);
      const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
      if (code > 0x10ffff) throw malformed("A character reference is out of range");
      return String.fromCodePoint(code);
    },
  );
}

function malformed(message: string): ApiError {
  return new ApiError("MalformedXML", message);
}
