import type { Refusal } from "../model/plan.ts";
import { isCovered } from "../model/release.ts";
import { describeResource, isStateful } from "../model/stateful-types.ts";
import type { Facts } from "./facts.ts";
import { storesLeftBy } from "./losses.ts";
import { isRemoval, type Removal, type Rule } from "./rule.ts";

/** Nothing is deleted after a repository that could not be read whole, or that places nothing in the account. */
export const refuseBlindPrune: Rule = (step, facts) => {
  if (!isUndeclared(step, facts)) return undefined;
  if (facts.isEmpty)
    return refuse(step, facts, `the repository places nothing at all in ${facts.account.name}`);
  return facts.hasReadProblems
    ? refuse(
        step,
        facts,
        `something of ${facts.account.name} could not be read, so it may only seem to be gone`,
      )
    : undefined;
};

/**
 * No stack goes with its data, and none leaves a store behind that nothing would look after. A release has neither, so a
 * stack that has one was not meant by another app's name.
 */
export const refuseStatefulPrune: Rule = (step, facts) => {
  if (!isRemoval(step) || facts.account.removed.includes(step.app)) return undefined;
  const removals = step.changes ?? [];
  const destroyed =
    step.kind === "delete" ? step.stateful : removals.filter(isStateful).map(describeResource);
  if (destroyed.length > 0) return refuse(step, facts, `its deletion would destroy ${destroyed.join(", ")}`);
  const left = step.kind === "delete" && isEmptyPhase(step.from.phase) ? [] : storesLeftBy(removals);
  return left.length === 0
    ? undefined
    : refuse(
        step,
        facts,
        `its deletion would leave ${left.join(", ")} behind, which nothing would look after`,
      );
};

/** Nothing is in such a stack. */
function isEmptyPhase(phase: string): boolean {
  return phase === "shell" || phase === "dead";
}

/** No pass deletes more than the account's limits; if it would, it deletes nothing of it. */
export const refuseLargePrune: Rule = (step, facts) => {
  if (!isUndeclared(step, facts)) return undefined;
  const { max, share } = facts.account.prune;
  const count = facts.deletions.length;
  if (count > max) {
    return refuse(step, facts, `${count} stacks would be deleted at once, and prune.max is ${max}`);
  }
  return count > allowedByShare(share, facts.ownedStacks)
    ? refuse(
        step,
        facts,
        `${count} of ${facts.ownedStacks} stacks would be deleted at once, and prune.share is ${share}`,
      )
    : undefined;
};

/** A share lets at least one stack go: in a small account it would otherwise let none. */
function allowedByShare(share: number, stacks: number): number {
  return Math.max(1, Math.floor(share * stacks));
}

function isUndeclared(step: Parameters<Rule>[0], { account }: Facts): step is Removal {
  return isRemoval(step) && !isCovered(step.app, account.removed);
}

function refuse(step: Removal, { account }: Facts, why: string): Refusal {
  return {
    rule: "prune",
    why,
    allowBy: `if ${step.app} is meant to go with everything in it, write \`- ${step.app}\` in accounts/${account.name}/removed.yaml`,
  };
}
