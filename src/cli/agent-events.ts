import type { AgentEvent, HistoryFilter } from "../model/agent-event.ts";
import { readEventDocument } from "../model/event-document.ts";
import { askAgent, type AgentAddress } from "./agent-client.ts";
import { Complaint } from "./complaint.ts";

/** A thousand events of the greatest length, and some. */
const MOST_BYTES = 16_000_000;

/** Asks a running agent for events, newest first. Throws a Complaint when it cannot be asked. */
export async function eventsOfAgent(
  agent: AgentAddress,
  filter: HistoryFilter,
): Promise<readonly AgentEvent[]> {
  const text = await askAgent(agent, `/api/v1/events?${queryOf(filter).toString()}`, MOST_BYTES);
  const events = eventsIn(text);
  if (events !== undefined) return events;
  throw new Complaint(
    "failed",
    `what answers at ${agent.url} is no agent of Mooring`,
    "name it with --agent or MOORING_AGENT",
  );
}

function queryOf({ since, account, app, limit }: HistoryFilter): URLSearchParams {
  return new URLSearchParams({
    limit: String(limit),
    ...(since === undefined ? {} : { since: new Date(since).toISOString() }),
    ...(account === undefined ? {} : { account }),
    ...(app === undefined ? {} : { app }),
  });
}

function eventsIn(text: string): readonly AgentEvent[] | undefined {
  const document = parsed(text);
  const events =
    typeof document === "object" && document !== null && "events" in document ? document.events : undefined;
  if (!Array.isArray(events)) return undefined;
  return events.map(readEventDocument).filter((event) => event !== undefined);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
