import type { Template } from "../../template/model.ts";
import type { StackContent } from "../records.ts";

/** Names of the parameters, declared before and after, whose value a change set changes. */
export function changedParameters(
  current: StackContent,
  before: Template | undefined,
  next: StackContent,
  after: Template,
): ReadonlySet<string> {
  const values = new Map(current.parameters.map(({ key, value }) => [key, value]));
  const changed = next.parameters.filter(
    ({ key, value }) =>
      before?.parameters.has(key) === true && after.parameters.has(key) && values.get(key) !== value,
  );
  return new Set(changed.map(({ key }) => key));
}
