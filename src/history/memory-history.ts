import type { AgentEvent, History } from "../model/agent-event.ts";
import { newSelection } from "./selection.ts";

/** Events kept. */
const MOST = 5000;

/** The latest events, as long as the process lives: for an agent without a folder. */
export function memoryHistory(most: number = MOST): History {
  const events: AgentEvent[] = [];
  return {
    add(event) {
      events.push(event);
      if (events.length > most) events.splice(0, events.length - most);
    },
    read(filter) {
      const selection = newSelection(filter);
      selection.take(events.toReversed());
      return Promise.resolve(selection.events());
    },
    close: () => Promise.resolve(),
  };
}
