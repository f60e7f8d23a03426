import type { Output } from "../api.ts";
import type { ResourceRecord } from "../records.ts";

/** A resource as the actions that show resources have it in common. */
export function renderResource(record: ResourceRecord): Output {
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
