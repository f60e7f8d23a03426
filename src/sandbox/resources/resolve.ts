import { validationError } from "../errors.ts";
import type { Json } from "../json.ts";
import { findResourceType } from "../spec/resource-type.ts";
import type { ResolvedResource } from "../template/scope.ts";
import { unknownValue } from "../template/unknown.ts";
import { genericAttribute } from "./attributes.ts";
import type { PhysicalResource } from "./identity.ts";

/** A live resource as `Ref` and `Fn::GetAtt` see it. */
export function resolveResource(
  logicalId: string,
  resource: PhysicalResource & { readonly attributes: Readonly<Record<string, Json>> },
): ResolvedResource {
  return {
    ref: resource.physicalId,
    attribute(name) {
      if (isOutput(resource.type, name)) return outputOf(resource, name);
      checkAttribute(resource.type, logicalId, name);
      return resource.attributes[name] ?? genericAttribute(resource, name);
    },
  };
}

/** A resource that is still to be made: nothing is known of it but which attributes it will have. */
export function unknownResource(type: string, logicalId: string): ResolvedResource {
  return {
    ref: unknownValue,
    attribute(name) {
      if (!isOutput(type, name)) checkAttribute(type, logicalId, name);
      return unknownValue;
    },
  };
}

/** `Outputs.Name` of a nested stack. */
function isOutput(type: string, name: string): boolean {
  return type === "AWS::CloudFormation::Stack" && /^Outputs\.[A-Za-z0-9]+$/.test(name);
}

function outputOf(
  {
    physicalId,
    attributes,
  }: { readonly physicalId: string; readonly attributes: Readonly<Record<string, Json>> },
  name: string,
): Json {
  const value = attributes[name];
  if (value === undefined)
    throw validationError(`Output '${name.slice("Outputs.".length)}' not found in stack ${physicalId}`);
  return value;
}

function checkAttribute(type: string, logicalId: string, name: string): void {
  if (findResourceType(type)?.attributes.has(name) === true) return;
  throw validationError(
    `Template error: resource ${logicalId} does not support attribute type ${name} in Fn::GetAtt`,
  );
}
