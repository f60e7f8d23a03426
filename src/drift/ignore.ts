import type { DriftedProperty, IgnoredDrift } from "../model/drift.ts";
import { isWithin } from "./pointer.ts";

/** Why a person wants a difference to be left out of reports and alone; `undefined` when nobody does, or not any more. */
export function ignoredBy(
  { resource, property }: Pick<DriftedProperty, "resource" | "property">,
  ignoreDrift: readonly IgnoredDrift[],
  now: number,
): string | undefined {
  const rule = ignoreDrift.find(
    (candidate) =>
      (candidate.resource === "*" || candidate.resource === resource) &&
      (candidate.property === "*" || isWithin(property, candidate.property)) &&
      (candidate.until === undefined || candidate.until > now),
  );
  return rule === undefined ? undefined : `ignoreDrift: ${rule.reason}`;
}
