import { validationError } from "../../errors.ts";
import { fixedName, nameHolder } from "../../resources/names.ts";
import { namingProperty } from "../../resources/identity.ts";
import type { Orphan } from "../../resources/orphans.ts";
import { findOrphan, identifyOrphan, isNamedBy } from "../../resources/orphans.ts";
import type { Template } from "../../template/model.ts";
import type { Region, World } from "../../world.ts";
import type { DesiredResource } from "../desired.ts";
import { resources } from "../records.ts";
import type { ImportTarget } from "./records.ts";
import type { ResourceChange } from "./changes.ts";

/** Where, and how, a change set looks for resources that it could take in. */
export interface ImportSearch {
  readonly world: World;
  readonly region: Region;
  readonly template: Template;
  /** Resources that were named, of a change set of type IMPORT. */
  readonly toImport: readonly ImportTarget[];
  /** Whether to take in what exists already under the name that the template fixes. */
  readonly importsExisting: boolean;
}

/**
 * The physical resource that a new logical id would take in; `undefined` when one has to be made.
 *
 * Throws ValidationError for a named resource that is not there, or that another stack has.
 */
export function importOf(search: ImportSearch, desired: DesiredResource): Orphan | undefined {
  const target = search.toImport.find(({ logicalId }) => logicalId === desired.logicalId);
  if (target !== undefined) return namedResource(search, target);
  return search.importsExisting ? existingResource(search, desired) : undefined;
}

function namedResource({ world, region }: ImportSearch, target: ImportTarget): Orphan {
  const { type, identifier } = target;
  const orphan = identifyOrphan(world, region, type, identifier);
  if (orphan !== undefined) return orphan;
  const text = identifierText(identifier);
  const owned = [...region.table(resources).values()].find(
    ({ physicalId, properties, attributes, ...record }) =>
      record.type === type &&
      physicalId !== undefined &&
      isNamedBy({ physicalId, properties, attributes }, identifier),
  );
  if (owned !== undefined)
    throw validationError(`${owned.physicalId ?? text} already exists in stack ${owned.stackId}`);
  throw validationError(`Resource of type '${type}' with identifier '${text}' was not found.`);
}

/** Only names that stand in the template as they are count, no functions. (User guide, import-resources-automatically.) */
function existingResource(
  { world, region, template }: ImportSearch,
  { logicalId, type, properties }: DesiredResource,
): Orphan | undefined {
  const property = namingProperty(type);
  const declared = template.resources.get(logicalId)?.properties[property ?? ""];
  if (typeof declared !== "string") return undefined;
  const { account, region: regionName } = region;
  const holder = nameHolder({ world, account, region: regionName, type, properties });
  return holder === undefined
    ? undefined
    : findOrphan(world, region, { type, physicalId: holder.physicalId });
}

/** Why resources that exist already cannot be taken in: nothing says that they are to be kept. */
export function unretainedReason(imported: readonly DesiredResource[]): string | undefined {
  const affected = imported.filter(
    ({ deletionPolicy }) => deletionPolicy !== "Retain" && deletionPolicy !== "RetainExceptOnCreate",
  );
  if (affected.length === 0) return undefined;
  const named = affected.map(
    ({ logicalId, type, properties }) =>
      `${logicalId} ({${namingProperty(type) ?? ""}=${fixedName(type, properties) ?? ""}})`,
  );
  return `CloudFormation is attempting to import some resources because they already exist in your account. The resources must have the DeletionPolicy attribute set to 'Retain' or 'RetainExceptOnCreate' in the template for successful import. The affected resources are ${named.join(", ")}`;
}

/** Why a change set of type IMPORT cannot be made: it may do nothing else. */
export function besidesImport(
  changes: readonly ResourceChange[],
  before: Template | undefined,
  after: Template,
): string | undefined {
  const others = changes.filter(({ action }) => action !== "Import").map(({ logicalId }) => logicalId);
  if (others.length > 0)
    return `You have modified resources [${others.join(", ")}] in your template that are not being imported. Update, create or delete operations cannot be executed during import operations.`;
  return outputsText(before) === outputsText(after)
    ? undefined
    : "As part of the import operation, you cannot modify or add [Outputs]";
}

function outputsText(template: Template | undefined): string {
  return JSON.stringify([...(template?.outputs ?? [])]);
}

function identifierText(identifier: ImportTarget["identifier"]): string {
  return Object.entries(identifier)
    .map(([name, value]) => `${name}=${value}`)
    .join(", ");
}
