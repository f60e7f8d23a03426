import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import { explainErrors } from "./explain.ts";
import type { Read } from "./flaw.ts";
import type { Schema } from "./schemas.ts";
import { toJson, type Tree } from "./tree.ts";

/** Longest text that a pattern looks at; no field with a pattern may be longer. Keeps every pattern's cost bounded. */
const MAX_PATTERN_TEXT = 4096;

/** Optimising the generated code would cost more than all checks of a large repository save. */
const ajv = new Ajv2020({
  allErrors: true,
  verbose: true,
  strictTypes: false,
  strictRequired: false,
  keywords: ["patternErrorMessage"],
  code: { optimize: false, regExp: Object.assign(boundedPattern, { code: "boundedPattern" }) },
});

/** Checks a tree against a schema; what passes is of the type that was generated from that schema. */
export type Checker<T> = (tree: Tree) => Read<T>;

/**
 * Makes a checker, compiled at its first use and never again.
 *
 * @param subject what is checked, as messages name it ("a Service"); the caller answers for `T` being the schema's type.
 */
export function checker<T>(schema: () => Schema, subject: string): Checker<T> {
  let validate: ValidateFunction<T> | undefined;
  return (tree) => {
    validate ??= ajv.compile<T>(schema());
    const value: unknown = toJson(tree);
    if (validate(value)) return { value, flaws: [] };
    return { flaws: explainErrors(validate.errors ?? [], tree, subject) };
  };
}

/** ajv knows one expression from another by its `toString`. */
function boundedPattern(
  pattern: string,
  flags: string,
): { test: (text: string) => boolean; toString: () => string } {
  const expression = new RegExp(pattern, flags);
  return {
    test: (text) => text.length <= MAX_PATTERN_TEXT && expression.test(text),
    toString: () => expression.toString(),
  };
}
