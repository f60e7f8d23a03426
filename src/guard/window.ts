import type { Step } from "../model/plan.ts";
import { isNote, isWrite, type Rule } from "./rule.ts";

/** No write while the change windows close the account, but for bringing a stack back that is half-way already. */
export const refuseOutsideWindow: Rule = (step, { account, closed }) => {
  if (closed === undefined || !isWrite(step) || bringsBack(step) || isNote(step)) return undefined;
  const { why, untilWords } = closed;
  return {
    rule: "window",
    why: `${account.name} is ${why}${untilWords === undefined ? "" : `; open again ${untilWords}`}`,
    allowBy: `${untilWords === undefined ? "change its windows" : `wait until ${untilWords}`}, or run \`moor sync --ignore-windows\``,
  };
};

function bringsBack(step: Step): boolean {
  if (step.kind === "create" || step.kind === "update") return step.write.kind === "stop-release";
  return (
    step.kind === "recover" && (step.write.kind === "roll-back" || step.write.kind === "continue-rollback")
  );
}
