import { isSameTags } from "../compare.ts";
import type { StackContent } from "../records.ts";

/** Whether nothing that belongs to the stack itself would change: neither its settings nor what Systems Manager holds for its parameters. */
export function isSameContent(now: StackContent, next: StackContent): boolean {
  return (
    isSameTags(now.tags, next.tags) &&
    now.notificationArns.join() === next.notificationArns.join() &&
    now.roleArn === next.roleArn &&
    JSON.stringify(now.rollbackConfiguration) === JSON.stringify(next.rollbackConfiguration) &&
    !hasMovedParameter(now, next)
  );
}

/** Another stored value is a change even where nothing uses the parameter. */
function hasMovedParameter(now: StackContent, next: StackContent): boolean {
  const before = new Map(now.parameters.map(({ key, resolvedValue }) => [key, resolvedValue]));
  return next.parameters.some(
    ({ key, resolvedValue }) => resolvedValue !== undefined && before.get(key) !== resolvedValue,
  );
}
