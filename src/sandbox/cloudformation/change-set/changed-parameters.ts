import type { Template } from "../../template/model.ts";
import type { ParameterValue } from "../../template/parameters.ts";
import type { StackContent } from "../records.ts";

/** Names of the parameters, declared before and after, whose value a change set changes. */
export function changedParameters(
  current: StackContent,
  before: Template | undefined,
  next: StackContent,
  after: Template,
): ReadonlySet<string> {
  const values = new Map(current.parameters.map((parameter) => [parameter.key, effectiveValue(parameter)]));
  const changed = next.parameters.filter(
    (parameter) =>
      before?.parameters.has(parameter.key) === true &&
      after.parameters.has(parameter.key) &&
      values.get(parameter.key) !== effectiveValue(parameter),
  );
  return new Set(changed.map(({ key }) => key));
}

function effectiveValue({ value, resolvedValue }: ParameterValue): string {
  return resolvedValue ?? value;
}
