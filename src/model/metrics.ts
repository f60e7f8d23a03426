import type { AgentStatus } from "./agent-status.ts";
import type { WebhookResult } from "./agent-face.ts";
import type { Standing } from "./report.ts";

/** Counts for Prometheus. Gauges, and the AWS calls of every account, are read from the agent's status when they are asked for. */
export interface Metrics {
  passed(pass: PassMetrics): void;
  fetched(result: "same" | "new" | "failed" | "refused", seconds: number): void;
  webhook(host: string, result: WebhookResult): void;
  /** A notification that was delivered or given up. */
  delivered(receiver: string, result: "delivered" | "given-up"): void;
  text(status: AgentStatus): Promise<{ readonly contentType: string; readonly body: string }>;
}

/** One pass over one account. Its AWS calls are in the status of the account, drift surveys included. */
export interface PassMetrics {
  readonly account: string;
  readonly seconds: number;
  /** `failed`: AWS did not let it go on. */
  readonly result: Standing | "failed";
}
