import type { Json } from "../../json.ts";
import { isSameValue } from "../../resources/difference.ts";
import { referencesIn } from "../../template/references.ts";
import type { Reference } from "../../template/references.ts";
import type { Scope } from "../../template/scope.ts";
import type { ChangeDetail, ResourceChange } from "./changes.ts";

/** Why a property changes, as a detail says it. */
export type Cause = Pick<ChangeDetail, "source" | "evaluation" | "causingEntity">;

/** What causes can be looked for in. */
interface Surroundings {
  readonly scope: Scope;
  readonly touched: ReadonlyMap<string, ResourceChange>;
  readonly parametersChanged: ReadonlySet<string>;
}

/**
 * Why a property's value differs: parameters, references to what is made anew, or the template's own text.
 *
 * A parameter gives two details, as on AWS: a dynamic direct one and the static one that names it.
 */
export function causesOf(
  surroundings: Surroundings,
  after: Json | undefined,
  before: Json | undefined,
): readonly Cause[] {
  const references = after === undefined ? [] : uniqueReferences(after, surroundings.scope);
  const parameters = references.flatMap((reference) => parameterCause(reference, surroundings));
  const made = references.flatMap((reference) => replacedCause(reference, surroundings));
  const isTextChanged = !isSameValue(before, after);
  if (isTextChanged || (parameters.length === 0 && made.length === 0))
    return [{ source: "DirectModification", evaluation: "Static" }, ...parameters, ...made];
  return parameters.length > 0
    ? [{ source: "DirectModification", evaluation: "Dynamic" }, ...parameters, ...made]
    : made;
}

/** Why a property may differ after the deployment although all that is known of it is the same. */
export function possibleCauses(surroundings: Surroundings, value: Json): readonly Cause[] {
  return uniqueReferences(value, surroundings.scope).flatMap((reference): readonly Cause[] => {
    if (reference.kind === "attribute" && isModified(reference.resource, surroundings))
      return [attributeCause(reference.resource, reference.attribute)];
    const isUncertain =
      reference.kind === "ref" && surroundings.touched.get(reference.name)?.replacement === "Conditional";
    return isUncertain
      ? [{ source: "ResourceReference", evaluation: "Dynamic", causingEntity: reference.name }]
      : [];
  });
}

function uniqueReferences(value: Json, scope: Scope): readonly Reference[] {
  const references = referencesIn(value, (condition) => scope.isTrue(condition));
  return [...new Map(references.map((reference) => [JSON.stringify(reference), reference])).values()];
}

function parameterCause(reference: Reference, { parametersChanged }: Surroundings): readonly Cause[] {
  if (reference.kind !== "ref" || !parametersChanged.has(reference.name)) return [];
  return [{ source: "ParameterReference", evaluation: "Static", causingEntity: reference.name }];
}

function replacedCause(reference: Reference, { touched }: Surroundings): readonly Cause[] {
  if (reference.kind === "ref" && isMadeAnew(touched.get(reference.name)))
    return [{ source: "ResourceReference", evaluation: "Dynamic", causingEntity: reference.name }];
  if (reference.kind === "attribute" && touched.has(reference.resource))
    return [attributeCause(reference.resource, reference.attribute)];
  return [];
}

function isMadeAnew(change: ResourceChange | undefined): boolean {
  return change?.action === "Add" || change?.replacement === "True" || change?.replacement === "Conditional";
}

function isModified(logicalId: string, { touched }: Surroundings): boolean {
  const change = touched.get(logicalId);
  return change?.action === "Modify" && change.scope.includes("Properties");
}

function attributeCause(resource: string, attribute: string | undefined): Cause {
  return {
    source: "ResourceAttribute",
    evaluation: "Dynamic",
    causingEntity: attribute === undefined ? resource : `${resource}.${attribute}`,
  };
}
