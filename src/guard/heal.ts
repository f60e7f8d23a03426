import { ATTACHED_TO, ATTACHERS } from "../model/attachment-types.ts";
import type { ResourceChange } from "../model/change-set.ts";
import type { Attachment, DriftedProperty } from "../model/drift.ts";
import type { Healing, Refusal, Step, UpdateStep } from "../model/plan.ts";
import { describeResource, mayHoldData } from "../model/stateful-types.ts";
import { effectiveChanges } from "./effective-changes.ts";
import type { Facts } from "./facts.ts";
import { placementOf, type Rule } from "./rule.ts";

/**
 * No healing that takes away what another resource put there, that does more than bring back the drift that was seen,
 * that replaces anything, that puts something empty where data was, or that has not helped before.
 */
export const refuseHeal: Rule = (step, facts) => {
  if (step.kind !== "update" || step.heals === undefined) return undefined;
  const { heals } = step;
  return (
    refuseHopeless(step, heals) ??
    (step.write.kind === "execute-change-set" ? refuseChanges(step, heals, facts) : undefined)
  );
};

function refuseHopeless(step: Step, { failure, round, of, properties }: Healing): Refusal | undefined {
  if (failure !== undefined) return refuse(failure, `correct the cause, and deploy ${step.app} anew`);
  if (round <= of) return undefined;
  return refuse(
    `the same drift was healed ${round - 1} times and came back: ${describe(properties)}`,
    `find out who changes it; then write what is wanted into the repository, or list it under \`ignoreDrift\` of ${step.app}`,
  );
}

function refuseChanges(step: UpdateStep, heals: Healing, facts: Facts): Refusal | undefined {
  const effective = effectiveChanges(step.changes ?? []);
  return (
    refuseReplacement(effective) ??
    refuseForeign(effective, heals, facts) ??
    refuseMore(effective, heals) ??
    refuseEmpty(effective, step, facts)
  );
}

function refuseReplacement(changes: readonly ResourceChange[]): Refusal | undefined {
  const replaced = changes.filter(({ replacement }) => replacement !== "never");
  if (replaced.length === 0) return undefined;
  return refuse(
    `healing would replace ${replaced.map(({ logicalId }) => logicalId).join(", ")}`,
    "bring it back by hand, or change the content so that a deployment does it",
  );
}

/** Attachments whose target nobody knows may be to this very group or role. */
function refuseForeign(
  changes: readonly ResourceChange[],
  heals: Healing,
  { attachments }: Facts,
): Refusal | undefined {
  for (const change of changes.filter(({ type }) => ATTACHED_TO.has(type))) {
    for (const property of touched(change, heals)) {
      const types = ATTACHERS[property] ?? [];
      if (types.length > 0 && attachments === undefined) return refuseAttached(change, property, "a stack");
      const owners = (attachments ?? []).filter(
        (each) => types.includes(each.type) && mayBeOf(each, change, heals),
      );
      const [owner] = owners;
      if (owner !== undefined)
        return refuseAttached(change, property, `${owner.logicalId} of ${owner.stack}`);
    }
  }
  return undefined;
}

/** A resource that is made again has every property. */
function touched(change: ResourceChange, { properties }: Healing): readonly string[] {
  if (change.action !== "modify") return Object.keys(ATTACHERS);
  const drifted = properties.filter(({ resource }) => resource === change.logicalId);
  const paths = [...change.properties.map(({ path }) => path), ...drifted.map(({ property }) => property)];
  return [...new Set(paths.map((path) => partsOf(path)[0] ?? ""))];
}

function mayBeOf(
  { targets }: Attachment,
  { logicalId, physicalId }: ResourceChange,
  heals: Healing,
): boolean {
  const id = physicalId ?? heals.properties.find(({ resource }) => resource === logicalId)?.physicalId;
  return targets === undefined || id === undefined || targets.includes(id);
}

function refuseAttached({ logicalId }: ResourceChange, property: string, owner: string): Refusal {
  return refuse(
    `${property} of ${logicalId} may hold what ${owner} puts there, and healing would take that away`,
    "bring the difference back by hand",
  );
}

function refuseMore(changes: readonly ResourceChange[], heals: Healing): Refusal | undefined {
  const more = changes.flatMap((change) => unnamedIn(change, [...heals.properties, ...heals.harmless]));
  if (more.length === 0) return undefined;
  return refuse(
    `the change set does more than bring back the drift that was seen: it changes ${more.slice(0, MOST_NAMED).join(", ")}`,
    "look at the drift with `moor drift`, and bring it back by hand or take it out of `ignoreDrift`",
  );
}

const MOST_NAMED = 3;

function unnamedIn(change: ResourceChange, named: readonly DriftedProperty[]): readonly string[] {
  const ofResource = named.filter(({ resource }) => resource === change.logicalId);
  if (MAKES_AGAIN.has(change.action) && ofResource.some(({ property }) => property === "")) return [];
  if (change.action !== "modify" || change.properties.length === 0) return [change.logicalId];
  return change.properties
    .filter(({ path }) => !ofResource.some(({ property }) => overlap(partsOf(property), partsOf(path))))
    .map(({ path }) => `${change.logicalId} ${path}`);
}

/** How a resource that is gone comes back. */
const MAKES_AGAIN: ReadonlySet<ResourceChange["action"]> = new Set(["add", "modify"]);

/** What took data with it comes back without: whether to restore it first is for a person to say. */
function refuseEmpty(
  changes: readonly ResourceChange[],
  step: UpdateStep,
  facts: Facts,
): Refusal | undefined {
  const { allow } = step.to;
  const empty = changes.filter(
    ({ action, drift, type, logicalId }) =>
      (action === "add" || drift === "deleted") && mayHoldData(type) && !allow.includes(logicalId),
  );
  if (empty.length === 0) return undefined;
  const ids = [...new Set([...allow, ...empty.map(({ logicalId }) => logicalId)])].join(", ");
  return refuse(
    `healing would make ${empty.map(describeResource).join(", ")} again, without the data that was in it`,
    `restore the data first; if it may be made empty, write \`allow: [${ids}]\` ${placementOf(step, facts)}`,
  );
}

/** A part of a path that is the place in a list, or the key of a tag, may be another one on the other side. */
function overlap(one: readonly string[], other: readonly string[]): boolean {
  const length = Math.min(one.length, other.length);
  return Array.from({ length }, (_none, index) => index).every(
    (index) => one[index] === other[index] || isPlace(one[index]) || isPlace(other[index]),
  );
}

function isPlace(part: string | undefined): boolean {
  return part !== undefined && /^\d+$/.test(part);
}

function partsOf(path: string): readonly string[] {
  return path.split("/").filter((part) => part !== "");
}

function describe(properties: readonly DriftedProperty[]): string {
  const named = properties.slice(0, MOST_NAMED).map(({ resource, property }) => `${resource}${property}`);
  const rest = properties.length > MOST_NAMED ? ` and ${properties.length - MOST_NAMED} more` : "";
  return `${named.join(", ")}${rest}`;
}

function refuse(why: string, allowBy: string): Refusal {
  return { rule: "heal", why, allowBy };
}
