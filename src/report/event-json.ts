import type { AgentEvent } from "../model/agent-event.ts";
import { EVENT_VERSION, eventDocument } from "../model/event-document.ts";
import { harmlessJson } from "./untrusted.ts";

/** Events for programs, in the given order, as `schema/event.schema.json` describes them. Ends with a line break. */
export function eventsJson(events: readonly AgentEvent[]): string {
  return `${harmlessJson({ version: EVENT_VERSION, events: events.map(eventDocument) })}\n`;
}
