import { validationError } from "../../errors.ts";
import { evaluate, evaluateValue } from "../../template/evaluate.ts";
import { scalarText } from "../../template/functions.ts";
import type { OutputDeclaration } from "../../template/model.ts";
import { referencesIn } from "../../template/references.ts";
import type { Scope } from "../../template/scope.ts";
import type { Json } from "../../json.ts";
import { isList, isObject } from "../../json.ts";
import type { StackOutput } from "../records.ts";

/** Evaluates the outputs whose condition holds. Throws ValidationError when one is not a text. */
export function evaluateOutputs(scope: Scope): readonly StackOutput[] {
  return [...scope.template.outputs.values()]
    .filter(({ condition }) => condition === undefined || scope.isTrue(condition))
    .map((output) => evaluateOutput(output, scope));
}

/** Names of the exports that the template's values import, where they can be told. */
export function importedNames(scope: Scope): readonly string[] {
  const names: string[] = [];
  const recording: Scope = {
    ...scope,
    importValue(name) {
      names.push(name);
      return scope.importValue(name);
    },
  };
  const isWanted = (condition: string | undefined): boolean =>
    condition === undefined || scope.isTrue(condition);
  const values = [
    ...[...scope.template.resources.values()].filter((r) => isWanted(r.condition)).map((r) => r.properties),
    ...[...scope.template.outputs.values()].filter((o) => isWanted(o.condition)).map((o) => o.value),
  ];
  for (const value of values) if (hasImport(value)) evaluate(value, recording);
  return [...new Set(names)];
}

function hasImport(value: Json): boolean {
  if (isList(value)) return value.some(hasImport);
  if (!isObject(value)) return false;
  return Object.entries(value).some(([name, member]) => name === "Fn::ImportValue" || hasImport(member));
}

function evaluateOutput(output: OutputDeclaration, scope: Scope): StackOutput {
  const value = scalarText(evaluateValue(output.value, scope));
  if (value === undefined)
    throw validationError(
      `Template format error: The Value field of every Outputs member must evaluate to a String. (output ${output.name})`,
    );
  return {
    key: output.name,
    value,
    ...(output.description === undefined ? {} : { description: output.description }),
    ...exportOf(output, scope),
  };
}

function exportOf(output: OutputDeclaration, scope: Scope): Pick<StackOutput, "exportName"> {
  if (output.exportName === undefined) return {};
  const usesResource = referencesIn(output.exportName).some(
    (reference) =>
      reference.kind === "attribute" ||
      (reference.kind === "ref" && scope.template.resources.has(reference.name)),
  );
  const exportName = usesResource ? undefined : scalarText(evaluateValue(output.exportName, scope));
  if (exportName === undefined || exportName === "")
    throw validationError(
      `Template format error: Output ${output.name} is malformed. The Name field of every Export member must be specified and evaluate to a String that does not depend on resources.`,
    );
  return { exportName };
}
