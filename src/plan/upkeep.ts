import { parseChangeSetName } from "../model/change-set-name.ts";
import type { AccountDrift, DriftedProperty } from "../model/drift.ts";
import type { ObservedStack } from "../model/observed-stack.ts";
import type { RecoverStep } from "../model/plan.ts";
import { planHeal } from "./heal.ts";
import { withChangeSet, withChangeSetNames, type Decision } from "./question.ts";
import { aboutWanted, type Deployed, type Upkeep } from "./situation.ts";

/** What is known of a stack; `undefined` when the survey did not look at it, or somebody has updated it since. */
export function upkeepOf(
  drift: AccountDrift | undefined,
  observed: ObservedStack | undefined,
): Upkeep | undefined {
  const surveyed = observed === undefined ? undefined : drift?.surveyed?.get(observed.name);
  if (drift === undefined || observed === undefined || surveyed === undefined) return undefined;
  if (surveyed.stackId !== observed.id || surveyed.state !== updateOf(observed)) return undefined;
  const isOfResource = ({ layer, stack }: DriftedProperty): boolean =>
    layer === "resource" && stack === observed.name;
  const harmless = drift.ignored.filter(({ isHarmless }) => isHarmless === true);
  return {
    checkedAt: drift.checkedAt,
    surveyed,
    properties: drift.properties.filter(isOfResource),
    harmless: harmless.map(({ property }) => property).filter(isOfResource),
  };
}

/** When a stack was updated last, which tells its states apart; milliseconds since the epoch. */
export function updateOf({ updatedAt, createdAt }: ObservedStack): number {
  return updatedAt ?? createdAt;
}

/**
 * What there is to do about a stack whose content is as wanted: what earlier passes left is removed, then drift is
 * healed where that is wanted. `undefined` when there is nothing.
 */
export function planUpkeep(deployed: Deployed): Decision | undefined {
  const { upkeep, blockers } = deployed;
  if (upkeep === undefined || blockers.length > 0) return undefined;
  return planTidying(deployed, upkeep) ?? planHeal(deployed, upkeep);
}

/** A pass that was killed, or drift that somebody else removed, leaves a change set that nobody will execute. */
function planTidying(deployed: Deployed, upkeep: Upkeep): Decision | undefined {
  const isLeftover = (name: string): boolean => isLeftoverOn(deployed, upkeep, name);
  if (!upkeep.surveyed.leftovers.some(isLeftover)) return undefined;
  const { to, from, details } = deployed;
  const asked = { app: to.app, stack: from, details };
  return withChangeSetNames(asked, (names) => {
    const name = names.find(isLeftover);
    if (name === undefined) return undefined;
    return withChangeSet(asked, name, (changeSet) =>
      changeSet === undefined || IN_USE.has(changeSet.state) ? undefined : tidying(deployed, changeSet),
    );
  });
}

const IN_USE: ReadonlySet<string> = new Set(["pending", "executing", "executed", "deleting"]);

/** A change set of the wanted content itself is the memory of what CloudFormation said about it. */
function isLeftoverOn({ to, from }: Deployed, { checkedAt }: Upkeep, name: string): boolean {
  const identity = parseChangeSetName(name);
  if (identity === undefined || name === from.lastChangeSet) return false;
  const { digest, heal } = identity;
  return heal === undefined ? digest !== to.digest : heal.survey !== checkedAt;
}

function tidying({ to, from }: Deployed, changeSet: RecoverWriteSet): RecoverStep {
  return {
    kind: "recover",
    ...aboutWanted(to, `in sync; change set ${changeSet.name} was left on it and never executed`),
    from,
    write: { kind: "delete-change-set", changeSet },
    adopt: to.adopt,
  };
}

type RecoverWriteSet = Extract<RecoverStep["write"], { kind: "delete-change-set" }>["changeSet"];
