import type { Output } from "../api.ts";
import type { ResourceRecord } from "../records.ts";

/** What is shown of a resource; one of a deleted stack has no more than the necessary. */
export type ShownResource = Pick<ResourceRecord, "logicalId" | "type" | "status" | "changedAt"> &
  Partial<Pick<ResourceRecord, "physicalId" | "statusReason" | "drift" | "metadata">>;

/** A resource as the actions that show resources have it in common. */
export function renderResource(record: ShownResource): Output {
  return {
    LogicalResourceId: record.logicalId,
    PhysicalResourceId: record.physicalId,
    ResourceType: record.type,
    LastUpdatedTimestamp: new Date(record.changedAt),
    ResourceStatus: record.status,
    ResourceStatusReason: record.statusReason,
    DriftInformation: {
      StackResourceDriftStatus: record.drift?.status ?? "NOT_CHECKED",
      LastCheckTimestamp: record.drift === undefined ? undefined : new Date(record.drift.checkedAt),
    },
  };
}
