import type { JudgedPlan, Plan, Step } from "../model/plan.ts";
import { isCovered, releaseNameOf } from "../model/release.ts";
import type { Facts } from "./facts.ts";
import { refuseDataLoss, refuseIncompleteChanges, refuseStatefulRecovery } from "./data-loss.ts";
import { refuseHeal } from "./heal.ts";
import { foreseenLosses } from "./losses.ts";
import { refuseMovedLoad } from "./moved-load.ts";
import { refuseNotOurs } from "./not-ours.ts";
import { refuseOrder } from "./order.ts";
import { refusePaused } from "./paused.ts";
import { refusePreflight } from "./preflight.ts";
import { refuseProtected, refuseProtectedResources } from "./protected.ts";
import { refuseBlindPrune, refuseLargePrune, refuseStatefulPrune } from "./prune.ts";
import { refuseQuarantine } from "./quarantine.ts";
import type { Rule } from "./rule.ts";
import { refuseSmallerStorage } from "./smaller-storage.ts";
import { refuseUnknown } from "./unknown.ts";
import { refuseOutsideWindow } from "./window.ts";
import { refuseWrongAccount } from "./wrong-account.ts";

/** Everything that may not happen by accident, most serious first. */
const RULES: readonly Rule[] = [
  refuseWrongAccount,
  refuseNotOurs,
  refuseDataLoss,
  refuseSmallerStorage,
  refuseMovedLoad,
  refuseIncompleteChanges,
  refuseStatefulRecovery,
  refuseBlindPrune,
  refuseStatefulPrune,
  refuseLargePrune,
  refusePaused,
  refuseOutsideWindow,
  refuseOrder,
  refuseQuarantine,
  refuseHeal,
  refuseUnknown,
  refuseProtected,
  refuseProtectedResources,
  refusePreflight,
];

/**
 * Asks every rule about every step, and names the data it would lose even where a person allowed that. Steps are not
 * changed: a step with a refusal is not applied.
 */
export function judge(plan: Plan, known: Omit<Facts, "deletions">): JudgedPlan {
  const facts = { ...known, deletions: undeclaredDeletions(plan, known.account.removed) };
  return { account: plan.account, steps: plan.steps.map((step) => judgeStep(step, facts)) };
}

function judgeStep(step: Step, facts: Facts): JudgedPlan["steps"][number] {
  const refusals = RULES.map((rule) => rule(step, facts)).filter((refusal) => refusal !== undefined);
  const losses = foreseenLosses(step);
  return { step, refusals, ...(losses.length === 0 ? {} : { losses }) };
}

/**
 * Deletions that wait for others count from the start: a limit must not be crept under one by one. An app and its release
 * are one thing.
 */
function undeclaredDeletions(plan: Plan, removed: readonly string[]): readonly string[] {
  return plan.steps
    .filter((step) => (step.kind === "delete" ? hasSomethingInIt(step.from.phase) : isLaterDeletion(step)))
    .map(({ app }) => app)
    .filter((app) => !isCovered(app, removed))
    .filter((app, _index, apps) => !apps.some((other) => releaseNameOf(other) === app));
}

function isLaterDeletion(step: Step): boolean {
  return step.kind === "hold" && step.next === "delete";
}

function hasSomethingInIt(phase: string): boolean {
  return phase !== "shell" && phase !== "dead";
}
