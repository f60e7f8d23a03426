import type { Log } from "../model/ports.ts";
import type { AccountState } from "./account-state.ts";

/** A scheduled look at all accounts. Its end is logged: a sign of life for whoever watches the log. */
export interface Round {
  /** Begins anew; a round that has not ended yet is not told. */
  begin(): void;
  looked(account: string): void;
}

/** No round. */
export function newRound(states: ReadonlyMap<string, AccountState>, log: Log): Round {
  let open: Set<string> | undefined;
  return {
    begin() {
      open = new Set(states.keys());
    },
    looked(account) {
      open?.delete(account);
      const isOver = open !== undefined && [...open].every((name) => !states.has(name));
      if (!isOver) return;
      open = undefined;
      log.info("every account looked at", tally([...states.values()]));
    },
  };
}

function tally(states: readonly AccountState[]) {
  const passes = states.flatMap(({ last }) => (last === undefined ? [] : [last.pass]));
  const sound = passes.filter(({ report }) => report.failure === undefined);
  const count = (standing: string): number => sound.filter((pass) => pass.standing === standing).length;
  return {
    accounts: states.length,
    settled: count("settled"),
    moving: count("moving"),
    blocked: count("blocked"),
    failing: passes.length - sound.length,
  };
}
