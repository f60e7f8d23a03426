import { differenceKey, type AccountDrift, type DriftedProperty } from "../model/drift.ts";
import type { Findings } from "./resource-drift.ts";

/** A survey that has ended. */
export interface Survey extends Pick<
  AccountDrift,
  "account" | "checkedAt" | "stacks" | "attachments" | "surveyed" | "failure"
> {
  readonly findings: Findings;
  /** The one before, for how long what is wrong has been so. */
  readonly before: AccountDrift | undefined;
}

/** The drift of an account as a survey found it. */
export function accountDrift({ findings, before, ...survey }: Survey): AccountDrift {
  const { properties, ignored, unknown } = findings;
  return {
    ...survey,
    properties: inReportOrder(withSince(properties, before)),
    ignored,
    unknown: unknown.toSorted(
      (a, b) => compare(a.stack, b.stack) || compare(a.resource ?? "", b.resource ?? ""),
    ),
  };
}

/** The same difference is as old as it was. */
export function withSince(
  properties: readonly DriftedProperty[],
  before: Pick<AccountDrift, "properties"> | undefined,
): readonly DriftedProperty[] {
  const known = new Map(before?.properties.map((property) => [differenceKey(property), property.since]));
  return properties.map((property) => ({
    ...property,
    since: known.get(differenceKey(property)) ?? property.since,
  }));
}

/** By stack, resource and property. */
export function inReportOrder(properties: readonly DriftedProperty[]): readonly DriftedProperty[] {
  return properties.toSorted(
    (a, b) => compare(a.stack, b.stack) || compare(a.resource, b.resource) || compare(a.property, b.property),
  );
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
