import type { Log } from "../model/ports.ts";
import type { AccountQueue } from "./account-queue.ts";
import { newAccountState, type AccountState } from "./account-state.ts";
import type { AgentPace } from "./agent-pace.ts";
import type { Content, MarkedTarget } from "./content.ts";

/** The accounts of the repository, and who of them has to be looked at. */
export interface Accounts {
  /** By name, in the order of the repository. */
  readonly states: ReadonlyMap<string, AccountState>;
  /** Wakes the accounts that new content says something else about; without a readable `mooring.yaml` nothing is done. */
  take(content: Content): void;
  /** Makes accounts due for a pass now; all without names. Gives back the names. */
  wake(names?: readonly string[]): readonly string[];
  /** The same, because a person asks: what AWS would not take is asked for once more. */
  wakeByHand(names?: readonly string[]): readonly string[];
  /** Makes all accounts due, not all in the same moment. What AWS would not take is asked for once more, and the log says
   * again what keeps changes back. */
  wakeOnSchedule(): void;
}

/** What keeping accounts takes. */
export interface AccountsSetup {
  readonly queue: AccountQueue;
  readonly log: Log;
  readonly random: () => number;
  readonly pace: AgentPace;
}

/** No accounts yet. */
export function newAccounts({ queue, log, random, pace }: AccountsSetup): Accounts {
  const states = new Map<string, AccountState>();
  let isHalted = false;

  function enter(name: string, target: MarkedTarget): boolean {
    const known = states.get(name);
    states.delete(name);
    states.set(name, known ?? newAccountState(target, pace, random));
    if (known === undefined) return true;
    const isChanged = known.target.fingerprint !== target.fingerprint;
    if (isChanged) known.memory.forgetRejections();
    if (!isSameConnection(known.target, target)) known.cloud = undefined;
    known.target = target;
    return isChanged;
  }

  function leave(name: string, heldAccounts: readonly string[]): void {
    states.delete(name);
    queue.drop(name);
    if (heldAccounts.includes(name))
      log.warn("account is held by a problem in the repository", { account: name });
    else log.warn("account is gone from the repository; its stacks are left alone", { account: name });
  }

  const wake = (names?: readonly string[]): readonly string[] => {
    const woken = [...states.keys()].filter((name) => names?.includes(name) ?? true);
    for (const name of woken) queue.add(name, "pass");
    return woken;
  };

  return {
    states,
    wake,
    wakeByHand(names) {
      const woken = wake(names);
      for (const name of woken) states.get(name)?.memory.forgetRejections();
      return woken;
    },
    take({ repository, targets, revision }) {
      const commit = revision?.commit.slice(0, 12);
      if (repository === undefined) {
        isHalted = true;
        log.error("mooring.yaml cannot be used; nothing is done anywhere until it can", { commit });
        return;
      }
      if (targets.size === 0) log.warn("the repository has no usable account; nothing is done", { commit });
      const changed = [...targets].filter(([name, target]) => enter(name, target)).map(([name]) => name);
      const gone = [...states.keys()].filter((name) => !targets.has(name));
      for (const name of gone) leave(name, repository.heldAccounts);
      wake(isHalted ? undefined : changed);
      isHalted = false;
    },
    wakeOnSchedule() {
      const spreadMs = Math.min(states.size * pace.spreadPerAccountMs, pace.longestSpreadMs);
      for (const [name, state] of states) {
        state.memory.forgetRejections();
        state.said.forgetBrakes();
        queue.add(name, "pass", states.size === 1 ? 0 : Math.round(random() * spreadMs));
      }
    },
  };
}

/** Whether the same account is asked with the same roles. */
function isSameConnection({ account: a }: MarkedTarget, { account: b }: MarkedTarget): boolean {
  return a.id === b.id && a.region === b.region && JSON.stringify(a.roles) === JSON.stringify(b.roles);
}
