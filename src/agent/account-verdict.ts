import type { AccountVerdict, Notifier } from "../model/agent-event.ts";
import type { JudgedStep } from "../model/plan.ts";
import type { Revision } from "../model/report.ts";
import { isLater } from "../model/stack-state.ts";
import { counted } from "../report/counted.ts";
import { reasonOf } from "../report/verdict.ts";
import type { AccountState, LastPass } from "./account-state.ts";
import type { Content } from "./content.ts";

/** Tells Git hosts how every account stands on the newest commit; each verdict once. */
export interface Verdicts {
  /** Of all accounts: a new commit is worked from. */
  take(content: Content): void;
  /** Of one account, after a pass. */
  passed(state: AccountState): void;
}

/** What a verdict needs. */
export interface VerdictsSetup {
  readonly notifier: Notifier;
  readonly states: ReadonlyMap<string, AccountState>;
}

type Verdict = Pick<AccountVerdict, "state" | "description">;

/** Nothing was told yet. */
export function newVerdicts({ notifier, states }: VerdictsSetup): Verdicts {
  let commit: { readonly repository: string; readonly revision: Revision } | undefined;
  /** What was told of the newest commit, by account. */
  const told = new Map<string, string>();

  function tell(account: string, { state, description }: Verdict): void {
    const key = state === "failure" ? `${state} ${description}` : state;
    if (commit === undefined || told.get(account) === key) return;
    told.set(account, key);
    notifier.judge({ ...commit, account, state, description: cut(description) });
  }

  return {
    take({ repository, revision, problems }) {
      if (revision === undefined || revision.isDirty) {
        commit = undefined;
        return;
      }
      if (commit?.revision.commit !== revision.commit) told.clear();
      commit = { repository: repository?.name ?? commit?.repository ?? "", revision };
      for (const [account, state] of states)
        tell(account, repository === undefined ? UNUSABLE : (verdictOf(state) ?? PENDING));
      for (const account of repository?.heldAccounts ?? []) {
        const problem = problems.find(({ holds }) => holds.kind === "account" && holds.account === account);
        const description = problem?.message ?? "has a problem in the repository";
        tell(account, { state: "failure", description });
      }
    },
    passed(state) {
      const verdict = verdictOf(state);
      if (verdict !== undefined) tell(state.target.account.name, verdict);
    },
  };
}

const PENDING: Verdict = { state: "pending", description: "waits to be looked at" };
const UNUSABLE: Verdict = { state: "failure", description: "mooring.yaml cannot be used; nothing is done" };

const MOST_CHARACTERS = 140;

function cut(description: string): string {
  return description.length <= MOST_CHARACTERS
    ? description
    : `${description.slice(0, MOST_CHARACTERS - 1)}…`;
}

/** How an account stands; `undefined` when the last pass was made for other content. */
function verdictOf({ last, target }: AccountState): Verdict | undefined {
  if (last === undefined || last.fingerprint !== target.fingerprint) return undefined;
  const { report, standing, isSettled } = last.pass;
  if (isSettled) return { state: "success", description: `${counted(report.steps.length, "stack")} in sync` };
  if (report.failure !== undefined) {
    return { state: report.failure.mayRetry ? "pending" : "failure", description: report.failure.message };
  }
  return standing === "moving" ? moving(last) : blocked(last);
}

function moving({ pass }: LastPass): Verdict {
  return { state: "pending", description: `under way: ${pass.unsettled.join(", ")}` };
}

/** What waits for an earlier account, a person's pause or a window has not failed. */
function blocked({ pass }: LastPass): Verdict {
  const open = pass.report.steps.filter(({ step }) => step.kind !== "keep");
  const bad = open.find((judged) => !isLater(judged) && !isBraked(judged));
  const first = bad ?? open[0];
  const description =
    first === undefined
      ? "is not in sync"
      : `${first.step.app}: ${rejectionOf(first, pass) ?? reasonOf(first)}`;
  return { state: bad === undefined ? "pending" : "failure", description };
}

function rejectionOf({ step }: JudgedStep, { report }: LastPass["pass"]): string | undefined {
  const result = report.outcomes.find(({ app }) => app === step.app)?.result;
  return result?.kind === "rejected" ? result.message : undefined;
}

function isBraked({ refusals }: JudgedStep): boolean {
  return refusals.length > 0 && refusals.every(({ rule }) => rule === "paused" || rule === "window");
}
