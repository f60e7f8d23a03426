import { validationError } from "../../errors.ts";
import type { Template } from "../../template/model.ts";
import type { Region } from "../../world.ts";
import { dynamicReferences } from "../../template/dynamic-reference.ts";
import { readReference } from "./read-values.ts";
import { checkSecurePlaces } from "./secure-places.ts";

const maxReferences = 60;

/**
 * Looks at the dynamic references that stand in a template as they are: their number, form and place, and whether
 * Systems Manager has what they name. What functions put together is met when the resource is evaluated.
 *
 * Throws ValidationError in CloudFormation's words; those for too many references are not verified.
 */
export function checkDynamicReferences(region: Region, template: Template): void {
  checkDefaults(template);
  let count = 0;
  for (const { type, properties, condition } of template.resources.values()) {
    const references = dynamicReferences(properties);
    count += references.length;
    checkSecurePlaces(type, references);
    if (condition !== undefined) continue;
    for (const { reference } of references)
      if (reference.kind !== "secretsmanager") readReference(region, reference);
  }
  if (count > maxReferences)
    throw validationError(
      `Template format error: Number of dynamic references, ${count}, is greater than maximum allowed, ${maxReferences}`,
    );
}

function checkDefaults(template: Template): void {
  for (const { name, defaultValue } of template.parameters.values())
    for (const { reference } of dynamicReferences(defaultValue ?? ""))
      if (reference.kind === "ssm" && reference.version === undefined)
        throw validationError(
          `Template error: parameter ${name} should not contain ssm versionless resolver`,
        );
}
