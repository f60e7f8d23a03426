import type { ErrorObject } from "ajv";
import { isJsonObject, type Json } from "../model/canonical.ts";
import { didYouMean } from "./closest-name.ts";
import { explainType } from "./explain-type.ts";
import type { Flaw } from "./flaw.ts";
import { fieldName, pathOf, shown } from "./field-name.ts";
import { keyOrigin, nearest, type Tree, type TreePath } from "./tree.ts";

/** Turns a validator's errors into one flaw for each thing that is really wrong, at the place where it stands. */
export function explainErrors(errors: readonly ErrorObject[], tree: Tree, subject: string): readonly Flaw[] {
  return dropOtherBranches(errors)
    .filter((error) => error.keyword !== "propertyNames")
    .map((error) => explain(error, tree, subject));
}

/**
 * Of the branches of an `anyOf` only the one meant is told: the one of the value's own type. When there is none, the
 * choice itself is the error.
 */
function dropOtherBranches(errors: readonly ErrorObject[]): readonly ErrorObject[] {
  let kept = errors;
  for (const choice of errors.filter(({ keyword }) => keyword === "anyOf")) {
    const meant = branchFor(choice);
    kept = kept.filter((error) => {
      if (error === choice) return meant === undefined;
      const isInside = error.schemaPath.startsWith(`${choice.schemaPath}/`) && isBelow(error, choice);
      return (
        !isInside || (meant !== undefined && error.schemaPath.startsWith(`${choice.schemaPath}/${meant}/`))
      );
    });
  }
  return kept;
}

function isBelow(error: ErrorObject, choice: ErrorObject): boolean {
  return (
    error.instancePath === choice.instancePath || error.instancePath.startsWith(`${choice.instancePath}/`)
  );
}

function branchFor({ schema, data }: ErrorObject): number | undefined {
  if (!Array.isArray(schema)) return undefined;
  const index = schema.findIndex((branch: Json) => isJsonObject(branch) && isOfType(data, branch["type"]));
  return index < 0 ? undefined : index;
}

function isOfType(value: unknown, type: Json | undefined): boolean {
  if (type === "object") return typeof value === "object" && value !== null && !Array.isArray(value);
  if (type === "array") return Array.isArray(value);
  return typeof value === (type === "integer" ? "number" : type);
}

/** One error in words. */
function explain(error: ErrorObject, tree: Tree, subject: string): Flaw {
  const path = pathOf(error.instancePath);
  if (error.propertyName !== undefined) return explainKey(error, [...path, error.propertyName], tree);
  const node = nearest(tree, path);
  const name = fieldName(path, subject);
  switch (error.keyword) {
    case "additionalProperties":
      return explainUnknown(error, path, tree, subject);
    case "required":
      return explainMissing(error, path, tree, subject);
    case "type":
    case "anyOf":
      return explainType(node, name, error.parentSchema ?? {});
    case "enum":
    case "const":
      return explainChoice(error, node, name);
    case "pattern": {
      const message = `${name} is ${shown(error.data)}, but has to be ${String(error.parentSchema?.["patternErrorMessage"])}`;
      return { origin: node.origin, message, ...remedyFrom(error) };
    }
    default:
      return { origin: node.origin, message: `${name} ${boundWords(error)}` };
  }
}

function explainKey(error: ErrorObject, path: TreePath, tree: Tree): Flaw {
  const words = String(error.parentSchema?.["patternErrorMessage"]);
  return {
    origin: keyOrigin(tree, path),
    message: `the key ${shown(error.propertyName)} has to be ${words}`,
  };
}

function explainUnknown(
  { params, parentSchema }: ErrorObject,
  path: TreePath,
  tree: Tree,
  subject: string,
): Flaw {
  const key = String(params["additionalProperty"]);
  const known = Object.keys(isJsonObject(parentSchema?.["properties"]) ? parentSchema["properties"] : {});
  const owner = path.length === 0 ? subject : fieldName(path, subject);
  const remedy = didYouMean(key, known, `it has ${known.join(", ")}`);
  return {
    origin: keyOrigin(tree, [...path, key]),
    message: `${shown(key)} is not a field of ${owner}`,
    remedy,
  };
}

function explainMissing(
  { params, parentSchema }: ErrorObject,
  path: TreePath,
  tree: Tree,
  subject: string,
): Flaw {
  const missing = String(params["missingProperty"]);
  const properties = parentSchema?.["properties"];
  const schema = isJsonObject(properties) ? properties[missing] : undefined;
  const about = isJsonObject(schema) ? schema["description"] : undefined;
  const origin = path.length === 0 ? nearest(tree, path).origin : keyOrigin(tree, path);
  const message = `${fieldName([...path, missing], subject)} is missing`;
  return typeof about === "string"
    ? { origin, message, remedy: `add it: ${lowerFirst(about)}` }
    : { origin, message };
}

function explainChoice(error: ErrorObject, node: Tree, name: string): Flaw {
  const { schema } = error;
  const choices: readonly unknown[] = error.keyword === "enum" && Array.isArray(schema) ? schema : [schema];
  const list = choices.map(String);
  const message = `${name} is ${shown(error.data)}, but has to be ${list.length > 1 ? `one of ${list.join(", ")}` : list.join("")}`;
  const text = typeof error.data === "string" ? error.data : "";
  const remedy = didYouMean(text, list, "");
  return remedy === "" ? { origin: node.origin, message } : { origin: node.origin, message, remedy };
}

/** A pattern's own example is the best remedy. */
function remedyFrom({ parentSchema }: ErrorObject): { readonly remedy?: string } {
  const examples: unknown = parentSchema?.["examples"];
  const [example]: readonly unknown[] = Array.isArray(examples) ? examples : [];
  return typeof example === "string" ? { remedy: `write it like ${example}` } : {};
}

/** What a bound asks for, by keyword of the schema. */
function boundWords({ keyword, schema, params, message }: ErrorObject): string {
  const limit = String(schema);
  switch (keyword) {
    case "minimum":
      return `has to be at least ${limit}`;
    case "maximum":
      return `may be at most ${limit}`;
    case "minLength":
      return limit === "1" ? "may not be empty" : `has to have at least ${limit} characters`;
    case "maxLength":
      return `may have at most ${limit} characters`;
    case "minProperties":
    case "minItems":
      return limit === "1" ? "may not be empty" : `has to have at least ${limit} items`;
    case "maxItems":
      return `may have at most ${limit} items`;
    case "maxProperties":
      return `may have at most ${limit} entries`;
    case "uniqueItems":
      return `says the same thing twice (items ${Number(params["j"]) + 1} and ${Number(params["i"]) + 1})`;
    default:
      return message ?? `breaks the rule ${keyword}`;
  }
}

/** A first word with more capital letters: PostgreSQL, AWS. */
const PROPER_NAME = /^\S+[A-Z]/;

/** The first sentence, to go on with after a colon. */
function lowerFirst(text: string): string {
  const [sentence = ""] = text.split(/(?<=\.) /, 1);
  const begun = PROPER_NAME.test(sentence) ? sentence : sentence.charAt(0).toLowerCase() + sentence.slice(1);
  return begun.replace(/\.$/, "");
}
