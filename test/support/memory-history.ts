import type { AgentEvent, History } from "../../src/model/agent-event.ts";
import { newSelection } from "../../src/history/selection.ts";

/** Events, as long as the process lives. */
export function memoryHistory(): History {
  const events: AgentEvent[] = [];
  return {
    add: (event) => void events.push(event),
    read(filter) {
      const selection = newSelection(filter);
      selection.take(events.toReversed());
      return Promise.resolve(selection.events());
    },
    close: () => Promise.resolve(),
  };
}
