import type { Refusal, Step } from "../model/plan.ts";
import type { Facts } from "./facts.ts";
import { lossesOf } from "./losses.ts";
import { placementOf, type Rule } from "./rule.ts";

/** No change set that deletes or replaces what holds data, unless the resource is kept or the placement allows it. */
export const refuseDataLoss: Rule = (step, facts) => {
  const foreseen = changeOf(step);
  if (foreseen === undefined) return undefined;
  const losses = lossesOf(foreseen.changes).filter(({ allowBy }) => !foreseen.allow.includes(allowBy));
  if (losses.length === 0) return undefined;
  const ids = losses.map(({ allowBy }) => allowBy);
  return {
    rule: "data-loss",
    why: `data would be lost: it ${losses.map(({ what }) => what).join(", ")}`,
    allowBy: allowByIds([...foreseen.allow, ...ids], step, facts),
  };
};

/** No change set that CloudFormation did not show whole: what it leaves out may be the deletion. */
export const refuseIncompleteChanges: Rule = (step) =>
  (step.kind === "create" || step.kind === "update") &&
  LEADS_TO_EXECUTION.has(step.write.kind) &&
  step.foresight === "incomplete"
    ? {
        rule: "data-loss",
        why: "CloudFormation left resources out of its description of the change set, so nobody can say what it deletes",
        allowBy:
          "correct the properties that CloudFormation complains about, or change fewer resources at once",
      }
    : undefined;

/** A release runs for nothing but the change set that is executed after it. */
const LEADS_TO_EXECUTION: ReadonlySet<string> = new Set(["execute-change-set", "run-release"]);

/** No deletion of a stack that failed half-way and has something in it. */
export const refuseStatefulRecovery: Rule = (step, facts) => {
  if (step.kind !== "recover" || step.write.kind !== "delete-stack") return undefined;
  const allow = step.allow ?? [];
  const losses = (step.stateful ?? []).filter((resource) => !allow.includes(logicalIdOf(resource)));
  if (losses.length === 0) return undefined;
  return {
    rule: "data-loss",
    why: `its deletion would destroy ${losses.join(", ")}`,
    allowBy: allowByIds([...allow, ...losses.map(logicalIdOf)], step, facts),
  };
};

function changeOf(step: Step) {
  const isChange = step.kind === "create" || step.kind === "update" || step.kind === "hold";
  if (!isChange || step.changes === undefined || step.to === undefined) return undefined;
  return { changes: step.changes, allow: step.to.allow };
}

function logicalIdOf(described: string): string {
  return described.split(" ", 1)[0] ?? described;
}

/** The exact line to write. */
function allowByIds(ids: readonly string[], step: Step, facts: Facts): Refusal["allowBy"] {
  const list = [...new Set(ids)].join(", ");
  return `if the data may go, write \`allow: [${list}]\` ${placementOf(step, facts)}; otherwise give the resource \`DeletionPolicy: Retain\` and \`UpdateReplacePolicy: Retain\` and deploy that first`;
}
