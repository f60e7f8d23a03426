import type { Cloud } from "../model/cloud.ts";
import { addCalls, countCallsSince } from "../reconcile/calls.ts";
import type { AccountState } from "./account-state.ts";
import type { Office } from "./office.ts";

/** The cloud of an account, kept from turn to turn: it remembers whose credentials it has. */
export async function cloudFor(state: AccountState, office: Office): Promise<Cloud> {
  const { account } = state.target;
  if (state.cloud !== undefined) return state.cloud;
  const cloud = (await office.clouds())(account);
  // The repository may say meanwhile that it is another account.
  if (state.target.account === account) state.cloud = cloud;
  return cloud;
}

/** Does some work and adds its AWS calls to the account's. */
export async function counted<T>(state: AccountState, cloud: Cloud, work: () => Promise<T>): Promise<T> {
  const calls = cloud.calls();
  const throttles = cloud.throttles();
  try {
    return await work();
  } finally {
    state.calls = addCalls(state.calls, countCallsSince(calls, cloud.calls()));
    state.throttles = addCalls(state.throttles, countCallsSince(throttles, cloud.throttles()));
  }
}
