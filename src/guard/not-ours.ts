import { readOwnership, type Ownership } from "../model/ownership.ts";
import type { ObservedStack } from "../model/observed-stack.ts";
import type { Refusal, Step } from "../model/plan.ts";
import { placementOf, type Rule } from "./rule.ts";
import type { Facts } from "./facts.ts";

/**
 * No write to a stack that does not carry our tags.
 *
 * `adopt: true` takes over a stack without an owner, or of another account folder or app of this repository. It does not
 * take one from another Mooring repository: both would change it back and forth.
 */
export const refuseNotOurs: Rule = (step, facts) => {
  if (step.kind === "keep" || step.kind === "wait" || step.from === undefined) return undefined;
  const { from } = step;
  if (from.isNested) return refuseNested(from);
  const owner = readOwnership(from.tags);
  if (owner === undefined) return refuseUnmarked(step, from, facts);
  if (isSame(owner, { repository: facts.repository, account: facts.account.name, app: step.app }))
    return undefined;
  return owner.repository === facts.repository
    ? refuseUnlessAdopted(step, facts, `is marked as ${owner.app} of account ${owner.account}`)
    : refuseOtherRepository(from, owner);
};

function isSame(a: Ownership, b: Ownership): boolean {
  return a.repository === b.repository && a.account === b.account && a.app === b.app;
}

/** A shell has nothing in it, and gets its tags only when it becomes a stack: what counts is who else prepares one. */
function refuseUnmarked(step: Step, from: ObservedStack, facts: Facts): Refusal | undefined {
  if (from.phase !== "shell") return refuseUnlessAdopted(step, facts, "is not marked as ours");
  const foreign = step.kind === "create" ? (step.foreignChangeSets ?? []) : [];
  return foreign.length === 0
    ? undefined
    : refuseUnlessAdopted(
        step,
        facts,
        `is being prepared by somebody else (change set ${foreign.join(", ")})`,
      );
}

function refuseUnlessAdopted(step: Step, facts: Facts, what: string): Refusal | undefined {
  if (mayAdopt(step)) return undefined;
  return {
    rule: "not-ours",
    why: `stack ${step.stack} is there and ${what}`,
    allowBy: `write \`adopt: true\` ${placementOf(step, facts)} to take it over, or delete that stack`,
  };
}

/** A hold without a bound stack writes nothing yet; it is judged when it does. */
function mayAdopt(step: Step): boolean {
  if (step.kind === "recover") return step.adopt === true;
  if (step.kind === "create" || step.kind === "update") return step.to.adopt;
  return step.kind === "hold" && (step.to === undefined || step.to.adopt);
}

function refuseNested(from: ObservedStack): Refusal {
  return {
    rule: "not-ours",
    why: `stack ${from.name} is nested: another stack's template made it`,
    allowBy: "give the app another name",
  };
}

function refuseOtherRepository(from: ObservedStack, owner: Ownership): Refusal {
  return {
    rule: "not-ours",
    why: `stack ${from.name} belongs to ${owner.app} of the environments repository ${owner.repository}`,
    allowBy: `give the app another name, or take it out of ${owner.repository} and remove the tag mooring:repository from the stack`,
  };
}
