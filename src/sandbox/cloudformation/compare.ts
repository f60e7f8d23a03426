import { isSameValue, diffProperties } from "../resources/difference.ts";
import type { PropertyChange } from "../resources/difference.ts";
import { findResourceType } from "../spec/resource-type.ts";
import { withReferences } from "../template/dynamic-reference.ts";
import type { DesiredResource } from "./desired.ts";
import type { ResourceRecord, Tag } from "./records.ts";

/** Attributes of a resource, besides its properties and tags, that an update can change. */
export const plainAttributes = [
  ["Metadata", "metadata"],
  ["CreationPolicy", "creationPolicy"],
  ["UpdatePolicy", "updatePolicy"],
  ["DeletionPolicy", "deletionPolicy"],
  ["UpdateReplacePolicy", "updateReplacePolicy"],
] as const;

/** How a resource would have to change. */
export interface ResourceDifference {
  /** Without the property that holds its tags. */
  readonly properties: readonly PropertyChange[];
  /** Whether its own tags or those of the stack differ. */
  readonly hasTagChange: boolean;
  /** Names of the other attributes that differ. */
  readonly attributes: readonly (typeof plainAttributes)[number][0][];
}

/** Compares a resource as it was deployed with what is desired of it. */
export function compareResource(before: ResourceRecord, after: DesiredResource): ResourceDifference {
  const tags = findResourceType(after.type)?.tags?.property;
  // References are compared by their text, unless Systems Manager has another value by now.
  const isMoved = !isSameValue(before.references ?? {}, after.references ?? {});
  const [old, next] = [before, after].map(({ properties, references }) =>
    isMoved ? withReferences(properties, references ?? {}) : properties,
  );
  const changes = diffProperties(after.type, old ?? {}, next ?? {});
  return {
    properties: changes.filter(({ name }) => name !== tags),
    hasTagChange: changes.some(({ name }) => name === tags) || !isSameTags(before.stackTags, after.stackTags),
    attributes: plainAttributes.flatMap(([name, member]) =>
      isSameValue(before[member] ?? null, after[member] ?? null) ? [] : [name],
    ),
  };
}

/** Whether nothing differs at all. */
export function isUnchanged(difference: ResourceDifference): boolean {
  return difference.properties.length === 0 && !difference.hasTagChange && difference.attributes.length === 0;
}

/** Whether two sets of tags are the same, whatever their order. */
export function isSameTags(left: readonly Tag[], right: readonly Tag[]): boolean {
  const text = (tags: readonly Tag[]): string =>
    tags
      .map(({ key, value }) => JSON.stringify([key, value]))
      .toSorted((a, b) => (a < b ? -1 : 1))
      .join();
  return left === right || text(left) === text(right);
}
