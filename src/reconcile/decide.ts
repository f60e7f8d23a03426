import type { Cloud, CloudOf } from "../model/cloud.ts";
import type { Binding } from "../model/desired-stack.ts";
import type { AccountDrift } from "../model/drift.ts";
import type { ObservedStack } from "../model/observed-stack.ts";
import type { Pause } from "../model/pause.ts";
import type { Plan } from "../model/plan.ts";
import type { Clock } from "../model/ports.ts";
import type { Problem } from "../model/problem.ts";
import type { Account } from "../model/repository.ts";
import { closedBy } from "../model/window.ts";
import type { Facts } from "../guard/facts.ts";
import { bindAll } from "../plan/bind.ts";
import { imagesToAsk } from "../plan/images.ts";
import { appOfOwned } from "../plan/owned-stack.ts";
import { observedByApp } from "../plan/plan-account.ts";
import { retellBlockers } from "../plan/retell-blockers.ts";
import { askForImages, rememberingImages } from "./ask-for-images.ts";
import { withDelegation } from "./delegation.ts";
import { holdRejected } from "./hold-rejected.ts";
import { planWithAnswers } from "./inspect.ts";
import type { Memory } from "./memory.ts";
import type { Target } from "./target.ts";

/** What deciding about one account goes by. */
export interface Work extends Target {
  /** `name` of mooring.yaml. */
  readonly repository: string;
  readonly problems: readonly Problem[];
  readonly cloud: Cloud;
  /** The zone above the account's may be in another one. */
  readonly cloudOf: CloudOf;
  readonly memory: Memory;
  /** Accounts that come first and have not settled, with what keeps them. */
  readonly unsettledBefore: Facts["unsettledBefore"];
  readonly clock: Clock;
  /** Told to the running agent, besides those of the repository. */
  readonly pauses?: readonly Pause[];
  /** The last survey: drift is healed only where one saw it. */
  readonly drift?: AccountDrift;
  /** A person who runs this by hand wants changes outside the windows too. */
  readonly ignoreWindows?: boolean;
}

/** What is to be done, and what the guards go by. */
export interface Decided {
  readonly plan: Plan;
  readonly facts: Omit<Facts, "deletions">;
  /** In dependency order. */
  readonly bindings: readonly Binding[];
  /** Every stack of the account. */
  readonly observed: readonly ObservedStack[];
  /** The stack of each app that is wanted, held or ours, as far as it is there. */
  readonly observedByApp: ReadonlyMap<string, ObservedStack>;
}

/**
 * Observes, binds, inspects and plans one account; writes nothing.
 *
 * @throws CloudError when AWS cannot be asked.
 */
export async function decide(work: Work): Promise<Decided> {
  const { repository, account, desired, cloud, memory } = work;
  const { heldApps } = account;
  const identity = await cloud.identify();
  const observed = await cloud.sweep();
  const named = { repository, account: account.name, heldApps, observed };
  const byApp = observedByApp({ ...named, desired });
  const ask = rememberingImages(cloud, memory, work.clock.now());
  const bindings = bindAll(desired, byApp, await askForImages(imagesToAsk(desired, byApp), ask));
  const plan = await planWithAnswers({ ...named, bindings, drift: work.drift }, work);
  const delegated = await withDelegation(plan, { ...work, bindings, zone: byApp.get("zone") });
  const facts = { ...factsOf(work, observed), identity };
  const told = retellBlockers(holdRejected(delegated, memory), plan);
  return { plan: told, facts, bindings, observed, observedByApp: byApp };
}

function factsOf(work: Work, observed: readonly ObservedStack[]): Omit<Facts, "deletions" | "identity"> {
  const { repository, account, problems, unsettledBefore, clock, pauses = [], ignoreWindows = false } = work;
  const owner = { repository, account: account.name };
  const now = clock.now();
  return {
    repository,
    account,
    ownedStacks: observed.filter((stack) => appOfOwned(stack, owner) !== undefined).length,
    isEmpty: account.placements.length === 0 && account.heldApps.length === 0,
    hasReadProblems: problems.some(({ holds }) => holdsMoreThanApps(holds, account)),
    unsettledBefore,
    now,
    pauses: [...account.pauses, ...pauses],
    attachments: work.drift?.attachments,
    closed: ignoreWindows ? undefined : closedBy(account.windows, now),
  };
}

/** A problem that holds an app names it; one that holds more may hide apps that are meant to be there. */
function holdsMoreThanApps(holds: Problem["holds"], account: Account): boolean {
  return holds.kind === "repository" || (holds.kind === "account" && holds.account === account.name);
}
