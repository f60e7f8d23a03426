import type { Json } from "../../json.ts";
import type { PropertyChange } from "../../resources/difference.ts";
import { isSameValue, valueText } from "../../resources/difference.ts";
import { replacementFate } from "../../resources/policies.ts";
import { findResourceType } from "../../spec/resource-type.ts";
import type { ResourceDeclaration } from "../../template/model.ts";
import type { Scope } from "../../template/scope.ts";
import { isUnknown } from "../../template/unknown.ts";
import type { ResourceDifference } from "../compare.ts";
import type { DesiredResource } from "../desired.ts";
import type { ResourceRecord } from "../records.ts";
import type { Cause } from "./causes.ts";
import { causesOf, possibleCauses } from "./causes.ts";
import type { ChangeDetail, ResourceChange } from "./changes.ts";
import type { Secrets } from "./context.ts";
import { changeContext, mask } from "./context.ts";

/** Two states of a resource, and what is known of the change set so far. */
export interface Modified {
  readonly before: ResourceRecord;
  readonly desired: DesiredResource;
  readonly difference: ResourceDifference;
  readonly declarationBefore: ResourceDeclaration | undefined;
  readonly scope: Scope;
  /** Changes of the resources that come before this one in dependency order. */
  readonly touched: ReadonlyMap<string, ResourceChange>;
  readonly parametersChanged: ReadonlySet<string>;
  readonly secrets: Secrets;
}

/** How a change set shows that a resource would, or may, change; `undefined` when it would not. */
export function modification(modified: Modified): ResourceChange | undefined {
  const { before, desired, secrets } = modified;
  const details = [
    ...modified.difference.properties.flatMap((change) => propertyDetails(modified, change)),
    ...possibleDetails(modified),
    ...tagDetails(modified),
    ...attributeDetails(modified),
  ];
  if (details.length === 0) return undefined;
  const replacement = replacementOf(details);
  return {
    action: "Modify",
    logicalId: desired.logicalId,
    ...(before.physicalId === undefined ? {} : { physicalId: before.physicalId }),
    type: desired.type,
    replacement,
    ...(replacement === "False" ? {} : { policyAction: `ReplaceAnd${replacementFate(desired)}` as const }),
    scope: [...new Set(details.map(({ attribute }) => attribute))],
    details,
    before: changeContext(before, secrets),
    after: changeContext(desired, secrets),
  };
}

/** The most severe detail wins; what hangs on a value that is not certain is conditional. */
function replacementOf(details: readonly ChangeDetail[]): "True" | "False" | "Conditional" {
  const isCertain = ({ requiresRecreation, evaluation }: ChangeDetail): boolean =>
    requiresRecreation === "Always" && evaluation === "Static";
  if (details.some(isCertain)) return "True";
  return details.some(({ requiresRecreation }) => requiresRecreation !== "Never") ? "Conditional" : "False";
}

function propertyDetails(modified: Modified, change: PropertyChange): readonly ChangeDetail[] {
  const { scope, desired, declarationBefore } = modified;
  const after = scope.template.resources.get(desired.logicalId)?.properties[change.name];
  const causes = causesOf(modified, after, declarationBefore?.properties[change.name]);
  return causes.map((cause) => ({
    ...detailOf(modified, change, "Properties"),
    ...cause,
    evaluation: isUnknown(change.after) ? "Dynamic" : cause.evaluation,
  }));
}

/** Properties that have the same value for all that is known, but hang on an attribute of something that changes. */
function possibleDetails(modified: Modified): readonly ChangeDetail[] {
  const { scope, desired, difference } = modified;
  const declared = scope.template.resources.get(desired.logicalId)?.properties ?? {};
  const certain = new Set(difference.properties.map(({ name }) => name));
  const type = findResourceType(desired.type);
  return Object.entries(declared)
    .filter(([name]) => !certain.has(name) && name !== type?.tags?.property)
    .flatMap(([name, value]) =>
      possibleCauses(modified, value).map((cause) => ({
        attribute: "Properties",
        name,
        path: `/Properties/${name}`,
        requiresRecreation: recreation(type?.properties.get(name)?.causesReplacement),
        ...cause,
      })),
    );
}

function recreation(causes: "yes" | "maybe" | "no" | undefined): ChangeDetail["requiresRecreation"] {
  return causes === "yes" ? "Always" : causes === "maybe" ? "Conditionally" : "Never";
}

function tagDetails(modified: Modified): readonly ChangeDetail[] {
  if (!modified.difference.hasTagChange) return [];
  const property = findResourceType(modified.desired.type)?.tags?.property ?? "Tags";
  const before = modified.before.properties[property];
  const after = modified.desired.properties[property];
  const change = {
    name: property,
    path: `/Properties/${property}`,
    before,
    after,
    requiresRecreation: "Never",
  } as const;
  const isOwnChange = !isSameValue(before, after);
  const direct: Cause = { source: "DirectModification", evaluation: "Static" };
  const causes = isOwnChange
    ? causesOf(
        modified,
        modified.scope.template.resources.get(modified.desired.logicalId)?.properties[property],
        modified.declarationBefore?.properties[property],
      )
    : [direct];
  return causes.map((cause) => ({
    ...(isOwnChange
      ? detailOf(modified, change, "Tags")
      : { attribute: "Tags" as const, requiresRecreation: "Never" as const }),
    ...cause,
  }));
}

function attributeDetails({ difference }: Modified): readonly ChangeDetail[] {
  return difference.attributes.map((attribute) => ({
    attribute,
    requiresRecreation: "Never",
    evaluation: "Static",
    source: "DirectModification",
  }));
}

function detailOf(
  { secrets }: Modified,
  { name, path, before, after, requiresRecreation }: PropertyChange,
  attribute: "Properties" | "Tags",
): Omit<ChangeDetail, "evaluation" | "source"> {
  const text = (value: Json): string => valueText(mask(value, secrets));
  return {
    attribute,
    name,
    path,
    requiresRecreation,
    ...(before === undefined ? {} : { beforeValue: text(before) }),
    ...(after === undefined ? {} : { afterValue: text(after) }),
    changeType: before === undefined ? "Add" : after === undefined ? "Remove" : "Modify",
  };
}
