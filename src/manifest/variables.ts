import { didYouMean } from "./closest-name.ts";
import type { Flaw, Read } from "./flaw.ts";
import { fieldName } from "./field-name.ts";
import type { Origin } from "./source-file.ts";
import type { ScalarNode, Tree, TreePath } from "./tree.ts";

/** What `${…}` stands for in one document. */
export interface Scope {
  readonly variables: ReadonlyMap<string, string>;
  /** Variables that stand for nothing here, and why. */
  readonly unavailable: ReadonlyMap<string, string>;
  /** Whether a value may refer to another stack's output. */
  readonly mayRefer: (path: TreePath) => boolean;
}

const TOKEN = /\$\$\{|\$\{([^{}]*)(\}?)/g;

/** A reference to another stack's output, as `parseText` reads it. */
const REFERENCE = /^[a-z][a-z0-9-]*\.[A-Za-z0-9]+$/;

/**
 * Replaces the variables of all values. References to other stacks' outputs stay where they are allowed, and so does the
 * escape `$${` there; everywhere else it becomes `${`. Keys are left alone.
 */
export function replaceVariables(tree: Tree, scope: Scope): Read<Tree> {
  const flaws: Flaw[] = [];
  const value = replaceIn(tree, [], scope, flaws);
  return { value, flaws };
}

function replaceIn(tree: Tree, path: TreePath, scope: Scope, flaws: Flaw[]): Tree {
  switch (tree.kind) {
    case "scalar":
      return replaceScalar(tree, path, scope, flaws);
    case "list":
      return {
        ...tree,
        items: tree.items.map((item, index) => replaceIn(item, [...path, index], scope, flaws)),
      };
    case "map": {
      const entries = [...tree.entries].map(([key, entry]) => {
        const value = replaceIn(entry.value, [...path, key], scope, flaws);
        return [key, value === entry.value ? entry : { ...entry, value }] as const;
      });
      return { ...tree, entries: new Map(entries) };
    }
  }
}

function replaceScalar(node: ScalarNode, path: TreePath, scope: Scope, flaws: Flaw[]): ScalarNode {
  const written = node.value;
  if (typeof written !== "string" || !written.includes("${")) return node;
  const isText = scope.mayRefer(path);
  const value = written.replace(
    TOKEN,
    (token: string, name: string | undefined, end: string, index: number) => {
      if (name === undefined) return isText ? token : "${";
      const known = end === "}" ? scope.variables.get(name) : undefined;
      if (known !== undefined) return known;
      if (end === "}" && isText && isReference(name)) return token;
      flaws.push(
        explainToken({ name, isClosed: end === "}", path, scope, origin: tokenOrigin(node, written, index) }),
      );
      return token;
    },
  );
  return { ...node, value };
}

function isReference(name: string): boolean {
  return REFERENCE.test(name) && !name.startsWith("account.");
}

interface Token {
  readonly name: string;
  readonly isClosed: boolean;
  readonly path: TreePath;
  readonly scope: Scope;
  readonly origin: Origin;
}

function explainToken({ name, isClosed, path, scope, origin }: Token): Flaw {
  if (!isClosed)
    return {
      origin,
      message: "${ is not closed",
      remedy: "add }, or write $${ for the characters themselves",
    };
  if (isReference(name)) {
    const message = `${fieldName(path, "the value")} cannot refer to another stack's output, as \${${name}} does`;
    return {
      origin,
      message,
      remedy: "only environment, command, entryPoint, permissions' resources and parameters can",
    };
  }
  const why = scope.unavailable.get(name);
  if (why !== undefined) return { origin, message: `\${${name}} stands for nothing here: ${why}` };
  const variables = [...scope.variables.keys()];
  const remedy = didYouMean(
    name,
    variables,
    `there are ${variables.join(", ")}; for the characters themselves write $\${`,
  );
  return { origin, message: `\${${name}} is not a variable`, remedy };
}

/**
 * Where a token was written: the same `${` counted from the front, because quoting and folding change the text around but
 * hardly ever these two characters. Where they did, the beginning of the value.
 */
function tokenOrigin(node: ScalarNode, text: string, index: number): Origin {
  const { file, start, end } = node.origin;
  const source = file.text.slice(start, end);
  if (count(source) !== count(text)) return node.origin;
  let at = -1;
  for (let nth = count(text.slice(0, index)); nth >= 0; nth -= 1) at = source.indexOf("${", at + 1);
  return { file, start: start + at, end };
}

function count(text: string): number {
  return text.split("${").length - 1;
}
