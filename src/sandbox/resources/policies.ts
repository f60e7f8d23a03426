import type { JsonObject } from "../json.ts";
import type { DeletionPolicy } from "../template/model.ts";

/** Types that `Snapshot` works for; for others it deletes. (Template reference, DeletionPolicy attribute.) */
const snapshotTypes = [
  "AWS::DocDB::DBCluster",
  "AWS::EC2::Volume",
  "AWS::ElastiCache::CacheCluster",
  "AWS::ElastiCache::ReplicationGroup",
  "AWS::Neptune::DBCluster",
  "AWS::RDS::DBCluster",
  "AWS::RDS::DBInstance",
  "AWS::Redshift::Cluster",
];

/** What becomes of a physical resource that leaves its stack. */
export type Fate = "Delete" | "Retain" | "Snapshot";

/** The fate of a resource that is removed from its stack, or whose stack is deleted. */
export function deletionFate(resource: {
  readonly type: string;
  readonly deletionPolicy?: DeletionPolicy | undefined;
  readonly properties: JsonObject;
}): Fate {
  return fateUnder(
    resource.deletionPolicy ?? defaultPolicy(resource.type, resource.properties),
    resource.type,
  );
}

/** The fate of the old half of a replacement. */
export function replacementFate(resource: {
  readonly type: string;
  readonly updateReplacePolicy?: DeletionPolicy | undefined;
}): Fate {
  return fateUnder(resource.updateReplacePolicy ?? "Delete", resource.type);
}

function defaultPolicy(type: string, properties: JsonObject): DeletionPolicy {
  const isSnapshotted =
    type === "AWS::RDS::DBCluster" ||
    (type === "AWS::RDS::DBInstance" && properties["DBClusterIdentifier"] === undefined);
  return isSnapshotted ? "Snapshot" : "Delete";
}

function fateUnder(policy: DeletionPolicy, type: string): Fate {
  switch (policy) {
    case "Delete":
      return "Delete";
    case "Retain":
    case "RetainExceptOnCreate":
      return "Retain";
    case "Snapshot":
      return snapshotTypes.includes(type) ? "Snapshot" : "Delete";
  }
}
