import type { Output } from "../api.ts";
import type { Violation } from "./records.ts";

/** What `DescribeEvents` says of something that early validation found. */
export function renderViolation(violation: Violation): Output {
  return {
    EventType: "VALIDATION_ERROR",
    LogicalResourceId: violation.logicalId,
    PhysicalResourceId: violation.physicalId ?? "",
    ResourceType: violation.type,
    ValidationFailureMode: violation.isWarning === true ? "WARN" : "FAIL",
    ValidationName: violation.validation,
    ValidationStatus: "FAILED",
    ValidationStatusReason: violation.reason,
    ValidationPath: violation.path,
  };
}
