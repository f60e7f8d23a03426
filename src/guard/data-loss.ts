import type { Step } from "../model/plan.ts";
import type { Facts } from "./facts.ts";
import { lossesOf, type Changing } from "./losses.ts";
import { placementOf, type Rule } from "./rule.ts";

/**
 * No change set that deletes or replaces what holds data, unless the placement allows it. A store that would be replaced
 * counts even where the old one is kept: the new one is empty.
 */
export const refuseDataLoss: Rule = (step, facts) => {
  if (!isChange(step) || step.to === undefined) return undefined;
  const { to } = step;
  const losses = lossesOf(step).filter(({ allowBy }) => !to.allow.includes(allowBy));
  if (losses.length === 0) return undefined;
  const ids = losses.map(({ allowBy }) => allowBy);
  const isKept = losses.every((loss) => loss.isKept);
  return {
    rule: "data-loss",
    why: `data would be ${isKept ? "left behind" : "lost"}: it ${losses.map(({ what, how }) => `${what}${how}`).join(", and it ")}`,
    allowBy: `if ${isKept ? "it may start empty" : "the data may go"}, write ${allowLine([...to.allow, ...ids], step, facts)}; otherwise ${isKept ? "take that edit back" : KEEP_IT}`,
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

/** No deletion of a stack that failed half-way and has something in it, or had: the stack made anew begins empty. */
export const refuseStatefulRecovery: Rule = (step, facts) => {
  if (step.kind !== "recover" || step.write.kind !== "delete-stack") return undefined;
  const { allow = [], stateful = [], leaves = [] } = step;
  const isRefused = (resource: string): boolean => !allow.includes(logicalIdOf(resource));
  const [lost, left] = [stateful.filter(isRefused), leaves.filter(isRefused)];
  const whys = [
    ...(lost.length === 0 ? [] : [`destroy ${lost.join(", ")}`]),
    ...(left.length === 0
      ? []
      : [`leave ${left.join(", ")} behind, and the stack made anew begins without what is in there`]),
  ];
  if (whys.length === 0) return undefined;
  const line = allowLine([...allow, ...[...lost, ...left].map(logicalIdOf)], step, facts);
  return {
    rule: "data-loss",
    why: `its deletion would ${whys.join(", and ")}`,
    allowBy: `if the data may go, write ${line}; otherwise ${lost.length > 0 ? KEEP_IT : "bring the stack to a good status by hand"}`,
  };
};

/** A hold may bring content later; one that nobody could look into yet is judged when it does. */
function isChange(step: Step): step is Changing {
  return step.kind === "create" || step.kind === "update" || step.kind === "hold";
}

function logicalIdOf(described: string): string {
  return described.split(" ", 1)[0] ?? described;
}

const KEEP_IT =
  "give the resource `DeletionPolicy: Retain` and `UpdateReplacePolicy: Retain` and deploy that first";

/** The exact line to write, and where. */
function allowLine(ids: readonly string[], step: Step, facts: Facts): string {
  return `\`allow: [${[...new Set(ids)].join(", ")}]\` ${placementOf(step, facts)}`;
}
