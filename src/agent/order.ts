import { unsettledAmong, type UnsettledBefore } from "../reconcile/order.ts";
import type { AccountState } from "./account-state.ts";

/** The accounts that come before one and have not settled on the content that is worked from now, with what keeps them. */
export function unsettledBefore(
  { target }: AccountState,
  accounts: ReadonlyMap<string, AccountState>,
  heldAccounts: readonly string[],
): UnsettledBefore {
  const { after } = target.account;
  const current = after.map((name) => [name, currentPass(accounts.get(name))] as const);
  return unsettledAmong(after, new Map(current), heldAccounts);
}

/** A pass that was made for other content says nothing about this one. */
function currentPass(state: AccountState | undefined) {
  return isCurrent(state) ? state?.last?.pass : undefined;
}

function isCurrent(state: AccountState | undefined): boolean {
  return state?.last !== undefined && state.last.fingerprint === state.target.fingerprint;
}

/** Whether every stack of the account was what the repository says now when it was last looked at. */
export function hasSettled(state: AccountState): boolean {
  return isCurrent(state) && state.last?.pass.isSettled === true;
}

/** The accounts that come right after one. */
export function successorsOf(
  account: string,
  accounts: ReadonlyMap<string, AccountState>,
): readonly AccountState[] {
  return [...accounts.values()].filter(({ target }) => target.account.after.includes(account));
}
