import { validationError } from "../../errors.ts";
import { readParameter } from "../../resources/ssm/store.ts";
import type { Template } from "../../template/model.ts";
import type { ParameterValue } from "../../template/parameters.ts";
import { isStoredType } from "../../template/parameters.ts";
import type { Region } from "../../world.ts";

/**
 * Reads the values that parameters of a Systems Manager type name, as they are now; `name:3` is a version.
 *
 * Throws ValidationError for names that nobody has stored, for secure strings, and for a list where a text is stored or the other way round.
 */
export function readStoredParameters(
  region: Region,
  template: Template,
  parameters: readonly ParameterValue[],
): readonly ParameterValue[] {
  const read = parameters.map((parameter) => {
    const type = template.parameters.get(parameter.key)?.type ?? "";
    const stored = isStoredType(type) ? lookUp(region, parameter.value, type) : ("plain" as const);
    return { parameter, type, stored };
  });
  const named = (isRefused: (each: (typeof read)[number]) => boolean): string | undefined => {
    const refused = read.filter(isRefused).map(({ parameter }) => parameter.value);
    return refused.length === 0 ? undefined : refused.join(",");
  };
  const missing = named(({ stored }) => stored === undefined);
  if (missing !== undefined)
    throw validationError(`Unable to fetch parameters [${missing}] from parameter store for this account.`);
  const secure = named(({ stored }) => isStored(stored) && stored.type === "SecureString");
  if (secure !== undefined)
    throw validationError(
      `Parameters [${secure}] referenced by template have types not supported by CloudFormation.`,
    );
  const unlike = named(
    ({ stored, type }) => isStored(stored) && !stored.isPublic && !fits(stored.type, type),
  );
  if (unlike !== undefined)
    throw validationError(
      `Types for SSM parameters [${unlike}] defined in CFN template and SSM are incompatible`,
    );
  return read.map(({ parameter, type, stored }) =>
    isStored(stored) ? { ...parameter, resolvedValue: resolved(stored.value, type) } : parameter,
  );
}

type Stored = { readonly type: string; readonly value: string; readonly isPublic: boolean };

function isStored(stored: Stored | "plain" | undefined): stored is Stored {
  return stored !== undefined && stored !== "plain";
}

function lookUp(region: Region, value: string, type: string): Stored | undefined {
  const [, name = value, version] = /^(.*?)(?::(\d{1,9}))?$/.exec(value) ?? [];
  const stored = readParameter(region, name, version === undefined ? undefined : Number(version));
  if (stored === undefined) return undefined;
  const isPublic = name.startsWith("/aws/service/");
  const isImage = type.includes("AWS::EC2::Image::Id");
  // A public name answers by what it is wanted for.
  const text = isPublic && isImage ? stored.value.replace(/^public-/, "ami-") : stored.value;
  return { type: stored.type, value: text, isPublic };
}

function isListType(type: string): boolean {
  return type.includes("List<") || type.includes("CommaDelimitedList");
}

function fits(storedType: string, type: string): boolean {
  return (storedType === "StringList") === isListType(type);
}

/** The elements of a list lose the space around them. */
function resolved(value: string, type: string): string {
  if (!isListType(type)) return value;
  return value
    .split(",")
    .map((element) => element.trim())
    .join(",");
}
