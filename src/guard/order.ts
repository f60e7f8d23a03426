import { isUpkeep } from "../model/plan.ts";
import { isNote, isWrite, type Rule } from "./rule.ts";

/** No write in an account before those it comes `after` have settled on the same commit. */
export const refuseOrder: Rule = (step, { account, unsettledBefore }) => {
  if (!isWrite(step) || isUpkeep(step) || isNote(step) || unsettledBefore.length === 0) return undefined;
  const others = unsettledBefore.map((each) => `${each.account}, which ${each.why}`).join(", and ");
  return {
    rule: "order",
    why: `${account.name} comes after ${others}`,
    allowBy: `get ${unsettledBefore.map((each) => each.account).join(" and ")} in sync first`,
  };
};
