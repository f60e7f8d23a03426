import { validationError } from "../errors.ts";
import type { Json, JsonObject } from "../json.ts";
import { isList, isObject } from "../json.ts";

/** A reference in a template's text to a value that another service holds. (User guide, dynamic-references.) */
export type DynamicReference =
  | {
      readonly kind: "ssm" | "ssm-secure";
      /** As it is written: `{{resolve:ssm:/shop/size:3}}`. */
      readonly text: string;
      readonly name: string;
      /** The newest when it is left out. */
      readonly version: number | undefined;
    }
  | {
      readonly kind: "secretsmanager";
      readonly text: string;
      /** Name or ARN. */
      readonly secretId: string;
      /** The member of a secret that is JSON; the whole secret when it is left out. */
      readonly jsonKey: string | undefined;
      readonly stage: string | undefined;
      readonly versionId: string | undefined;
    };

/** A reference and where it is: `["Environment", "Variables", "KEY"]`. */
export interface PlacedReference {
  readonly reference: DynamicReference;
  readonly path: readonly string[];
}

/** What references stand for, by their text. */
export type ReferenceValues = Readonly<Record<string, string>>;

const pattern = /\{\{resolve:(ssm|ssm-secure|secretsmanager):([^{}]+)\}\}/g;

/** Every dynamic reference in a value, in the order of the text. Throws ValidationError for a malformed one. */
export function dynamicReferences(value: Json, path: readonly string[] = []): readonly PlacedReference[] {
  if (typeof value === "string") return inText(value).map((reference) => ({ reference, path }));
  if (isList(value)) return value.flatMap((element) => dynamicReferences(element, path));
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([name, member]) => dynamicReferences(member, [...path, name]));
}

/** Properties with their references replaced by what they stand for; those without a value stay text. */
export function withReferences(properties: JsonObject, values: ReferenceValues): JsonObject {
  const replaced = Object.keys(values).length === 0 ? properties : replace(properties, values);
  return isObject(replaced) ? replaced : properties;
}

function replace(value: Json, values: ReferenceValues): Json {
  if (typeof value === "string") return value.replaceAll(pattern, (text) => values[text] ?? text);
  if (isList(value)) return value.map((element) => replace(element, values));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, replace(member, values)]));
}

function inText(text: string): readonly DynamicReference[] {
  if (!text.includes("{{resolve:")) return [];
  return [...text.matchAll(pattern)].map(([whole, kind, rest = ""]) =>
    kind === "ssm" || kind === "ssm-secure"
      ? storedReference(kind, whole, rest)
      : secretReference(whole, rest),
  );
}

/** Versions are numbers; labels are not supported. */
function storedReference(kind: "ssm" | "ssm-secure", text: string, rest: string): DynamicReference {
  const [, name, version] = /^([a-zA-Z0-9_./-]+)(?::(\d{1,9}))?$/.exec(rest) ?? [];
  if (name === undefined)
    throw validationError(`Incorrect format is used in the following SSM reference: [${text}]`);
  return { kind, text, name, version: version === undefined ? undefined : Number(version) };
}

function secretReference(text: string, rest: string): DynamicReference {
  const parts = rest.split(":");
  const idParts = rest.startsWith("arn:") ? 7 : 1;
  const [what = "", jsonKey, stage, versionId, tooMuch] = parts.slice(idParts);
  const isWhole = what === "" || what === "SecretString";
  if (!isWhole || tooMuch !== undefined || parts.length < idParts)
    throw validationError(`Incorrect format is used in the following Secrets Manager reference: [${text}]`);
  return {
    kind: "secretsmanager",
    text,
    secretId: parts.slice(0, idParts).join(":"),
    jsonKey: jsonKey === "" ? undefined : jsonKey,
    stage: stage === "" ? undefined : stage,
    versionId: versionId === "" ? undefined : versionId,
  };
}
