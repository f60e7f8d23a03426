import { validationError } from "../errors.ts";
import { isObject } from "../json.ts";
import type { Template } from "./model.ts";

const maxParameterDescription = 4000;
const maxOutputDescription = 1024;
const maxMappingAttributes = 200;

/** Refuses what is longer than CloudFormation's quotas. Throws ValidationError. (User guide, cloudformation-limits; the words are not verified.) */
export function checkLimits(template: Pick<Template, "parameters" | "outputs" | "mappings">): void {
  for (const { name, description } of template.parameters.values())
    checkBytes(`Parameters/${name}/Description`, description, maxParameterDescription);
  for (const { name, description } of template.outputs.values())
    checkBytes(`Outputs/${name}/Description`, description, maxOutputDescription);
  for (const [name, mapping] of Object.entries(template.mappings)) {
    const rows = isObject(mapping) ? Object.keys(mapping).length : 0;
    if (rows > maxMappingAttributes)
      throw validationError(
        `Template format error: Number of attributes in mapping ${name}, ${rows}, is greater than maximum allowed, ${maxMappingAttributes}`,
      );
  }
}

function checkBytes(path: string, text: string | undefined, limit: number): void {
  if (text !== undefined && Buffer.byteLength(text) > limit)
    throw validationError(`Template format error: [/${path}] length is greater than ${limit}.`);
}
