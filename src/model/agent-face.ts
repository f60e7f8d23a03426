import type { HistoryFilter } from "./agent-event.ts";
import type { PauseScope } from "./pause.ts";

/** What a running agent shows and takes over HTTP. Nothing here throws. */
export interface AgentFace {
  /** See `schema/agent-status.schema.json`. */
  statusJson(): string;
  /** Events, newest first, as a JSON document. */
  eventsJson(filter: HistoryFilter): Promise<string>;
  /** In Prometheus' text format. */
  metrics(): Promise<{ readonly contentType: string; readonly body: string }>;
  /** Why it should be restarted; empty when it is well. */
  unwell(): readonly string[];
  /** Why it is not ready; empty when it is. */
  unready(): readonly string[];
  /** Looks at the repository, and at these accounts (all without names), as soon as there is room. */
  sync(accounts: readonly string[] | undefined): Answer;
  pause(order: PauseOrder): Answer;
  resume(scope: PauseScope): Answer;
  /** Somebody proved to be the Git host says that something was pushed: the repository is looked at now. */
  pushed(): void;
  /** What became of a request to a webhook, for the metrics. */
  countWebhook(host: string, result: WebhookResult): void;
}

/** What became of a request to a webhook. */
export type WebhookResult = "accepted" | "ignored" | "forged" | "replayed" | "oversized" | "malformed";

/** Nothing is written to what it covers until it is resumed or the agent is restarted. */
export interface PauseOrder {
  readonly scope: PauseScope;
  readonly reason?: string;
  /** Who asks, as they say. */
  readonly by?: string;
  /** Milliseconds since the epoch. */
  readonly until?: number;
}

/** Whether an order was taken. `unknown`: there is no such account or app; `message` says what there is. */
export type Answer =
  | { readonly kind: "taken"; readonly message: string }
  | { readonly kind: "unknown"; readonly message: string };

/** A server that listens. */
export interface AgentServer {
  /** Address with the port that it got: `http://127.0.0.1:8080`. */
  readonly url: string;
  /** Ends open connections and listening. */
  close(): Promise<void>;
}
