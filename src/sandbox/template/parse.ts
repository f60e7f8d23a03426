import { createHash } from "node:crypto";
import { LRUCache } from "lru-cache";
import { parseDocument } from "yaml";
import { validationError } from "../errors.ts";
import type { Json, JsonObject } from "../json.ts";
import { isList, isObject } from "../json.ts";
import type { Surroundings } from "./language-extensions.ts";
import { processLanguage } from "./language-extensions.ts";
import type { Template } from "./model.ts";
import { shortTags } from "./short-tags.ts";
import { readStructure } from "./structure.ts";
import { declaredTransforms } from "./transforms.ts";

const maxBodyBytes = 51_200;
const maxDepth = 100;

const parsed = new LRUCache<string, Template>({ max: 500 });

/**
 * Reads a template's text, JSON or YAML with every short tag, and checks its structure.
 *
 * A template with a transform is processed with its surroundings first; without them it is read as far as can be told.
 * Throws ValidationError in CloudFormation's words. Equal texts and surroundings give the same value, which nobody may change.
 */
export function parseTemplate(body: string, surroundings?: Surroundings): Template {
  const plain = cached(keyOf(body), () => read(body, undefined));
  if (plain.transforms.length === 0 || surroundings === undefined) return plain;
  return cached(keyOf(`${body}\u0000${JSON.stringify(surroundings)}`), () => read(body, surroundings));
}

/** The text of a template after its transform, which is the text itself where there is none. Throws ValidationError. */
export function processedText(body: string, surroundings: Surroundings): string {
  const source = readSource(body);
  if (declaredTransforms(source).length === 0) return body;
  return JSON.stringify(processLanguage(source, surroundings).source);
}

function read(body: string, surroundings: Surroundings | undefined): Template {
  const source = readSource(body);
  const transforms = declaredTransforms(source);
  if (transforms.length === 0) return readStructure(source, { transforms, isComplete: true });
  const processed = processLanguage(source, surroundings);
  return readStructure(processed.source, { transforms, isComplete: processed.isComplete });
}

function cached(key: string, make: () => Template): Template {
  const known = parsed.get(key);
  if (known !== undefined) return known;
  const template = make();
  parsed.set(key, template);
  return template;
}

function keyOf(text: string): string {
  return createHash("sha256").update(text).digest("base64");
}

/** Refuses a text that is too long to be sent inline. Throws ValidationError. */
export function checkBodySize(body: string): void {
  if (Buffer.byteLength(body) > maxBodyBytes)
    throw validationError(
      `1 validation error detected: Value '${body.slice(0, 60)}...' at 'templateBody' failed to satisfy constraint: ` +
        `Member must have length less than or equal to ${maxBodyBytes}`,
    );
  if (body.length === 0)
    throw validationError(
      "1 validation error detected: Value '' at 'templateBody' failed to satisfy constraint: Member must have length greater than or equal to 1",
    );
}

function readSource(body: string): JsonObject {
  const source = body.trimStart().startsWith("{") ? readJson(body) : readYaml(body);
  if (!isObject(source)) throw validationError("Template format error: unsupported structure.");
  checkDepth(source);
  return source;
}

function readJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch (error) {
    const position = Number(/position (\d+)/.exec(String(error))?.[1] ?? body.length);
    const before = body.slice(0, position).split("\n");
    const column = (before.at(-1)?.length ?? 0) + 1;
    throw validationError(
      `Template format error: JSON not well-formed. (line ${before.length}, column ${column})`,
    );
  }
}

function readYaml(body: string): unknown {
  let document;
  try {
    document = parseDocument(body, { schema: "core", customTags: shortTags, logLevel: "silent" });
  } catch {
    throw validationError("Template format error: YAML not well-formed.");
  }
  const [problem] = [...document.errors, ...document.warnings];
  if (problem?.code === "TAG_RESOLVE_FAILED")
    throw validationError(`Template format error: YAML not well-formed. ${firstLine(problem.message)}`);
  if (problem !== undefined) {
    const at = problem.linePos?.[0];
    throw validationError(
      `Template format error: YAML not well-formed. (line ${at?.line ?? 1}, column ${at?.col ?? 1})`,
    );
  }
  try {
    return document.toJS({ maxAliasCount: 0 });
  } catch {
    throw validationError("Template error: YAML aliases are not allowed in CloudFormation templates");
  }
}

function firstLine(message: string): string {
  return message.split("\n", 1)[0] ?? "";
}

/** Everything after this recurses, so the nesting is bounded here, without recursion. */
function checkDepth(source: Json): void {
  let level: Json[] = [source];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > maxDepth)
      throw validationError(
        `Template format error: the template is nested more than ${maxDepth} levels deep.`,
      );
    level = level.flatMap((value) => (isList(value) ? value : isObject(value) ? Object.values(value) : []));
  }
}
