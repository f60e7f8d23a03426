import type {
  Change,
  LiveResourceDrift,
  ResourceChange as SdkResourceChange,
  ResourceChangeDetail,
  ResourceTargetDefinition,
} from "@aws-sdk/client-cloudformation";
import type { PropertyChange, PropertyDrift, ResourceChange } from "../model/change-set.ts";
import { isClusterMember } from "../model/stateful-types.ts";
import { compact, required } from "./shape.ts";
import { resourceDriftState } from "./drift-status.ts";
import { lookUp } from "./stack-status.ts";
import { boundedValue } from "./wording.ts";

/** A change as our words say it; what this version does not know stays `unknown`. */
export function toResourceChange({ ResourceChange: it }: Change): ResourceChange {
  const action = lookUp(ACTIONS, it?.Action) ?? "unknown";
  return compact({
    action,
    logicalId: required(it?.LogicalResourceId, "logical id of a change"),
    physicalId: it?.PhysicalResourceId === "" ? undefined : it?.PhysicalResourceId,
    type: it?.ResourceType ?? "",
    replacement: action === "modify" ? (lookUp(REPLACEMENTS, it?.Replacement) ?? "unknown") : "never",
    policy: it?.PolicyAction === undefined ? undefined : (lookUp(POLICIES, it.PolicyAction) ?? "unknown"),
    holdsNoData: holdsNoData(it),
    scope: it?.Scope ?? [],
    properties: toPropertyChanges(it?.Details ?? []),
    drift: it?.ResourceDriftStatus === undefined ? undefined : resourceDriftState(it.ResourceDriftStatus),
  });
}

/**
 * What either answer lists. A resource in both takes its property values from the second and, where the answers differ,
 * the graver word.
 */
export function uniteChanges(
  plain: readonly ResourceChange[],
  valued: readonly ResourceChange[],
): readonly ResourceChange[] {
  const byId = new Map(valued.map((change) => [change.logicalId, change]));
  const known = new Set(plain.map((change) => change.logicalId));
  const united = plain.map((change) => uniteChange(change, byId.get(change.logicalId)));
  return [...united, ...valued.filter((change) => !known.has(change.logicalId))];
}

const ACTIONS: Readonly<Record<string, ResourceChange["action"]>> = {
  Add: "add",
  Modify: "modify",
  Remove: "remove",
  Import: "import",
  Dynamic: "dynamic",
  SyncWithActual: "sync",
};

const REPLACEMENTS: Readonly<Record<string, ResourceChange["replacement"]>> = {
  True: "always",
  False: "never",
  Conditional: "conditional",
};

const POLICIES: Readonly<Record<string, ResourceChange["policy"]>> = {
  Delete: "delete",
  Retain: "retain",
  Snapshot: "snapshot",
  ReplaceAndDelete: "delete",
  ReplaceAndRetain: "retain",
  ReplaceAndSnapshot: "snapshot",
};

/** A resource as it is, or will be, comes with the values only. */
function holdsNoData(it: SdkResourceChange | undefined): true | undefined {
  const contexts = [it?.BeforeContext, it?.AfterContext].filter((context) => context !== undefined);
  const type = it?.ResourceType ?? "";
  const isMember = contexts.every((context) => isClusterMember(type, propertiesIn(context)));
  return contexts.length > 0 && isMember ? true : undefined;
}

function propertiesIn(context: string): object {
  try {
    const parsed: unknown = JSON.parse(context);
    const { Properties: properties } = { Properties: undefined as unknown, ...(parsed as object | null) };
    return typeof properties === "object" && properties !== null ? properties : {};
  } catch {
    return {};
  }
}

const GRAVITY = [
  "never",
  "conditional",
  "always",
  "unknown",
] as const satisfies readonly ResourceChange["replacement"][];

function uniteChange(plain: ResourceChange, valued: ResourceChange | undefined): ResourceChange {
  if (valued === undefined) return plain;
  const policy = plain.policy === valued.policy ? plain.policy : bothPolicies(plain.policy, valued.policy);
  return {
    ...plain,
    action: plain.action === valued.action ? plain.action : "unknown",
    replacement: graver(plain.replacement, valued.replacement),
    ...(policy === undefined ? {} : { policy }),
    ...(valued.holdsNoData === undefined ? {} : { holdsNoData: valued.holdsNoData }),
    scope: [...new Set([...plain.scope, ...valued.scope])],
    properties: valued.properties.length > 0 ? valued.properties : plain.properties,
  };
}

function bothPolicies(
  one: ResourceChange["policy"],
  other: ResourceChange["policy"],
): ResourceChange["policy"] {
  if (one === undefined || other === undefined) return one ?? other;
  return one === other ? one : "unknown";
}

function graver(
  one: ResourceChange["replacement"],
  other: ResourceChange["replacement"],
): ResourceChange["replacement"] {
  return GRAVITY.indexOf(one) >= GRAVITY.indexOf(other) ? one : other;
}

/**
 * One entry a target. A changed parameter gives two details for the same target, of which the static one is right
 * (user guide, "View change sets").
 */
function toPropertyChanges(details: readonly ResourceChangeDetail[]): readonly PropertyChange[] {
  const byPath = new Map<string, ResourceChangeDetail>();
  for (const detail of details) {
    const path = pathOf(detail.Target);
    const earlier = byPath.get(path);
    if (earlier === undefined || earlier.Evaluation !== "Static") byPath.set(path, detail);
  }
  return [...byPath].map(([path, detail]) => toPropertyChange(path, detail));
}

function toPropertyChange(
  path: string,
  { Target: target, Evaluation, ChangeSource: source, CausingEntity: cause }: ResourceChangeDetail,
): PropertyChange {
  const recreation = lookUp(RECREATIONS, target?.RequiresRecreation ?? "Never") ?? "conditional";
  return compact({
    path,
    before: boundedValue(target?.BeforeValue),
    after: boundedValue(target?.AfterValue),
    // What may turn out to be unchanged need not replace anything.
    causesReplacement: recreation === "always" && Evaluation === "Dynamic" ? "conditional" : recreation,
    follows:
      Evaluation === "Dynamic" && FROM_RESOURCES.has(source ?? "") ? cause?.split(".", 1)[0] : undefined,
    drift: toPropertyDrift(target?.Drift),
  });
}

/** Sources of changes that are other resources of the template. */
const FROM_RESOURCES: ReadonlySet<string> = new Set(["ResourceReference", "ResourceAttribute"]);

function toPropertyDrift(drift: LiveResourceDrift | undefined): PropertyDrift | undefined {
  if (drift === undefined) return undefined;
  return compact({ deployed: boundedValue(drift.PreviousValue), live: boundedValue(drift.ActualValue) });
}

const RECREATIONS: Readonly<Record<string, PropertyChange["causesReplacement"]>> = {
  Never: "never",
  Conditionally: "conditional",
  Always: "always",
};

/** `/Properties/ContainerDefinitions/0/Image` → `ContainerDefinitions/0/Image`; other attributes keep their name. */
function pathOf(target: ResourceTargetDefinition | undefined): string {
  const path = target?.Path?.replace(/^\//, "");
  if (path !== undefined && path !== "") return path.replace(/^Properties\//, "");
  const attribute = target?.Attribute ?? "";
  if (attribute === "Properties") return target?.Name ?? attribute;
  return target?.Name === undefined || target.Name === "" ? attribute : `${attribute}/${target.Name}`;
}
