import type { AccountVerdict, AgentEvent } from "../../src/model/agent-event.ts";

/** A commit. */
export const revision = {
  commit: "0123456789abcdef0123456789abcdef01234567",
  author: "Ann Lee",
  subject: "storefront 2.7.1",
  isDirty: false,
};

/** An event; the number gives it an id and a time. */
export function agentEvent(number: number, rest: Partial<AgentEvent> = {}): AgentEvent {
  return {
    id: number.toString(16).padStart(32, "0"),
    kind: "applied",
    at: Date.UTC(2026, 10, 23, 12, 0, 0) + number * 60_000,
    repository: "acme",
    account: "production",
    app: "storefront",
    stack: "acme-storefront",
    version: "2.7.1",
    revision,
    message: "updated",
    ...rest,
  };
}

/** How an account stands on the commit. */
export function accountVerdict(
  state: AccountVerdict["state"],
  rest: Partial<AccountVerdict> = {},
): AccountVerdict {
  return {
    repository: "acme",
    account: "production",
    revision,
    state,
    description: `it is ${state}`,
    ...rest,
  };
}
