import type { AgentEvent } from "../model/agent-event.ts";
import { readEventDocument } from "../model/event-document.ts";

/** The events of lines, in their order; a line that is none (torn, garbage, of a newer version) is left out. */
export function eventsOfLines(lines: readonly string[]): readonly AgentEvent[] {
  return lines.map(readLine).filter((event) => event !== undefined);
}

function readLine(line: string): AgentEvent | undefined {
  try {
    return readEventDocument(JSON.parse(line));
  } catch {
    return undefined;
  }
}
