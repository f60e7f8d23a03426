import type { ResourceDifference } from "@aws-cdk/cloudformation-diff";
import { canonicalJson, isJsonObject, type Json } from "../model/canonical.ts";
import type { PropertyChange, ResourceChange } from "../model/change-set.ts";
import { withoutAbsentResources } from "./conditions.ts";
import { additionsOf, dataIn, parseTemplate, readPolicy, removalsOf } from "./deployed-template.ts";

/** A template and the values its parameters have. */
export interface FilledTemplate {
  readonly body: string;
  readonly parameters: Readonly<Record<string, string>>;
}

/**
 * What an update would do, worked out from the two templates without asking AWS: an estimate. Transforms and values that only
 * AWS knows are compared as text. `undefined` when the deployed template is not JSON.
 *
 * The library behind it takes half a second and 150 MB to load, so it is loaded here and only when needed.
 */
export async function offlineChanges(
  deployed: FilledTemplate,
  wanted: FilledTemplate,
): Promise<readonly ResourceChange[] | undefined> {
  const before = fill(deployed);
  const after = fill(wanted);
  if (before === undefined || after === undefined) return undefined;
  const { fullDiff } = await import("@aws-cdk/cloudformation-diff");
  const removals = new Map(removalsOf(before).map((removal) => [removal.logicalId, removal]));
  const additions = new Map(additionsOf(after).map((addition) => [addition.logicalId, addition]));
  const changes: ResourceChange[] = [];
  fullDiff({ ...before }, { ...after }).resources.forEachDifference((logicalId, difference) => {
    const { isAddition, isRemoval } = difference;
    if (isAddition) changes.push(...presentIn(additions, logicalId));
    else if (isRemoval) changes.push(...presentIn(removals, logicalId));
    else changes.push(modification(logicalId, difference));
  });
  return changes;
}

/** The template with the values of its parameters in place of references to them, so that a changed value shows. */
function fill({ body, parameters }: FilledTemplate) {
  const template = parseTemplate(body);
  if (template === undefined) return undefined;
  const present = withoutAbsentResources(template, parameters);
  const { Parameters: _declarations, Metadata: _metadata, Description: _description, ...content } = present;
  const filled = replaceReferences(content, parameters);
  return isJsonObject(filled) ? filled : undefined;
}

function replaceReferences(value: Json, parameters: FilledTemplate["parameters"]): Json {
  if (Array.isArray(value)) return value.map((item: Json) => replaceReferences(item, parameters));
  if (!isJsonObject(value)) return value;
  const { Ref: reference, "Fn::Sub": text } = value;
  if (typeof reference === "string" && Object.keys(value).length === 1) return parameters[reference] ?? value;
  const entries = Object.entries(value).flatMap(([key, item]): [string, Json][] =>
    item === undefined ? [] : [[key, replaceReferences(item, parameters)]],
  );
  const replaced = Object.fromEntries(entries);
  return typeof text === "string" ? { ...replaced, "Fn::Sub": replaceInText(text, parameters) } : replaced;
}

function replaceInText(text: string, parameters: FilledTemplate["parameters"]): string {
  return text.replaceAll(/\$\{([A-Za-z0-9]+)\}/g, (whole, name: string) => parameters[name] ?? whole);
}

function presentIn(known: ReadonlyMap<string, ResourceChange>, logicalId: string): readonly ResourceChange[] {
  const change = known.get(logicalId);
  return change === undefined ? [] : [change];
}

/** A change of the type replaces the resource whatever its properties say. */
function modification(logicalId: string, difference: ResourceDifference): ResourceChange {
  const replacement = difference.resourceTypeChanged
    ? "always"
    : (REPLACEMENTS[difference.changeImpact] ?? "never");
  const properties = Object.entries(difference.propertyUpdates).map(([path, update]) =>
    propertyChange(path, update),
  );
  const others = Object.keys(difference.otherChanges);
  return {
    action: "modify",
    logicalId,
    type: difference.newResourceType ?? difference.oldResourceType ?? "",
    replacement,
    ...(replacement === "never" ? {} : { policy: readPolicy(difference.newValue?.["UpdateReplacePolicy"]) }),
    ...dataIn(difference.newResourceType ?? "", { ...difference.newValue }),
    scope: [...(properties.length > 0 ? ["Properties"] : []), ...others],
    properties,
  };
}

const REPLACEMENTS: Readonly<Record<string, "always" | "conditional">> = {
  WILL_REPLACE: "always",
  MAY_REPLACE: "conditional",
};

function propertyChange(path: string, update: ResourceDifference["propertyUpdates"][string]): PropertyChange {
  return {
    path,
    ...(update.oldValue === undefined ? {} : { before: toText(update.oldValue) }),
    ...(update.newValue === undefined ? {} : { after: toText(update.newValue) }),
    causesReplacement: REPLACEMENTS[update.changeImpact ?? ""] ?? "never",
  };
}

function toText(value: Json): string {
  return typeof value === "string" ? value : canonicalJson(value);
}
