/** An output of another stack of the same account, written `${<stack>.<Output>}`. */
export interface OutputReference {
  /** App name, or `network` or `zone`. */
  readonly stack: string;
  readonly output: string;
}

/** A string whose references to other stacks' outputs are not known yet. Neighbouring literals are joined. */
export type Text = readonly (string | OutputReference)[];

const REFERENCE = /\$\$\{|\$\{([a-z][a-z0-9-]*)\.([A-Za-z0-9]+)\}/g;

/**
 * Reads the text language that remains after `${account.name}` and its like were replaced:
 * `${<stack>.<Output>}` is a reference and `$${` a literal `${`. Everything else stands for itself.
 */
export function parseText(source: string): Text {
  const parts: (string | OutputReference)[] = [];
  let literal = "";
  let end = 0;
  for (const match of source.matchAll(REFERENCE)) {
    literal += source.slice(end, match.index);
    end = match.index + match[0].length;
    const [, stack, output] = match;
    if (stack === undefined || output === undefined) {
      literal += "${";
      continue;
    }
    if (literal !== "") parts.push(literal);
    literal = "";
    parts.push({ stack, output });
  }
  literal += source.slice(end);
  if (literal !== "" || parts.length === 0) parts.push(literal);
  return parts;
}

/** The references of a text, in order, repeats included. */
export function referencesOf(text: Text): readonly OutputReference[] {
  return text.filter((part) => typeof part !== "string");
}
