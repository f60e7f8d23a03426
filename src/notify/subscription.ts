import type { AgentEventKind } from "../model/agent-event.ts";
import type { Notice } from "../model/receiver.ts";

/** Which events a receiver gets; an absent member means all. */
export interface Subscription {
  readonly events?: readonly AgentEventKind[];
  readonly accounts?: readonly string[];
}

/** Whether it is an event that was asked for. */
export function isSubscribed({ events, accounts }: Subscription, notice: Notice): boolean {
  if (notice.kind !== "event") return false;
  const { kind, account } = notice.event;
  return (events?.includes(kind) ?? true) && (accounts?.includes(account) ?? true);
}
