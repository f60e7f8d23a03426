import { changeSetName, parseChangeSetName, type ChangeSetIdentity } from "../model/change-set-name.ts";
import type { ChangeSet } from "../model/change-set.ts";
import type { DriftedProperty } from "../model/drift.ts";
import type { Operation } from "../model/observed-stack.ts";
import type { ChangeSetWrite, Healing, UpdateStep } from "../model/plan.ts";
import { nextAttempt, newestContentOperation } from "./attempts.ts";
import { hashOf } from "./digest.ts";
import { withChangeSet, withOperations, type Decision } from "./question.ts";
import { describeFailure, oneSentence } from "./root-cause.ts";
import { aboutWanted, keep, wait, type Deployed, type Upkeep } from "./situation.ts";

/** How often the same difference is healed: whatever makes it anew is stronger than we are. */
const MOST_ROUNDS = 3;

/**
 * Brings drift back by a change set that looks at what is really there. It is the same content once more, under a name
 * that says which differences it heals: so the stack stays in sync by its digest, a killed pass finds its own work, and
 * the stack's events tell how often the same was healed.
 */
export function planHeal(deployed: Deployed, upkeep: Upkeep): Decision | undefined {
  const { to, from, details } = deployed;
  if (!to.selfHeal || upkeep.properties.length === 0) return undefined;
  const asked = { app: to.app, stack: from, details };
  return withOperations(asked, (operations) => {
    if (isBehind(deployed, operations)) return wait(to, from, "its last update is not shown yet");
    const identity = identityOf(deployed, upkeep, operations);
    const heals = healingOf(deployed, upkeep, operations);
    if (heals.failure !== undefined || heals.round > heals.of) return creation(deployed, heals, identity);
    return withChangeSet(asked, changeSetName(identity), (changeSet) =>
      changeSet === undefined ? creation(deployed, heals, identity) : follow(deployed, heals, changeSet),
    );
  });
}

/** The list of stacks may lag behind the events: then what was surveyed may be healed already. */
function isBehind({ from }: Deployed, operations: readonly Operation[]): boolean {
  const newest = newestContentOperation(operations);
  if (newest?.outcome === "running") return true;
  const isOurs = parseChangeSetName(newest?.token ?? "") !== undefined && newest?.outcome === "succeeded";
  return isOurs && from.lastChangeSet !== undefined && newest?.token !== from.lastChangeSet;
}

function identityOf(
  { to, from }: Deployed,
  { properties, checkedAt }: Upkeep,
  operations: readonly Operation[],
): ChangeSetIdentity {
  const last = parseChangeSetName(from.lastChangeSet ?? "");
  const afterLast = last?.digest === to.digest ? last.attempt + 1 : 1;
  return {
    digest: to.digest,
    attempt: Math.max(afterLast, nextAttempt(to.digest, operations)),
    heal: { differences: differencesOf(properties), survey: checkedAt },
  };
}

const DIFFERENCES_LENGTH = 12;

/** What is there instead does not count: a property that somebody sets again and again is the same difference. */
function differencesOf(properties: readonly DriftedProperty[]): string {
  const keys = properties.map(({ resource, property, expected }) => [resource, property, expected ?? null]);
  return hashOf(JSON.stringify(keys), DIFFERENCES_LENGTH);
}

/** Counts since the content was deployed: what was deployed since may have been made for it. */
function healingOf(
  { to, from }: Deployed,
  { properties, harmless }: Upkeep,
  operations: readonly Operation[],
): Healing {
  const differences = differencesOf(properties);
  const isHealOfThis = ({ token }: Operation): boolean => {
    const identity = parseChangeSetName(token ?? "");
    return identity?.digest === to.digest && identity.heal?.differences === differences;
  };
  const isContent = ({ kind, token }: Operation): boolean =>
    kind !== "rollback" && kind !== "delete" && parseChangeSetName(token ?? "")?.heal === undefined;
  const deployed = operations.findIndex(isContent);
  const since = deployed === -1 ? operations : operations.slice(0, deployed);
  const newest = newestContentOperation(operations);
  const hasFailed = newest?.outcome === "failed" && isHealOfThis(newest);
  return {
    properties,
    harmless,
    round: since.filter(isHealOfThis).length + 1,
    of: MOST_ROUNDS,
    ...(hasFailed ? { failure: `healing it was tried and failed: ${describeFailure(newest, from)}` } : {}),
  };
}

function creation({ to, from }: Deployed, heals: Healing, identity: ChangeSetIdentity): UpdateStep {
  const name = changeSetName(identity);
  return stepOf({ to, from }, heals, { kind: "create-change-set", type: "UPDATE", name, revertDrift: true });
}

function stepOf(
  { to, from }: Pick<Deployed, "to" | "from">,
  heals: Healing,
  write: ChangeSetWrite,
): UpdateStep {
  return {
    kind: "update",
    ...aboutWanted(to, `in sync, but drifted: ${describeDrift(heals.properties)}`),
    from,
    to,
    write,
    heals,
  };
}

function follow({ to, from }: Deployed, heals: Healing, changeSet: ChangeSet): Decision {
  switch (changeSet.state) {
    case "pending":
      return wait(to, from, "CloudFormation is working out how to bring its drift back");
    case "ready":
      return {
        ...stepOf({ to, from }, heals, { kind: "execute-change-set", changeSet }),
        changes: changeSet.changes,
        foresight: changeSet.isIncomplete ? "incomplete" : "complete",
      };
    case "empty":
      return keep(to, from, "in sync; it had drifted, and CloudFormation finds nothing to bring back");
    case "obsolete":
      return stepOf({ to, from }, heals, { kind: "delete-change-set", changeSet });
    case "executing":
    case "executed":
      return wait(to, from, "its drift is being brought back");
    case "deleting":
      return wait(to, from, "CloudFormation is deleting an old change set");
    case "failed":
    case "execution-failed":
    case "unknown":
      return stepOf(
        { to, from },
        { ...heals, failure: whyRefused(changeSet) },
        {
          kind: "delete-change-set",
          changeSet,
        },
      );
  }
}

function whyRefused({ state, name, reason }: ChangeSet): string {
  if (state === "unknown") return `change set ${name} is in a state that this version does not know`;
  return `CloudFormation refused the change set: ${oneSentence(reason ?? "no reason was given")}`;
}

const MOST_NAMED = 3;

function describeDrift(properties: readonly DriftedProperty[]): string {
  const named = properties.slice(0, MOST_NAMED).map(({ resource, property }) => `${resource}${property}`);
  const rest = properties.length > MOST_NAMED ? ` and ${properties.length - MOST_NAMED} more` : "";
  return `${named.join(", ")}${rest}`;
}
