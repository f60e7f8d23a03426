import type { IgnoredDrift } from "../model/drift.ts";
import type { IgnoredDifference } from "../model/generated/app.ts";
import type { Read } from "./flaw.ts";
import { checkMoment, momentOf } from "./moment.ts";
import type { Tree } from "./tree.ts";

/** The differences that a person knows of, once the contract has nothing against them. */
export function readIgnoredDrift(
  written: readonly IgnoredDifference[],
  tree: Tree,
): Read<readonly IgnoredDrift[]> {
  const flaws = written.flatMap(({ until }, index) =>
    checkMoment(until, tree, ["ignoreDrift", index, "until"]),
  );
  return flaws.length > 0 ? { flaws } : { value: written.map(toIgnoredDrift), flaws: [] };
}

function toIgnoredDrift({ resource, property, reason, until }: IgnoredDifference): IgnoredDrift {
  const end = until === undefined ? undefined : momentOf(until);
  return { resource, property, reason, ...(end === undefined ? {} : { until: end }) };
}
