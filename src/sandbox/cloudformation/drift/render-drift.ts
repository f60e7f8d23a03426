import { canonicalJson } from "../../json.ts";
import type { OutputValue } from "../api.ts";
import type { ResourceRecord, StackRecord } from "../records.ts";
import { comparedProperties } from "./detect-resource.ts";

/** What drift detection found of a resource; `undefined` where it did not look. A deleted or unreadable one has no properties. */
export function renderDrift(record: ResourceRecord, stack: StackRecord): OutputValue | undefined {
  const { drift } = record;
  if (drift === undefined) return undefined;
  const isRead = drift.status === "IN_SYNC" || drift.status === "MODIFIED";
  const expected = isRead ? comparedProperties(record, stack) : undefined;
  return {
    StackId: record.stackId,
    LogicalResourceId: record.logicalId,
    PhysicalResourceId: record.physicalId,
    ResourceType: record.type,
    ExpectedProperties: expected === undefined ? undefined : canonicalJson(expected),
    ActualProperties: expected === undefined ? undefined : canonicalJson(drift.actual ?? expected),
    PropertyDifferences: drift.differences.map((difference) => ({
      PropertyPath: difference.path,
      ExpectedValue: difference.expected,
      ActualValue: difference.actual,
      DifferenceType: difference.type,
    })),
    StackResourceDriftStatus: drift.status,
    Timestamp: new Date(drift.checkedAt),
    DriftStatusReason: drift.reason,
  };
}
