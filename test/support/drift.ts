import type { AccountDrift, DriftedProperty } from "../../src/model/drift.ts";

/** A log group whose retention somebody changed. */
export function driftedProperty(given: Partial<DriftedProperty> = {}): DriftedProperty {
  return {
    layer: "resource",
    account: "test",
    app: "storefront",
    stack: "acme-storefront",
    resource: "LogGroup",
    type: "AWS::Logs::LogGroup",
    physicalId: "/mooring/storefront",
    property: "/RetentionInDays",
    expected: "30",
    actual: "1",
    since: Date.UTC(2026, 0, 2),
    ...given,
  };
}

/** The drift of the account `test`: none, unless it is given. */
export function accountDriftOf(given: Partial<AccountDrift> = {}): AccountDrift {
  return {
    account: "test",
    checkedAt: Date.UTC(2026, 0, 2),
    stacks: 3,
    properties: [],
    ignored: [],
    unknown: [],
    ...given,
  };
}
