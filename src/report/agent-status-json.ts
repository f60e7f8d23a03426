import type { AgentStatus } from "../model/agent-status.ts";

/** The status of a running agent as a JSON document. */
export function agentStatusJson(status: AgentStatus): string {
  return JSON.stringify(status);
}
