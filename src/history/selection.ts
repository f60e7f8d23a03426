import type { AgentEvent, HistoryFilter } from "../model/agent-event.ts";
import { isCovered } from "../model/release.ts";

/** Events that a filter lets through, as they are read from the newest to the oldest. */
export interface Selection {
  /** Takes more, newest first. */
  take(events: readonly AgentEvent[]): void;
  /** Nothing older can belong to it. */
  isComplete(): boolean;
  /** Newest first; an event that was told twice is there once. */
  events(): readonly AgentEvent[];
}

/** Nobody reads more at once. */
const MOST = 10_000;

/** Events stand nearly in the order of their times: so far apart they never stand in the wrong one. */
const DISORDER_MS = 24 * 3_600_000;

/** An empty selection. */
export function newSelection(filter: HistoryFilter): Selection {
  const found = new Map<string, AgentEvent>();
  const limit = Math.max(0, Math.min(filter.limit, MOST));
  let oldest = Number.POSITIVE_INFINITY;
  return {
    take(events) {
      for (const event of events) {
        oldest = Math.min(oldest, event.at);
        if (found.size < limit && matches(event, filter) && !found.has(event.id)) found.set(event.id, event);
      }
    },
    isComplete: () =>
      found.size >= limit || (filter.since !== undefined && oldest < filter.since - DISORDER_MS),
    events: () => [...found.values()].toSorted((a, b) => b.at - a.at),
  };
}

function matches(event: AgentEvent, { since, account, app }: HistoryFilter): boolean {
  return (
    (since === undefined || event.at >= since) &&
    (account === undefined || event.account === account) &&
    (app === undefined || (event.app !== undefined && isCovered(event.app, [app])))
  );
}
