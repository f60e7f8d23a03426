import { validationError } from "../../errors.ts";
import { findResourceType } from "../../spec/resource-type.ts";
import type { Template } from "../../template/model.ts";

const refused: readonly (readonly [pattern: RegExp, what: string])[] = [
  [/^Custom::|^AWS::CloudFormation::CustomResource$/, "custom resources are"],
  [/^AWS::CloudFormation::(?:Macro|StackSet|.*Hook.*|ModuleVersion|ModuleDefaultVersion)$/, "this type is"],
  [/::MODULE$/, "modules are"],
];

/** Refuses types that AWS does not publish, and those that the sandbox cannot make. Throws ValidationError. */
export function checkTypes(template: Template): void {
  const types = [...new Set([...template.resources.values()].map(({ type }) => type))];
  for (const [pattern, what] of refused) {
    const type = types.find((each) => pattern.test(each));
    if (type !== undefined)
      throw validationError(`Template error: ${what} not supported by the sandbox (resource type ${type}).`);
  }
  const unknown = types.filter((type) => findResourceType(type) === undefined);
  if (unknown.length > 0)
    throw validationError(`Template format error: Unrecognized resource types: [${unknown.join(", ")}]`);
}

/** Refuses an update that changes the type of a logical id. Throws ValidationError. */
export function checkTypeChanges(before: Template, after: Template): void {
  const changed = [...after.resources.values()].filter(({ logicalId, type }) => {
    const known = before.resources.get(logicalId);
    return known !== undefined && known.type !== type;
  });
  if (changed.length > 0)
    throw validationError(
      `Update of resource type is not permitted. The new template modifies resource type of the following resources: [${changed.map(({ logicalId }) => logicalId).join(", ")}]`,
    );
}
