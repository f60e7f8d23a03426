import type { ResourceChange } from "../model/change-set.ts";
import { describeResource } from "../model/stateful-types.ts";
import type { Changing } from "./losses.ts";
import { replacingProperties } from "./replacing-properties.ts";
import { placementOf, type Rule } from "./rule.ts";

/**
 * No smaller disk under a database: RDS refuses it, after CloudFormation has begun. Source: RDS user guide, "Modifying
 * settings for Provisioned IOPS SSD storage": the storage size cannot be reduced.
 */
export const refuseSmallerStorage: Rule = (step, facts) => {
  if (step.kind !== "update" && step.kind !== "hold") return undefined;
  const [shrinking] = (step.changes ?? [])
    .flatMap(shrinkingOf)
    .filter(({ change }) => !isAllowedAnew(change, step));
  if (shrinking === undefined) return undefined;
  const { change, before, after } = shrinking;
  return {
    rule: "data-loss",
    why: `RDS makes no disk smaller, and ${describeResource(change)} would go from ${before} to ${after} GiB`,
    allowBy: `write ${before} GiB or more ${placementOf(step, facts)}; for a smaller one, place another database and move the data`,
  };
};

/** A database that is made anew, as somebody allowed, has a disk of its own size. */
function isAllowedAnew(change: ResourceChange, { to }: Changing): boolean {
  return replacingProperties(change) !== "" && to?.allow.includes(change.logicalId) === true;
}

function shrinkingOf(change: ResourceChange) {
  if (change.type !== "AWS::RDS::DBInstance" || change.replacement === "always") return [];
  const storage = change.properties.find(({ path }) => path === "AllocatedStorage");
  const [before, after] = [Number(storage?.before), Number(storage?.after)];
  return after < before ? [{ change, before, after }] : [];
}
