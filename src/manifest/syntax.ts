import { Composer, Parser, type CST, type Document, type YAMLError } from "yaml";
import type { Flaw } from "./flaw.ts";
import type { SourceFile } from "./source-file.ts";

/** How deep maps and lists may stand in each other. Nothing in the format needs more than ten; templates need twenty. */
const MAX_DEPTH = 64;

/** One YAML document, or why there is none. */
export type Syntax =
  | { readonly kind: "document"; readonly document: Document.Parsed }
  | { readonly kind: "broken"; readonly flaw: Flaw };

/**
 * Reads the syntax of one file: exactly one YAML 1.2 document, every scalar still as it was written. The nesting is
 * measured before anything recursive sees it. Only the first error is told: the others mostly follow from it.
 */
export function readSyntax(file: SourceFile): Syntax {
  const tokens = [...new Parser().parse(file.text)];
  const tooDeep = findTooDeep(tokens);
  if (tooDeep !== undefined)
    return broken(file, tooDeep, `the file is nested deeper than ${MAX_DEPTH} levels`);
  const composer = new Composer({
    schema: "failsafe",
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: "silent",
  });
  const documents = [...composer.compose(tokens, true, file.text.length)];
  const [document, second] = documents;
  if (document === undefined) return broken(file, 0, "the file holds no YAML document");
  const [error] = document.errors;
  if (error !== undefined) return { kind: "broken", flaw: explainSyntaxError(file, error) };
  if (second !== undefined) {
    return broken(
      file,
      second.range[0],
      "the file holds more than one YAML document",
      "remove the line ---, or make it two files",
    );
  }
  return { kind: "document", document };
}

function broken(file: SourceFile, offset: number, message: string, remedy?: string): Syntax {
  const origin = { file, start: offset, end: offset };
  return { kind: "broken", flaw: remedy === undefined ? { origin, message } : { origin, message, remedy } };
}

/** Where the nesting goes too deep, if it does. */
function findTooDeep(tokens: readonly CST.Token[]): number | undefined {
  const open: { readonly token: CST.Token; readonly depth: number }[] = tokens.map((token) => ({
    token,
    depth: 0,
  }));
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { token, depth } = next;
    if (depth > MAX_DEPTH) return token.offset;
    for (const inner of innerTokens(token)) open.push({ token: inner, depth: depth + 1 });
  }
  return undefined;
}

function innerTokens(token: CST.Token): readonly CST.Token[] {
  if (token.type === "document") return token.value === undefined ? [] : [token.value];
  if (!("items" in token)) return [];
  return token.items.flatMap((item) =>
    [item.key, item.value].filter((inner) => inner !== undefined && inner !== null),
  );
}

/** What the parser's codes mean for the person who wrote the file. */
const REMEDIES: Readonly<Record<string, string>> = {
  TAB_AS_INDENT: "indent with spaces",
  BAD_INDENT: "give all lines of one block the same indentation",
  MISSING_CHAR: "close the quote or bracket, or put a space after the colon",
  MULTILINE_IMPLICIT_KEY: "put a colon and a space after the key, on the same line",
  BLOCK_AS_IMPLICIT_KEY: "begin a new line for the inner key, or put the value in quotes",
  BAD_ALIAS: "define the anchor before its alias",
  BAD_SCALAR_START: "put the value in quotes",
  BAD_DQ_ESCAPE: "write \\\\ for a backslash, or use single quotes",
  UNEXPECTED_TOKEN: "put the value in quotes, or check the indentation",
};

function explainSyntaxError(file: SourceFile, error: YAMLError): Flaw {
  const [start, end] = error.pos;
  const message = `this is not valid YAML: ${lowerFirst(error.message.split("\n")[0] ?? error.code)}`;
  const remedy = REMEDIES[error.code];
  const origin = { file, start, end };
  return remedy === undefined ? { origin, message } : { origin, message, remedy };
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1).replace(/\.$/, "");
}
