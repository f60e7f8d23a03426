import type { ResourceChange } from "../model/change-set.ts";
import { describeResource } from "../model/stateful-types.ts";
import type { Rule } from "./rule.ts";

/** No change set that says something which this version cannot read. */
export const refuseUnknown: Rule = (step) => {
  if (step.kind !== "create" && step.kind !== "update") return undefined;
  const unreadable = unreadableIn(step.changes ?? []);
  return unreadable.length === 0
    ? undefined
    : {
        rule: "unknown",
        why: `CloudFormation describes a change of ${unreadable.join(", ")} in words this version does not know`,
        allowBy: "update Mooring",
      };
};

function unreadableIn(changes: readonly ResourceChange[]): readonly string[] {
  return changes.flatMap((change) => [
    ...(isUnreadable(change) ? [describeResource(change)] : []),
    ...unreadableIn(change.nested ?? []),
  ]);
}

function isUnreadable({ action, replacement, policy }: ResourceChange): boolean {
  return action === "unknown" || replacement === "unknown" || policy === "unknown";
}
