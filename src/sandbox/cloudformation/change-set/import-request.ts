import { validationError } from "../../errors.ts";
import { findResourceType } from "../../spec/resource-type.ts";
import type { Template } from "../../template/model.ts";
import type { Input } from "../api.ts";
import { requiredText, structure, structures } from "../input.ts";
import type { ChangeSetRecord, ImportTarget } from "./records.ts";

const maxTargets = 200;

/** `ResourcesToImport` of a request. Throws ValidationError for what no import can do. */
export function readImportTargets(
  input: Input,
  type: ChangeSetRecord["type"],
  template: Template,
): readonly ImportTarget[] {
  const targets = structures(input, "ResourcesToImport").map((target) => ({
    logicalId: requiredText(target, "LogicalResourceId"),
    type: requiredText(target, "ResourceType"),
    identifier: readIdentifier(structure(target, "ResourceIdentifier") ?? {}),
  }));
  if (type !== "IMPORT") {
    if (targets.length === 0) return targets;
    throw validationError("ResourcesToImport can only be used with a change set of type IMPORT.");
  }
  if (targets.length === 0) throw validationError("ResourcesToImport must be specified to import resources.");
  if (targets.length > maxTargets)
    throw validationError(`ResourcesToImport: at most ${maxTargets} resources can be imported at once`);
  for (const target of targets) checkTarget(target, template);
  checkPolicies(targets, template);
  return targets;
}

function readIdentifier(identifier: Input): ImportTarget["identifier"] {
  return Object.fromEntries(
    Object.keys(identifier).map((name) => [name, requiredText(identifier, name)] as const),
  );
}

/** The property names have to be those by which the type is identified. */
function checkTarget({ logicalId, type, identifier }: ImportTarget, template: Template): void {
  if (template.resources.get(logicalId)?.type !== type)
    throw validationError(
      `ResourcesToImport: the template has no resource ${logicalId} of type ${type} to import.`,
    );
  const keys = findResourceType(type)?.primaryIdentifier ?? [];
  if (keys.length === 0) throw validationError(`Resource type ${type} is not supported for import.`);
  const given = Object.keys(identifier);
  if (given.length === keys.length && keys.every((key) => given.includes(key))) return;
  throw validationError(
    `ResourcesToImport: ${logicalId} is identified by [${keys.join(", ")}], and was by [${given.join(", ")}].`,
  );
}

function checkPolicies(targets: readonly ImportTarget[], template: Template): void {
  const missing = targets
    .map(({ logicalId }) => logicalId)
    .filter((logicalId) => template.resources.get(logicalId)?.deletionPolicy === undefined);
  if (missing.length > 0)
    throw validationError(
      `The following resources to import [${missing.join(", ")}] must have DeletionPolicy attribute specified in the template.`,
    );
}
