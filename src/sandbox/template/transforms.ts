import { validationError } from "../errors.ts";
import type { JsonObject } from "../json.ts";
import { isList } from "../json.ts";

/** The one transform that the sandbox carries out. */
export const languageExtensions = "AWS::LanguageExtensions";

/** The transforms that a template declares. Throws ValidationError for any that the sandbox cannot carry out. */
export function declaredTransforms(source: JsonObject): readonly string[] {
  const value = source["Transform"];
  if (value === undefined) return [];
  const names = isList(value) ? value : [value];
  return names.map((name) => {
    if (name === languageExtensions) return languageExtensions;
    throw validationError(
      `Template error: the transform ${typeof name === "string" ? name : JSON.stringify(name)} is not supported by the sandbox; it carries out ${languageExtensions} only.`,
    );
  });
}
