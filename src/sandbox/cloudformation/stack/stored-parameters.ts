import { validationError } from "../../errors.ts";
import { derivedHex } from "../../identifiers.ts";
import { ssmParameters } from "../../resources/ssm/records.ts";
import type { Template } from "../../template/model.ts";
import type { ParameterValue } from "../../template/parameters.ts";
import { isStoredType } from "../../template/parameters.ts";
import type { Region } from "../../world.ts";

/**
 * Reads the values that parameters of a Systems Manager type name, as they are now.
 *
 * Throws ValidationError for names that nobody has stored.
 */
export function readStoredParameters(
  region: Region,
  template: Template,
  parameters: readonly ParameterValue[],
): readonly ParameterValue[] {
  const read = parameters.map((parameter) => {
    const type = template.parameters.get(parameter.key)?.type ?? "";
    if (!isStoredType(type)) return { parameter, isMissing: false };
    const resolvedValue = storedValue(region, parameter.value, type);
    return resolvedValue === undefined
      ? { parameter, isMissing: true }
      : { parameter: { ...parameter, resolvedValue }, isMissing: false };
  });
  const missing = read.filter(({ isMissing }) => isMissing).map(({ parameter }) => parameter.value);
  if (missing.length > 0)
    throw validationError(
      `Unable to fetch parameters [${missing.join(",")}] from parameter store for this account.`,
    );
  return read.map(({ parameter }) => parameter);
}

/** What was stored, or something plausible that is always the same for one of AWS's public names. */
function storedValue(region: Region, name: string, type: string): string | undefined {
  const stored = region.table(ssmParameters).get(name);
  if (stored !== undefined) return stored.value;
  if (!name.startsWith("/aws/service/")) return undefined;
  const isImage = type.includes("AWS::EC2::Image::Id") || /\bami\b|image/.test(name);
  return `${isImage ? "ami" : "public"}-${derivedHex(17, region.region, name)}`;
}
