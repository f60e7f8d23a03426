import { ApiError } from "../../errors.ts";
import type { Input } from "../api.ts";
import type { Template } from "../../template/model.ts";

const iamTypes = [
  "AccessKey",
  "Group",
  "InstanceProfile",
  "ManagedPolicy",
  "Policy",
  "Role",
  "User",
  "UserToGroupAddition",
].map((name) => `AWS::IAM::${name}`);
const nameProperties = ["GroupName", "InstanceProfileName", "ManagedPolicyName", "RoleName", "UserName"];

/** The capability a template asks for, and the types that make it so; `undefined` when it asks for none. */
export function neededCapability(
  template: Template,
):
  | { readonly capability: "CAPABILITY_IAM" | "CAPABILITY_NAMED_IAM"; readonly types: readonly string[] }
  | undefined {
  const iam = [...template.resources.values()].filter(({ type }) => iamTypes.includes(type));
  if (iam.length === 0) return undefined;
  const isNamed = iam.some(({ type, properties }) =>
    nameProperties.some(
      (name) => properties[name] !== undefined && !(type === "AWS::IAM::UserToGroupAddition"),
    ),
  );
  const types = [...new Set(iam.map(({ type }) => type))];
  return { capability: isNamed ? "CAPABILITY_NAMED_IAM" : "CAPABILITY_IAM", types };
}

/** Throws InsufficientCapabilitiesException when the template asks for more than the request acknowledges. */
export function checkCapabilities(template: Template, given: readonly string[]): void {
  const needed = neededCapability(template)?.capability;
  if (needed === undefined || given.includes(needed) || given.includes("CAPABILITY_NAMED_IAM")) return;
  throw new ApiError("InsufficientCapabilitiesException", `Requires capabilities : [${needed}]`);
}

/**
 * Throws InsufficientCapabilitiesException when a template with a transform is deployed without a change set, in which nobody
 * could have looked at what the transform made, and the request does not say that this is known.
 */
export function checkExpansion(template: Template, input: Input, given: readonly string[]): void {
  const isReviewed = template.transforms.length === 0 || input["ChangeSetName"] !== undefined;
  if (isReviewed || given.includes("CAPABILITY_AUTO_EXPAND")) return;
  throw new ApiError("InsufficientCapabilitiesException", "Requires capabilities : [CAPABILITY_AUTO_EXPAND]");
}
